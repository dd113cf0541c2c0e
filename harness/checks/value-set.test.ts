import { describe, expect, test } from '@jest/globals';
import { ValueSet } from './value-set.ts';

const FAR = [2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 40, Number.MAX_SAFE_INTEGER];
const BELOW = [-1, -32, -1024, -(2 ** 31), -(2 ** 32), -(2 ** 32) + 1, -(2 ** 40)];

describe('values that were seen', () => {
  test('are each told from all others', () => {
    const values = [...Array.from({ length: 2100 }, (_, i) => i), ...FAR, ...BELOW];
    const seen = new ValueSet();
    expect(values.filter((value) => seen.add(value))).toEqual([]);
    expect(values.filter((value) => !seen.add(value))).toEqual([]);
    expect([2100, 3, 2 ** 33, -2].map((value) => seen.add(value))).toEqual([false, true, false, false]);
  });

  test('are there from the first time on', () => {
    for (const value of [0, 31, 32, 1023, 1024, ...FAR, ...BELOW]) {
      const seen = new ValueSet();
      expect([1, 2, 3].map(() => seen.add(value))).toEqual([false, true, true]);
    }
  });
});
