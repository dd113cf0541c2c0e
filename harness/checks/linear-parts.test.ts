import { describe, expect, test } from '@jest/globals';
import { internedModel, REFUSED } from './linear-model.ts';
import { LinearOrder, NO_TWIN, type LinearHistory } from './linear-order.ts';

/** A history in columns that are longer than it is. */
function history(spans: readonly (readonly [from: number, to: number, pure?: 'read'])[]): LinearHistory {
  const padded = [...spans, [0, 0] as const];
  return {
    count: spans.length,
    invokedAt: Float64Array.from(padded, ([from]) => from),
    completedAt: Float64Array.from(padded, ([, to]) => to),
    pure: Uint8Array.from(padded, ([, , pure]) => (pure === 'read' ? 1 : 0)),
  };
}

function loaded(spans: Parameters<typeof history>[0], order = new LinearOrder()): LinearOrder {
  order.load(history(spans));
  return order;
}

/** The operations of a list, as indices in the history. */
function listed(order: LinearOrder, head: number): number[] {
  const found: number[] = [];
  for (let node = order.next[head] ?? 0; order.invokedAt[node] !== Infinity; node = order.next[node] ?? 0) {
    expect(order.next[order.previous[node] ?? 0]).toBe(node);
    found.push(order.operation[node] ?? -1);
  }
  return found;
}

describe('the order in which a search goes through a history', () => {
  const SPANS = [
    [0, 9],
    [1, 4, 'read'],
    [4, Infinity],
    [3, Infinity, 'read'],
    [8, 10, 'read'],
    [5, 6],
    [2, Infinity],
  ] as const;

  test('has completed operations by their returns, then those of unknown outcome by their invocations', () => {
    const order = loaded(SPANS);
    expect([order.completed, order.unknownFrom, order.pureHead]).toEqual([4, 32, 34]);
    expect([order.effectHead, order.unknownHead]).toEqual([35, 36]);
    expect([...order.operation.slice(0, 4)]).toEqual([1, 5, 0, 4]);
    expect([...order.completedAt.slice(0, 4)]).toEqual([4, 6, 9, 10]);
    expect([...order.operation.slice(32, 34)]).toEqual([6, 2]);
  });

  test('lists what is left by invocation: reads, what may change the state, what is unknown and may', () => {
    const order = loaded(SPANS);
    expect(listed(order, order.pureHead)).toEqual([1, 4]);
    expect(listed(order, order.effectHead)).toEqual([0, 5]);
    expect(listed(order, order.unknownHead)).toEqual([6, 2]);
  });

  test('says how far what is placed can reach while something is not', () => {
    // Returns at 4, 6, 9, 10; by 4 all but the last two were invoked, by 6 all but the last, by 9 all.
    expect([...loaded(SPANS).reach.slice(0, 4)]).toEqual([2, 2, 3, 3]);
    expect([
      ...loaded([
        [0, 1],
        [1, 2],
        [3, 4],
      ]).reach.slice(0, 3),
    ]).toEqual([1, 1, 2]);
  });

  test('is told by completed operations alone, however many others there are', () => {
    const unknown = [1, 2, 3].map((from) => [from, Infinity] as const);
    expect(loaded([[0, 9], ...unknown]).reach[0]).toBe(0);
  });

  test('has of each operation of unknown outcome the last one before it that does the same', () => {
    const order = new LinearOrder();
    const times = [0, Infinity, Infinity, Infinity, Infinity].map((to, from) => [from, to] as const);
    const twins = (groups: string): number[] => {
      order.load(history(times), { alike: (one, other) => groups[one] === groups[other] });
      return [...order.twin.slice(32, 36)];
    };
    expect(twins('-abcd')).toEqual([NO_TWIN, NO_TWIN, NO_TWIN, NO_TWIN]);
    expect(twins('aaaaa')).toEqual([NO_TWIN, 32, 33, 34]);
    expect(twins('-abba')).toEqual([NO_TWIN, NO_TWIN, 33, 32]);
    expect(NO_TWIN).toBeLessThan(0); // no node, however few there are
    order.load(history(times));
    expect([...order.twin.slice(32, 36)]).toEqual([NO_TWIN, NO_TWIN, NO_TWIN, NO_TWIN]);
  });

  test('goes back 256 operations of unknown outcome for one that does the same, and no farther', () => {
    const order = new LinearOrder();
    const times = Array.from({ length: 258 }, (_, from) => [from, Infinity] as const);
    const last = (first: number): number | undefined => {
      order.load(history(times), { alike: (one, other) => one === first && other === 257 });
      return order.twin[257];
    };
    expect([0, 1, 2].map(last)).toEqual([NO_TWIN, 1, 2]);
  });

  test('is right for one history after the other, however long', () => {
    const order = new LinearOrder();
    const long = Array.from({ length: 100 }, (_, i) => [i, i + 0.5] as const);
    loaded(long, order);
    const [invokedAt] = [order.invokedAt];
    expect(loaded(SPANS, order).invokedAt).toBe(invokedAt);
    expect(listed(order, order.effectHead)).toEqual([0, 5]);
    expect(loaded(long, order).operation.length).toBeGreaterThanOrEqual(136);
    expect(listed(order, order.effectHead)).toEqual(long.map((_, i) => i));
    expect([order.completed, order.unknownFrom]).toEqual([100, 128]);
    expect(loaded(long.slice(0, 32), order).unknownFrom).toBe(32);
  });

  test('is the same where nothing comes in order, equals as they were', () => {
    const backwards = Array.from({ length: 400 }, (_, i) => [0, 1000 - (i >> 1)] as const);
    const order = loaded(backwards);
    const expected = [...backwards.keys()].sort(
      (a, b) => (backwards[a]?.[1] ?? 0) - (backwards[b]?.[1] ?? 0) || a - b,
    );
    expect([...order.operation.slice(0, 400)]).toEqual(expected);
    expect(listed(order, order.effectHead)).toEqual(expected);
  });
});

describe('the states of a model that are numbered', () => {
  test('are numbered as they are met, equal ones alike', () => {
    const model = internedModel<string[], string>(
      {
        initial: [],
        key: (state) => state.join(),
        step: (state, one) => (one === 'no' ? undefined : one === 'clear' ? [] : [...state, one]),
      },
      ['a', 'b', 'no', 'clear'],
    );
    expect(model.initial).toBe(0);
    expect([0, 1, 3, 2].map((operation) => model.step(0, operation))).toEqual([1, 2, 0, REFUSED]);
    expect([0, 1].map((operation) => model.step(1, operation))).toEqual([3, 4]);
    expect(model.step(4, 3)).toBe(0);
    expect(model.step(0, 1)).toBe(2);
    expect(model.step(3, 2)).toBe(REFUSED);
    expect(REFUSED).toBe(-(2 ** 31)); // a 32-bit integer, as states are
  });

  test('has operations that do the same where the model says so, and none where it does not say', () => {
    const model = { initial: '', key: (state: string) => state, step: (_: string, one: string) => one };
    const alike = (one: string, other: string): boolean => one.startsWith(other);
    expect(internedModel(model, ['a', 'a']).alike?.(0, 1)).toBe(false);
    const telling = internedModel({ ...model, alike }, ['a', 'ab']);
    expect([telling.alike?.(0, 1), telling.alike?.(1, 0)]).toEqual([false, true]);
  });
});
