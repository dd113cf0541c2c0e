import { describe, expect, test } from '@jest/globals';
import { NumberList } from './number-list.ts';

const listOf = (values: readonly number[]): NumberList => {
  const list = new NumberList();
  for (const value of values) list.push(value);
  return list;
};
const valuesOf = (list: NumberList): number[] => Array.from({ length: list.length }, (_, i) => list.at(i));
const upTo = (length: number): number[] => Array.from({ length }, (_, i) => i);

/** A list that counts how often it is looked at. */
class Watched extends NumberList {
  looks = 0;

  override at(index: number): number {
    this.looks += 1;
    return super.at(index);
  }
}

/** How often a list of so many times is looked at to sort their indices, and what comes of it. */
function sorting(times: readonly number[]): { sorted: number[]; looks: number } {
  const watched = new Watched();
  for (const time of times) watched.push(time);
  const indices = listOf(upTo(times.length));
  indices.sortBy(watched);
  return { sorted: valuesOf(indices), looks: watched.looks };
}

describe('a list of numbers', () => {
  test('grows as it is filled', () => {
    expect(valuesOf(listOf(upTo(1000)))).toEqual(upTo(1000));
    expect(listOf([1]).at(5000)).toBe(0);
  });

  test('is changed in its places', () => {
    const list = listOf([1, 2, 3]);
    list.set(1, 9);
    expect(valuesOf(list)).toEqual([1, 9, 3]);
  });

  test('keeps what is at some indices', () => {
    const list = listOf([5, 6, 7, 8]);
    list.keep(listOf([1, 3]));
    expect(valuesOf(list)).toEqual([6, 8]);
    list.clear();
    expect(list.length).toBe(0);
  });

  test('is sorted by another one, equals in their given order', () => {
    const times = listOf([30, 10, 20, 10, 0]);
    const sorted = (indices: readonly number[]): number[] => {
      const list = listOf(indices);
      list.sortBy(times);
      return valuesOf(list);
    };
    expect(sorted([])).toEqual([]);
    expect(sorted([0, 1, 2, 3, 4])).toEqual([4, 1, 3, 2, 0]);
    expect(sorted([3, 2, 1])).toEqual([3, 1, 2]);
    expect(sorted([1, 2, 0])).toEqual([1, 2, 0]);
  });

  test('is sorted as far as it goes, whatever it held before', () => {
    const list = listOf([0, 1, 2, 3]);
    list.clear();
    list.push(2);
    list.push(1);
    list.sortBy(listOf([0, 5, 7, 0]));
    expect(valuesOf(list)).toEqual([1, 2]);
    expect(list.at(2)).toBe(2);
  });

  test('is sorted with few looks where it is nearly in order', () => {
    const swapped = upTo(1000).map((i) => i ^ 1);
    const { sorted, looks } = sorting(swapped);
    expect(sorted).toEqual(swapped);
    expect(looks).toBeLessThan(4_000);
  });

  test('is sorted with not too many looks where it is in no order at all', () => {
    const { sorted, looks } = sorting(upTo(1000).toReversed());
    expect(sorted).toEqual(upTo(1000).toReversed());
    expect(looks).toBeLessThan(60_000);
  });

  test('has equals in their given order where it is in no order at all', () => {
    const times = upTo(1000).map((i) => -Math.floor(i / 2));
    expect(sorting(times).sorted).toEqual(upTo(1000).map((i) => 998 - 2 * Math.floor(i / 2) + (i % 2)));
  });
});
