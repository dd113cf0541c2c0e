import { describe, expect, test } from '@jest/globals';
import { LinearCache, mix } from './linear-cache.ts';
import { LinearOrder } from './linear-order.ts';

/** The order of operations that may change the state, by when they began and ended. */
function loaded(spans: readonly (readonly [from: number, to: number])[]): LinearOrder {
  const order = new LinearOrder();
  order.load({
    count: spans.length,
    invokedAt: Float64Array.from(spans, ([from]) => from),
    completedAt: Float64Array.from(spans, ([, to]) => to),
    pure: new Uint8Array(spans.length),
  });
  return order;
}

describe('configurations that were met before', () => {
  /** A cache over 64 completed operations, all at once, and two of unknown outcome. */
  function cache(limit = 1000): { cache: LinearCache; placed: Int32Array } {
    const spans = Array.from({ length: 66 }, (_, i) => [0, i < 64 ? 100 : Infinity] as const);
    const placed = new Int32Array(4);
    const made = new LinearCache();
    made.begin(loaded(spans), placed, limit);
    return { cache: made, placed };
  }

  test('are told by their state, their frontier and what is placed', () => {
    const { cache: met, placed } = cache();
    expect(met.add(7, 0, 1)).toBe(true);
    expect(met.add(7, 0, 1)).toBe(false);
    expect(met.add(7, 0, 2)).toBe(true);
    expect(met.add(7, 1, 1)).toBe(true);
    expect(met.add(8, 0, 1)).toBe(true);
    expect(met.compared).toBe(0);
    placed[1] = 1 << 31;
    expect(met.add(7, 0, 1)).toBe(true);
    expect(met.compared).toBe(1);
    expect(met.count).toBe(5);
  });

  test('stand for those that placed more of unknown outcome, and for none that placed less', () => {
    const { cache: met, placed } = cache();
    placed[2] = 1;
    expect(met.add(7, 0, 1)).toBe(true);
    placed[2] = 3;
    expect(met.add(7, 0, 1)).toBe(false);
    placed[2] = 2;
    expect(met.add(7, 0, 1)).toBe(true);
    placed[2] = 0;
    expect(met.add(7, 0, 1)).toBe(true);
    expect([met.count, met.compared]).toEqual([3, 3]);
  });

  test('do not count what lies before the frontier', () => {
    const { cache: met, placed } = cache();
    placed[0] = 5;
    expect(met.add(7, 40, 1)).toBe(true);
    placed[0] = 6;
    expect(met.add(7, 40, 1)).toBe(false);
    placed[1] = 6;
    expect(met.add(7, 40, 1)).toBe(true);
  });

  test('are all kept, however many there are, and full is what was allowed', () => {
    const { cache: met, placed } = cache(9000);
    const all = Array.from({ length: 9000 }, (_, i) => i);
    const add = (i: number): boolean => {
      placed[1] = i;
      return met.add(mix(i), 0, i & 3);
    };
    expect(all.filter((i) => met.full || !add(i))).toEqual([]);
    expect([met.full, met.count]).toEqual([true, 9000]);
    expect(all.filter(add)).toEqual([]);
    expect([met.count, met.compared]).toEqual([9000, 0]);
  });

  test.each([1, 2, 3, 4, 5, 6, 7])('are kept whole where the memory grows: %i words', (words) => {
    for (const unknown of [0, 2]) {
      const count = 32 * (words + unknown);
      const spans = Array.from({ length: count }, (_, i) => [0, i < 32 * words ? 100 : Infinity] as const);
      const met = new LinearCache();
      const placed = new Int32Array(16);
      met.begin(loaded(spans), placed, 10_000);
      const add = (i: number, last: number): boolean => {
        placed.fill(i + 1, 0, words + unknown);
        placed[words + unknown - 1] = last;
        return met.add(mix(i), 0, 1);
      };
      const all = Array.from({ length: 1500 }, (_, i) => i);
      expect(all.filter((i) => !add(i, i + 1))).toEqual([]);
      expect(all.filter((i) => add(i, i + 1))).toEqual([]);
      expect(all.filter((i) => !add(i, 0))).toEqual([]);
    }
  });

  test('are full by their memory too', () => {
    // Of 512 operations that are under way at once a configuration takes 4 + 16 words, where 16 in all are the average.
    const spans = Array.from({ length: 512 }, () => [0, 100] as const);
    const met = new LinearCache();
    met.begin(loaded(spans), new Int32Array(20), 10);
    for (let i = 0; i < 7; i++) {
      expect(met.full).toBe(false);
      expect(met.add(i, 0, 0)).toBe(true);
    }
    expect(met.add(7, 0, 0)).toBe(true);
    expect([met.full, met.count]).toEqual([true, 8]);
  });

  test('take the words of what is placed, and four more', () => {
    // 40 words of completed operations, 9 of those of unknown outcome: 53 for each.
    const spans = Array.from({ length: 1280 + 288 }, (_, i) => [0, i < 1280 ? 100 : Infinity] as const);
    const fullAfter = (limit: number): number => {
      const met = new LinearCache();
      met.begin(loaded(spans), new Int32Array(60), limit);
      for (let i = 0; i < limit; i++) {
        if (met.full) return i;
        met.add(i, 0, 0);
      }
      return limit;
    };
    expect(fullAfter(10)).toBe(3); // 1 + 3 * 53 words are 10 * 16
    expect(fullAfter(20)).toBe(7); // 1 + 6 * 53 are one less than 20 * 16
  });

  test('are compared in full, wherever they lie', () => {
    const { cache: met } = cache();
    const spread = (hash: number, state: number): number => mix(hash ^ Math.imul(state, 0x85eb_ca6b));
    expect(met.add(7, 0, 1)).toBe(true);
    // Another one of the same bucket, and another state with the same hash.
    let other = 8;
    while (((spread(other, 1) ^ spread(7, 1)) & 1023) !== 0) other += 1;
    expect(met.add(other, 0, 1)).toBe(true);
    const same = 7 ^ Math.imul(1, 0x85eb_ca6b) ^ Math.imul(2, 0x85eb_ca6b);
    expect(spread(same, 2)).toBe(spread(7, 1));
    expect(met.add(same, 0, 2)).toBe(true);
    expect([met.add(7, 0, 1), met.add(other, 0, 1), met.add(same, 0, 2)]).toEqual([false, false, false]);
    expect([met.count, met.compared]).toEqual([3, 0]);
  });

  test('are compared over all that is of unknown outcome', () => {
    const spans = Array.from({ length: 110 }, (_, i) => [0, i < 10 ? 100 : Infinity] as const);
    const placed = new Int32Array(8);
    const met = new LinearCache();
    met.begin(loaded(spans), placed, 100);
    for (const [word, bits] of [
      [1, 5],
      [2, 6],
      [3, 9],
    ] as const)
      placed[word] = bits;
    expect(met.add(7, 0, 1)).toBe(true);
    expect(met.add(7, 0, 1)).toBe(false);
    for (const word of [1, 2, 3]) {
      const bits = placed[word] ?? 0;
      placed[word] = 0;
      expect(met.add(7 + word, 0, 1)).toBe(true);
      placed[word] = bits;
      expect(met.add(7 + word, 0, 1)).toBe(false);
    }
    placed[3] = 1;
    expect(met.add(7, 0, 1)).toBe(true);
    expect([met.count, met.compared]).toEqual([5, 1]);
  });

  test('are kept whole where a few of them are more than there was room for', () => {
    // 2000 words of unknown outcome for each; what differs comes last of all.
    const spans = Array.from({ length: 64_001 }, (_, i) => [0, i === 0 ? 100 : Infinity] as const);
    const placed = new Int32Array(2002);
    const met = new LinearCache();
    met.begin(loaded(spans), placed, 1000);
    placed[2000] = 3;
    for (const hash of [7, 8, 9, 10]) expect(met.add(hash, 0, 1)).toBe(true);
    placed[2000] = 1;
    for (const hash of [7, 8, 9, 10]) expect(met.add(hash, 0, 1)).toBe(true);
    for (const hash of [7, 8, 9, 10]) expect(met.add(hash, 0, 1)).toBe(false);
  });

  test('are forgotten with the history', () => {
    const { cache: met, placed } = cache();
    for (let i = 0; i < 2000; i++) met.add(mix(i), 0, i);
    placed[1] = 1;
    met.add(mix(1), 0, 1);
    expect(met.compared).toBe(1);
    met.begin(loaded([[0, 1]]), placed, 1);
    expect([met.count, met.compared, met.full]).toEqual([0, 0, false]);
    placed[1] = 0;
    expect(met.add(mix(1), 0, 1)).toBe(true);
    expect(met.full).toBe(true);
    met.begin(loaded([[0, 1]]), placed, 1);
    expect(met.add(mix(1), 0, 1)).toBe(true);
  });
});

describe('the last step of MurmurHash3', () => {
  test('is what its author published', () => {
    expect([0, 1, 2, 0x1234_5678].map((one) => mix(one) >>> 0)).toEqual([
      0, 0x514e_28b7, 0x30f4_c306, 0xe37c_d1bc,
    ]);
  });
});
