import { describe, expect, test } from '@jest/globals';
import { call } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import { CounterLedger } from './counter-ledger.ts';

const increment = (
  key: string,
  got: unknown,
  { nth = 0, outcome = 'ok', to = 15 }: { nth?: number; outcome?: Call['outcome']; to?: number } = {},
): Call => ({ ...call('increment', key, outcome, { from: 10, to }, { got }), nth });

describe('the ledger of increments', () => {
  test('takes down what each became, and when it was acknowledged', () => {
    const ledger = new CounterLedger();
    const taken = (...given: Parameters<typeof increment>): unknown => {
      const { slot, acknowledgedAt, value, repeated } = ledger.increment(increment(...given)) ?? {};
      return acknowledgedAt === Infinity ? { slot, repeated } : { slot, acknowledgedAt, value, repeated };
    };
    const unknown = { slot: 0, repeated: false };
    expect(taken('c', 1)).toEqual({ slot: 0, acknowledgedAt: 15, value: 1, repeated: false });
    expect(taken('c', 1, { to: 17 })).toEqual({ slot: 0, acknowledgedAt: 17, value: 1, repeated: true });
    expect(taken('d', 1)).toEqual({ slot: 1, acknowledgedAt: 15, value: 1, repeated: false });
    expect(taken('c', undefined, { outcome: 'info' })).toEqual(unknown);
    expect(taken('c', undefined, { outcome: 'open' })).toEqual(unknown);
    expect(taken('c', undefined, { outcome: 'fail' })).toEqual({});
    for (const odd of ['1', 1.5, 2 ** 53]) expect(taken('c', odd)).toEqual(unknown);
    expect([ledger.totals(0), ledger.totals(1), ledger.totals(-1)]).toEqual([
      { acknowledged: 2, possible: 7 },
      { acknowledged: 1, possible: 1 },
      { acknowledged: 0, possible: 0 },
    ]);
  });

  test('says which answers cannot be read, but of those of which the history contradicts itself', () => {
    const ledger = new CounterLedger();
    ledger.increment(increment('c', 'one', { nth: 2 }));
    ledger.increment(increment('d', 'two', { nth: 1 }));
    ledger.increment(increment('e', 'six', { nth: 3 }));
    ledger.end(new Set(['e']));
    const shape =
      'has another shape than its function says: Invalid input: expected number, received string.';
    expect(ledger.values.findings('counter')[0]?.examples).toEqual([
      `The answer to the increment of d ${shape}`,
      `The answer to the increment of c ${shape}`,
    ]);
    expect([ledger.isSuspect('c'), ledger.isSuspect('e')]).toEqual([false, true]);
  });

  test('names counters that can be judged', () => {
    const ledger = new CounterLedger();
    for (const key of ['c', 'd', 'e']) ledger.increment(increment(key, 1));
    expect(ledger.isSuspect('c')).toBe(false);
    ledger.end(new Set(['d']));
    expect([...ledger.names([0, 1])]).toEqual([[0, 'c']]);
  });

  test('has the counters with acknowledged increments in the order of their first ones', () => {
    const ledger = new CounterLedger();
    ledger.increment(increment('c', 1, { nth: 8 }));
    ledger.increment(increment('d', 1, { nth: 5 }));
    ledger.increment(increment('e', 1, { nth: 7 }));
    ledger.increment(increment('e', 2, { nth: 2 }));
    ledger.increment(increment('e', 3, { nth: 9 }));
    ledger.increment(increment('maybe', undefined, { nth: 1, outcome: 'info' }));
    ledger.increment(increment('broken', 1, { nth: 3 }));
    ledger.end(new Set(['broken']));
    expect(ledger.acknowledgedCounters()).toEqual([
      { slot: 2, key: 'e', acknowledged: 3 },
      { slot: 1, key: 'd', acknowledged: 1 },
      { slot: 0, key: 'c', acknowledged: 1 },
    ]);
  });
});
