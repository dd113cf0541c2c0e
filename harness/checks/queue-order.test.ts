import { describe, expect, test } from '@jest/globals';
import type { DeliveryValue } from '../model/queue-functions.ts';
import type { Held } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import { AGAIN, declare, EMPTY, found, judge, left, put, take } from './queue-scenes.fixture.ts';
import { message } from './queue.fixture.ts';

describe('the order within a producer', () => {
  const ordered = (calls: Call[], held = EMPTY): string[] =>
    found([declare({ ordered: true }), ...calls], held);

  test('is that of the drain too, on each member by itself', () => {
    const sent = [put('m1'), put('m2')];
    const swapped = [message('m2'), message('m1')];
    expect(ordered(sent, left(...swapped))).toEqual(['fail reordered mq-0: m1']);
    const apart: Held[] = swapped.map((one, n) => ({
      member: `mq-${String(n)}`,
      elements: [one],
      end: 'complete',
    }));
    expect(ordered(sent, apart)).toEqual([]);
  });

  test.each<[string, Partial<DeliveryValue>, Partial<DeliveryValue>]>([
    ['of redeliveries', {}, AGAIN],
    ['where the later one was a redelivery', AGAIN, {}],
    ['between subscriptions', {}, { consumer: 'c1' }],
  ])('is not judged %s', (_what, first, second) => {
    expect(ordered([put('m1'), put('m2'), take('m2', first), take('m1', second)])).toEqual([]);
  });

  test('is not judged between producers and queues, for unknown outcomes, and where two were taken at once', () => {
    const taken = (): Call[] => [take('m2'), take('m1')];
    expect(ordered([put('m1', 'ok', { producer: 'p1' }), put('m2'), ...taken()])).toEqual([]);
    expect(ordered([put('m1', 'info'), put('m2'), ...taken()])).toEqual(['note recovered: m1']);
    expect(ordered([put('m1'), put('m2', 'info'), ...taken()])).toEqual(['note recovered: m2']);
    const other = { queue: 'q1' };
    expect(ordered([put('m1', 'ok', other), put('m2'), take('m2'), take('m1', other)])).toEqual([]);
    const at = { from: 5000, to: 5010 };
    expect(
      ordered([put('m1'), put('m2'), take('m2', {}, at), take('m1', {}, { from: 5010, to: 5020 })]),
    ).toEqual([]);
    const later = { from: 5011, to: 5020 };
    expect(ordered([put('m1'), put('m2'), take('m2', {}, at), take('m1', {}, later)])).toEqual([
      'fail reordered: m1',
    ]);
  });

  test('is not judged for a message that came several times as if for the first time', () => {
    const once = (): Call => take('m1', { acknowledged: 'no', consumer: 'c1' });
    expect(ordered([put('m1'), put('m2'), once(), take('m2'), take('m1')])).toEqual([]);
  });

  test('counts each message that came late', () => {
    const sent = [1, 2, 3, 4, 5].map((n) => put(`m${String(n)}`));
    const { findings } = judge([...sent, ...['m1', 'm5', 'm2', 'm3', 'm4'].map((key) => take(key))], EMPTY);
    expect(findings).toMatchObject([{ kind: 'reordered', count: 3, examples: ['m2', 'm3', 'm4'] }]);
    expect(findings[0]?.message).toBe(
      '3 messages came after a later one of the same producer: m2 of p0 came out of q0 after m5.',
    );
  });
});
