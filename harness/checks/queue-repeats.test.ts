import { describe, expect, test } from '@jest/globals';
import { NEMESIS } from '../model/operation.ts';
import { call } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import { AGAIN, declare, EMPTY, found, judge, left, put, take } from './queue-scenes.fixture.ts';
import { message } from './queue.fixture.ts';

describe('a message that comes again', () => {
  const promises = ['at-least-once', 'exactly-once', 'at-most-once'] as const;
  const under = (calls: Call[], held = EMPTY): string[] =>
    promises.map((delivery) => found([declare({ delivery }), ...calls], held).join('; '));

  test('and says so after an acknowledgement that may have been lost, is legal unless promised at most once', () => {
    expect(under([put('m1'), take('m1'), take('m1', AGAIN)])).toEqual(['', '', 'fail duplicated: m1']);
    expect(under([put('m1'), take('m1')], left(message('m1', 'q0', true)))).toEqual([
      '',
      '',
      'fail duplicated mq-0: m1',
    ]);
  });

  test('and does not say so, though it was acknowledged, is a duplicate', () => {
    const noted = 'note duplicated: m1';
    const failed = 'fail duplicated: m1';
    expect(under([put('m1'), take('m1'), take('m1')])).toEqual([noted, failed, failed]);
    expect(under([put('m1')], left(message('m1'), message('m1')))).toEqual([
      'note duplicated mq-0: m1',
      'fail duplicated mq-0: m1',
      'fail duplicated mq-0: m1',
    ]);
    expect(judge([put('m1'), take('m1'), take('m1')], EMPTY).data.duplicated).toBe(1);
  });

  test('and does not say so, and was not acknowledged before, is none', () => {
    expect(under([put('m1'), take('m1', { acknowledged: 'no' }), take('m1')]).slice(0, 2)).toEqual(['', '']);
  });

  test('late, as if for the first time, is none where it had lain at its consumer', () => {
    expect(under([put('m1'), take('m1', AGAIN), take('m1')]).slice(0, 2)).toEqual(['', '']);
  });

  test('at the end, after its acknowledgement was confirmed, is resurrected', () => {
    const given = [put('m1'), take('m1', { acknowledged: 'confirmed' })];
    const again = left(message('m1', 'q0', true));
    expect(under(given, again).slice(0, 2)).toEqual([
      'note resurrected mq-0: m1',
      'fail resurrected mq-0: m1',
    ]);
    expect(judge(given, again).data.resurrected).toBe(1);
    const unflagged = under(given, left(message('m1')));
    expect(unflagged.slice(0, 2)).toEqual(['note duplicated mq-0: m1', 'fail duplicated mq-0: m1']);
  });

  test('is told with where it came to', () => {
    const sentences = (calls: Call[], held = EMPTY) => judge(calls, held).findings.map((one) => one.message);
    expect(sentences([put('m1'), take('m1'), take('m1', { consumer: 'c1' })])).toEqual([
      '1 delivery repeated what had been delivered and acknowledged, without saying so: m1 came as if for the first time to c1.',
    ]);
    const confirmed = [put('m1'), take('m1', { acknowledged: 'confirmed' })];
    expect(sentences(confirmed, left(message('m1', 'q0', true)))[0]).toBe(
      "1 delivery from mq-0 brought back messages that a consumer had acknowledged, with the broker's confirmation: m1 came again.",
    );
    const once = declare({ delivery: 'at-most-once' });
    expect(sentences([once, put('m1'), take('m1'), take('m1', AGAIN)])).toEqual([
      '1 delivery repeated a message that is promised at most once: m1 came again to c0.',
    ]);
  });

  test('to a consumer, after its acknowledgement was confirmed, may have lain there', () => {
    const given = [put('m1'), take('m1', { acknowledged: 'confirmed' }), take('m1', AGAIN)];
    expect(under(given).slice(0, 2)).toEqual(['', '']);
  });

  test('after an acknowledgement that the contract lets go is legal', () => {
    const sent = put('m1');
    const waived = take('m1', { acknowledged: 'confirmed' }, {}, true);
    expect(under([sent, waived, take('m1', AGAIN)]).slice(0, 2)).toEqual(['', '']);
    expect(under([sent, waived, take('m1')]).slice(0, 2)).toEqual(['', '']);
    expect(under([sent, waived], left(message('m1', 'q0', true))).slice(0, 2)).toEqual(['', '']);
    expect(found([sent, waived], EMPTY)).toEqual([]);
  });
});

describe('what a queue promises', () => {
  test('at most once makes a loss a note', () => {
    expect(found([declare({ delivery: 'at-most-once' }), put('m1')], EMPTY)).toEqual(['note lost: m1']);
    const unacknowledged = [put('m1'), take('m1', { acknowledged: 'no' })];
    expect(found([declare({ delivery: 'at-most-once' }), ...unacknowledged], EMPTY)).toEqual([]);
    expect(found([declare({ delivery: 'exactly-once' }), put('m1')], EMPTY)).toEqual(['fail lost: m1']);
  });

  test('in a loss window is nothing', () => {
    expect(found([put('m1', 'info', {}, true), put('m2')], left(message('m2')))).toEqual([
      'note lost-in-window: m1',
    ]);
    expect(found([put('m1', 'info', {}, true)], left(message('m1')))).toEqual([]);
    expect(judge([put('m1', 'info', {}, true)], EMPTY).data).toMatchObject({ lost: 0, lostInWindow: 1 });
    const { got: _got, ...unread } = take('m1', {}, {}, true);
    expect(found([put('m1'), { ...unread, got: undefined }], EMPTY)).toEqual([
      'unknown unseen-deliveries: m1',
    ]);
  });

  test('of order is held against it only where it promises it', () => {
    const given = [put('m1'), put('m2'), put('m3'), take('m2'), take('m3'), take('m1')];
    expect(found(given, EMPTY)).toEqual(['note reordered: m1']);
    expect(found([declare({ ordered: true }), ...given], EMPTY)).toEqual(['fail reordered: m1']);
    expect(judge(given, EMPTY).data.reordered).toBe(1);
  });

  test('is another for each queue, and has to be readable', () => {
    const promise = declare({ delivery: 'at-most-once' });
    expect(found([promise, put('m1', 'ok', { queue: 'q1' })], EMPTY)).toEqual(['fail lost: m1']);
    const unreadable = call('queues', 'queues', 'info', { from: 0, process: NEMESIS }, { sent: { q0: 1 } });
    expect(judge([unreadable], EMPTY).findings).toMatchObject([
      { kind: 'malformed-value', effect: 'unknown' },
    ]);
  });
});
