import { describe, expect, test } from '@jest/globals';
import { outcomeOfCommit, outcomeOfError, outcomeOfSuccess } from './outcomes.ts';

const answer = (code: string): Error => Object.assign(new Error(`server said ${code}`), { code });

describe('outcomes of PostgreSQL answers', () => {
  test('nothing that was not sent can have been applied', () => {
    expect(outcomeOfError(answer('ECONNREFUSED'), 'before-send').type).toBe('fail');
    expect(outcomeOfError(new Error('timeout exceeded when trying to connect'), 'before-send').type).toBe(
      'fail',
    );
  });

  test.each(['40001', '40P01', '25006', '22001', '23505', '42P01'])(
    '%s rolled the transaction back',
    (code) => {
      expect(outcomeOfError(answer(code), 'sent')).toEqual({
        type: 'fail',
        error: `${code} server said ${code}`,
      });
    },
  );

  test.each([
    '08006',
    '40003',
    '57P01',
    '57P02',
    '57014',
    '53100',
    '53300',
    '58030',
    'XX000',
    'ECONNRESET',
    'EPIPE',
  ])('%s may have come after the commit', (code) => {
    expect(outcomeOfError(answer(code), 'sent').type).toBe('info');
  });

  test('a deadline or a lost connection has no code and says nothing', () => {
    expect(outcomeOfError(new Error('Query read timeout'), 'sent').type).toBe('info');
    expect(outcomeOfError(new Error('Connection terminated unexpectedly'), 'sent').type).toBe('info');
  });

  test('a commit that gave up waiting for its standbys is no acknowledgement', () => {
    expect(outcomeOfSuccess([]).type).toBe('ok');
    expect(outcomeOfSuccess(['some other notice']).type).toBe('ok');
    expect(outcomeOfSuccess(['canceling wait for synchronous replication due to user request']).type).toBe(
      'info',
    );
  });

  test.each(['40001', '08006', '57P01', '57014', 'XX000', 'ECONNRESET'])(
    '%s before COMMIT was sent leaves nothing behind',
    (code) => {
      expect(outcomeOfError(answer(code), 'before-commit')).toEqual({
        type: 'fail',
        error: `not committed: ${code} server said ${code}`,
      });
    },
  );

  test('COMMIT acknowledges only with its own tag and without a warning', () => {
    expect(outcomeOfCommit('COMMIT', [], 5)).toEqual({ type: 'ok', value: 5 });
    expect(outcomeOfCommit('COMMIT', [])).toEqual({ type: 'ok' });
    expect(outcomeOfCommit('ROLLBACK', [])).toMatchObject({ type: 'fail' });
    expect(outcomeOfCommit('SELECT', [])).toMatchObject({ type: 'info' });
    const warning = 'canceling wait for synchronous replication due to user request';
    expect(outcomeOfCommit('COMMIT', [warning], 5)).toEqual({
      type: 'info',
      error: `applied, not replicated: ${warning}`,
    });
  });
});
