import { describe, expect, test } from '@jest/globals';
import { Earliest, Kept, SetTally } from './set-tally.ts';

describe('the tally of a set', () => {
  test('counts each key once for each anomaly, whoever shows it', () => {
    const tally = new SetTally();
    tally.add('lost', 3);
    tally.add('lost', 3);
    tally.add('corrupted', 3);
    tally.add('lost', 0);
    expect(tally.total('lost')).toBe(2);
    expect(tally.total('corrupted')).toBe(1);
    expect(tally.total('duplicated')).toBe(0);
  });

  test('tells keys without a slot apart by their names', () => {
    const tally = new SetTally();
    for (const key of ['x', 'y', 'x']) tally.add('unexpected', -1, key);
    tally.add('duplicated', -1, 'x');
    tally.add('unexpected', 0, 'x');
    tally.add('lost', 0);
    expect(tally.total('unexpected')).toBe(3);
    expect(tally.total('duplicated')).toBe(1);
    expect(tally.total('lost')).toBe(1);
  });
});

describe('the keys of one anomaly', () => {
  test('are counted, and the first ten of them kept', () => {
    const kept = new Kept();
    const asked: number[] = [];
    for (let i = 0; i < 12; i++) {
      kept.add(() => {
        asked.push(i);
        return `k${String(i)}`;
      });
    }
    expect(kept.count).toBe(12);
    expect(kept.examples).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => `k${String(i)}`));
    expect(asked).toHaveLength(10);
  });

  test('are kept by what comes first, whatever the order of their slots', () => {
    const earliest = new Earliest();
    const nth = [50, 10, 40, 10, 30, 90, 80, 70, 60, 20, 100, 55, 5, 90];
    nth.forEach((one, slot) => {
      earliest.add(slot, one);
    });
    expect(earliest.count).toBe(14);
    // By what they are sorted: 5, 10, 10, 20, 30, 40, 50, 55, 60, 70.
    expect(earliest.slots()).toEqual([12, 1, 3, 9, 4, 2, 0, 11, 8, 7]);
    expect(new Earliest().slots()).toEqual([]);
  });
});
