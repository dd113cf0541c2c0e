import { describe, expect, test } from '@jest/globals';
import { times } from './columns.ts';

const NARROW = 4 * 16_384;
const WIDE = 8 * 16_384;
const HALF_AN_HOUR = 1_800_000;

/** What a column of these times takes, which it keeps exactly. */
function taken(...values: number[]): number {
  const column = times();
  values.forEach((value, slot) => {
    column.set(slot, value);
  });
  values.forEach((value, slot) => {
    expect([slot, column.get(slot)]).toEqual([slot, value]);
  });
  expect(column.get(values.length)).toBe(0);
  return column.byteLength;
}

describe('a column of times', () => {
  test('takes nothing while nothing is set', () => {
    expect(taken()).toBe(0);
  });

  test.each<[string, number[]]>([
    ['in order', [1000, 1000.001, 1000.002, 2_000_000]],
    ['that never came', [1000, Infinity, Infinity]],
    ['of which the first never came', [Infinity, 1000]],
    ['half an hour before the first', [36_000_000, 36_000_000 - HALF_AN_HOUR]],
    ['before the first, since the beginning', [60_000, 0.001, 0]],
    ['from the beginning on', [0, 0.001, 4_294_967.293]],
    ['an hour after the first', [36_000_000, 36_000_000 + 2_400_000]],
  ])('takes four bytes for each of times %s', (_what, values) => {
    expect(taken(...values)).toBe(NARROW);
  });

  test.each<[string, number[]]>([
    ['more than half an hour before the first', [36_000_000, 36_000_000 - HALF_AN_HOUR - 0.001]],
    ['more than an hour after the first', [0, 4_294_967.294]],
    ['far after the first', [0, 1000, 1e9, 5]],
    ['finer than microseconds', [1000, 1000.0005, Infinity, 7]],
    ['below zero', [1000, -5]],
  ])('takes eight where some are %s', (_what, values) => {
    expect(taken(...values)).toBe(WIDE);
  });

  test('has pieces of which each counts from its own first', () => {
    const column = times();
    const far = 200_000;
    column.set(far, 9e9);
    column.set(0, 1000);
    column.set(16_384, 5e9);
    expect([0, 1, 16_384, far, far + 1].map((slot) => column.get(slot))).toEqual([1000, 0, 5e9, 9e9, 0]);
    expect(column.byteLength).toBe(3 * NARROW);
  });
});
