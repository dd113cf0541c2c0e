import { describe, expect, test } from '@jest/globals';
import type { Place } from './anomalies.ts';
import { PendingIncrements, PendingReads } from './counter-pending.ts';
import type { NumberList } from './number-list.ts';

const valuesOf = (list: NumberList): number[] => Array.from({ length: list.length }, (_, i) => list.at(i));

describe('increments that are not behind yet', () => {
  const pending = (): PendingIncrements => {
    const increments = new PendingIncrements();
    increments.add(7, 20, 30, 1);
    increments.add(8, 10, 20, 2);
    increments.add(9, 15, Infinity, 3);
    return increments;
  };

  test('begin and end in the order of time, from one time on and before another', () => {
    const increments = pending();
    increments.look(-Infinity, Infinity);
    expect(valuesOf(increments.beginning)).toEqual([1, 2, 0]);
    expect(valuesOf(increments.ending)).toEqual([1, 0]);
    increments.look(10, 20);
    expect([valuesOf(increments.beginning), valuesOf(increments.ending)]).toEqual([[1, 2], []]);
    increments.look(20, 30);
    expect([valuesOf(increments.beginning), valuesOf(increments.ending)]).toEqual([[0], [1]]);
  });

  test.each([
    [15, [7, 8, 9]],
    [16, [7, 8]],
    [20, [7, 8]],
    [21, [7]],
    [30, [7]],
    [31, []],
  ])('are, at %s, those of %j', (before, slots) => {
    const increments = pending();
    increments.drop(before);
    expect(valuesOf(increments.slots)).toEqual(slots);
    const all = { 7: [20, 30, 1], 8: [10, 20, 2], 9: [15, Infinity, 3] } as Record<number, number[]>;
    slots.forEach((slot, i) => {
      const { from, to, values, floors } = increments;
      expect([from.at(i), to.at(i), values.at(i)]).toEqual(all[slot]);
      expect(floors.length).toBe(slots.length);
    });
  });
});

describe('reads that are not behind yet', () => {
  const place = (member: string): Place => ({ member, role: 'follower' });

  /** Three reads: of two counters, of none, and of one. */
  const pending = (): PendingReads => {
    const reads = new PendingReads();
    const put = (slot: number, value: number): void => {
      reads.slots.push(slot);
      reads.values.push(value);
    };
    reads.add(place('db-0'), 10, 30);
    put(0, 5);
    put(1, 6);
    reads.add(place('db-1'), 11, 20);
    reads.add(place('db-2'), 12, 40);
    put(1, 7);
    return reads;
  };

  /** Each read: the member, when it was asked, and what it returned. */
  const told = (reads: PendingReads): unknown[] =>
    reads.places.map((one, i) => {
      const returned: unknown[] = [];
      for (let at = reads.begins.at(i); at < reads.end(i); at++) {
        returned.push([reads.slots.at(at), reads.values.at(at)]);
      }
      return [one?.member, reads.from.at(i), reads.to.at(i), returned];
    });

  const FIRST = [
    'db-0',
    10,
    30,
    [
      [0, 5],
      [1, 6],
    ],
  ];
  const SECOND = ['db-1', 11, 20, []];
  const THIRD = ['db-2', 12, 40, [[1, 7]]];

  test.each([
    [20, [FIRST, SECOND, THIRD]],
    [21, [FIRST, THIRD]],
    [31, [THIRD]],
    [41, []],
  ])('are, at %s, with what they returned', (before, left) => {
    const reads = pending();
    reads.drop(before);
    expect(told(reads)).toEqual(left);
    const { known, from, to, begins } = reads;
    for (const { length } of [known, from, to, begins]) expect(length).toBe(left.length);
    reads.add(place('db-3'), 50, 60);
    reads.slots.push(9);
    reads.values.push(1);
    reads.drop(42);
    expect(told(reads)).toEqual([['db-3', 50, 60, [[9, 1]]]]);
  });

  test('keep what was known when they were asked for', () => {
    const reads = pending();
    const known = { place: place('db-2'), floors: [1], shown: [2] };
    reads.known[2] = known;
    reads.drop(31);
    expect(reads.known).toEqual([known]);
  });
});
