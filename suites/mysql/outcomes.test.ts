import { describe, expect, test } from '@jest/globals';
import { errorNumber, isAnswer, outcomeOfError } from './outcomes.ts';

/** An error as mysql2 throws it for a server's answer. */
const answer = (errno: number, sqlState: string, fatal?: boolean): Error =>
  Object.assign(new Error(`server said ${String(errno)}`), {
    ...{ errno, sqlState, code: `ER_${String(errno)}` },
    ...(fatal === undefined ? {} : { fatal }),
  });
/** An error as the client has it of a connection that broke. */
const broken = (code: string): Error =>
  Object.assign(new Error('broken'), { code, errno: -104, fatal: true });

describe('outcomes of MySQL answers', () => {
  test('nothing that was not sent can have been applied', () => {
    expect(outcomeOfError(broken('ECONNREFUSED'), 'before-send')).toEqual({
      type: 'fail',
      error: 'not sent: ECONNREFUSED broken',
    });
    expect(outcomeOfError(new Error('late'), 'before-send').type).toBe('fail');
  });

  test.each([
    [1213, '40001'],
    [1290, 'HY000'],
    [1836, 'HY000'],
    [1062, '23000'],
    [1406, '22001'],
    [1146, '42S02'],
  ])('%i rolled back what there was, at any time', (number, state) => {
    for (const phase of ['before-commit', 'statement', 'commit'] as const) {
      expect(outcomeOfError(answer(number, state), phase).type).toBe('fail');
    }
    expect(outcomeOfError(answer(number, state), 'statement')).toEqual({
      type: 'fail',
      error: `ER_${String(number)} server said ${String(number)}`,
    });
  });

  test('a lock that was waited for too long takes the statement back, and nothing else', () => {
    const late = answer(1205, 'HY000');
    expect(outcomeOfError(late, 'statement').type).toBe('fail');
    expect(outcomeOfError(late, 'commit').type).toBe('info');
    expect(outcomeOfError(late, 'before-commit').type).toBe('fail');
  });

  test.each([
    [1180, 'HY000'],
    [1053, '08S01'],
    [1317, '70100'],
    [3024, 'HY000'],
    [1030, 'HY000'],
  ])('%i may have come after the commit', (number, state) => {
    expect(outcomeOfError(answer(number, state), 'commit').type).toBe('info');
    expect(outcomeOfError(answer(number, state), 'statement').type).toBe('info');
    expect(outcomeOfError(answer(number, state), 'before-commit').type).toBe('fail');
  });

  test.each(['ECONNRESET', 'PROTOCOL_CONNECTION_LOST', 'EPIPE'])(
    '%s says nothing once it was sent',
    (code) => {
      expect(outcomeOfError(broken(code), 'commit').type).toBe('info');
      expect(outcomeOfError(broken(code), 'statement').type).toBe('info');
      expect(outcomeOfError(broken(code), 'before-commit').type).toBe('fail');
    },
  );

  test('a deadline says nothing once it was sent', () => {
    expect(outcomeOfError(new Error('The server gave no answer'), 'commit').type).toBe('info');
  });

  test('an error that ended the connection is no answer, whatever its number', () => {
    expect(outcomeOfError(answer(1062, '23000', true), 'statement').type).toBe('info');
    expect(isAnswer(answer(1062, '23000', true))).toBe(false);
    expect(isAnswer(answer(1062, '23000'))).toBe(true);
    expect(isAnswer(broken('ECONNRESET'))).toBe(false);
    expect(isAnswer(new Error('late'))).toBe(false);
    expect(isAnswer(undefined)).toBe(false);
  });

  test('only a server has numbers for its errors', () => {
    expect(errorNumber(answer(1146, '42S02'))).toBe(1146);
    expect(errorNumber(broken('ECONNRESET'))).toBeUndefined();
    expect(errorNumber({ errno: 'ECONNRESET' })).toBeUndefined();
    expect(errorNumber(null)).toBeUndefined();
  });
});
