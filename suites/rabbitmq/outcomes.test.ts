import { describe, expect, test } from '@jest/globals';
import {
  isMissing,
  isNotTaken,
  isRefusedLogin,
  outcomeOfDeclaration,
  outcomeOfPublish,
  replyCode,
} from './outcomes.ts';

const answer = (code: number | string, text = ''): Error => Object.assign(new Error(text), { code });

describe('outcomes of messages', () => {
  test('a confirmation acknowledges', () => {
    expect(outcomeOfPublish({ answer: 'ack' })).toEqual({ type: 'ok' });
  });

  test('one that follows a return says that the message went nowhere', () => {
    expect(outcomeOfPublish({ answer: 'ack', returned: 'NO_ROUTE' })).toEqual({
      type: 'fail',
      error: 'returned: NO_ROUTE',
    });
  });

  test('a nack says nothing for certain', () => {
    expect(outcomeOfPublish({ answer: 'nack' }).type).toBe('info');
  });

  test('neither does silence, also after a return: the message may have been sent on', () => {
    expect(outcomeOfPublish({ answer: 'silence', why: 'channel closed' })).toEqual({
      type: 'info',
      error: 'no confirmation: channel closed',
    });
    expect(outcomeOfPublish({ answer: 'silence', returned: 'NO_ROUTE' }).type).toBe('info');
  });
});

describe('outcomes of declarations', () => {
  test.each([402, 403, 404, 405, 406, 530])('%i refuses before anything is done', (code) => {
    expect(outcomeOfDeclaration(answer(code, 'no')).type).toBe('fail');
  });

  test.each([320, 501, 504, 541])('%i may come after it was done', (code) => {
    expect(outcomeOfDeclaration(answer(code, 'trouble')).type).toBe('info');
  });

  test('an error without a reply code says nothing', () => {
    expect(outcomeOfDeclaration(answer('ECONNRESET', 'read ECONNRESET')).type).toBe('info');
    expect(outcomeOfDeclaration(new Error('no answer')).type).toBe('info');
    expect(replyCode(answer('ECONNRESET'))).toBeUndefined();
  });
});

describe('what a refusal is about', () => {
  test('a queue that is not there is told from one that is out of reach', () => {
    expect(isMissing(answer(404, "NOT_FOUND - no queue 'orders' in vhost 'holdfast'"))).toBe(true);
    expect(isMissing(answer(404, "NOT_FOUND - no exchange 'work' in vhost 'holdfast'"))).toBe(true);
    const away = "NOT_FOUND - queue 'parcels' in vhost 'holdfast' process is stopped by supervisor";
    expect(isMissing(answer(404, away))).toBe(false);
    expect(isMissing(answer(405, 'RESOURCE_LOCKED - no queue'))).toBe(false);
  });

  test('a user or a virtual host that is refused is told from a connection that fails', () => {
    const refused = [
      'Handshake terminated by server: 403 (ACCESS-REFUSED) with message "ACCESS_REFUSED - Login was refused"',
      'Expected ConnectionOpenOk; got <ConnectionClose channel:0>',
    ];
    for (const text of refused) expect(isRefusedLogin(new Error(text))).toBe(true);
    expect(isRefusedLogin(new Error('connect ECONNREFUSED'))).toBe(false);
    expect(isRefusedLogin(new Error('Unexpected close'))).toBe(false);
  });
});

test.each([
  ['ECONNREFUSED', true],
  ['EHOSTUNREACH', true],
  ['ETIMEDOUT', true],
  // It was taken, and lost again.
  ['ECONNRESET', false],
  [403, false],
])('whether nobody took a connection that failed with %s: %s', (code, notTaken) => {
  expect(isNotTaken(answer(code))).toBe(notTaken);
});
