import { describe, expect, test } from '@jest/globals';
import {
  outcomeOfComplete,
  outcomeOfRead,
  outcomeOfRequest,
  outcomeOfStep,
  saysAbsent,
  type Failure,
} from './outcomes.ts';

const answered = (status: number, code = 'Code'): Failure => ({ sent: true, status, code, message: 'text' });
const lost: Failure = { sent: true, code: 'ECONNRESET', message: 'socket hang up' };
const refused: Failure = { sent: false, code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' };

describe('outcomes of S3 answers', () => {
  test('nothing that was not sent can have been applied', () => {
    expect(outcomeOfRequest(refused)).toEqual({ type: 'fail', error: 'not sent: connect ECONNREFUSED' });
    expect(outcomeOfComplete(refused).type).toBe('fail');
  });

  test.each([400, 403, 404, 405, 409, 411, 412, 416, 429])('%i refuses a write', (status) => {
    expect(outcomeOfRequest(answered(status))).toEqual({
      type: 'fail',
      error: `${String(status)} Code text`,
    });
  });

  test.each([408, 499, 500, 501, 502, 503, 504, 507, 520])('%i may come after a write', (status) => {
    expect(outcomeOfRequest(answered(status)).type).toBe('info');
    expect(outcomeOfComplete(answered(status)).type).toBe('info');
  });

  test('a lost connection, a deadline, and an error after success say nothing', () => {
    expect(outcomeOfRequest(lost)).toEqual({ type: 'info', error: 'ECONNRESET socket hang up' });
    expect(outcomeOfRequest({ sent: true, message: 'no answer after 10 s' }).type).toBe('info');
    expect(outcomeOfComplete(answered(200, 'InternalError')).type).toBe('info');
  });

  test('an upload that is not there may have been completed', () => {
    expect(outcomeOfComplete(answered(404, 'NoSuchUpload'))).toEqual({
      type: 'info',
      error: '404 NoSuchUpload text',
    });
    expect(outcomeOfComplete(answered(404, 'NoSuchBucket')).type).toBe('fail');
    expect(outcomeOfComplete(answered(400, 'EntityTooSmall')).type).toBe('fail');
  });

  test('before an upload is completed there is no object, whatever went wrong', () => {
    for (const failure of [refused, lost, answered(503)]) {
      expect(outcomeOfStep(failure, 'part 1 was not uploaded')).toMatchObject({
        type: 'fail',
        error: expect.stringMatching(/^part 1 was not uploaded: /),
      });
    }
  });

  test('a read without an answer says nothing; that there is no object is an answer', () => {
    for (const failure of [refused, lost, answered(503), answered(404, 'NoSuchBucket')]) {
      expect(outcomeOfRead(failure).type).toBe('fail');
      expect(saysAbsent(failure)).toBe(false);
    }
    expect(saysAbsent(answered(404, 'NoSuchKey'))).toBe(true);
  });
});
