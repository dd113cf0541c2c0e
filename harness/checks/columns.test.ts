import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bytes, counts, times } from './columns.ts';
import { DigestColumn } from './digest-column.ts';
import { Latencies } from './latencies.ts';
import { NumberList } from './number-list.ts';
import { ValueSet } from './value-set.ts';

const slot = fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 100_000 }));

describe('columns', () => {
  test('keep what was set, and 0 elsewhere', () => {
    for (const column of [bytes(), counts()]) {
      column.set(70_000, 9);
      column.set(3, 255);
      expect([3, 70_000, 0, 70_001, 999_999].map((at) => column.get(at))).toEqual([255, 9, 0, 0, 0]);
    }
  });

  test('keep every time exactly', () => {
    const time = fc.oneof(
      fc.nat({ max: 10_000_000 }).map((micros) => micros / 1000),
      fc.double({ noNaN: true }),
      fc.constantFrom(0, Infinity, -5, 2 ** 33 / 1000, 1e9, 0.001),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(slot, time)), (entries) => {
        const column = times();
        for (const [at, value] of entries) column.set(at, value);
        const last = new Map(entries);
        for (const [at, value] of last) expect(column.get(at) + 0).toBe(value + 0);
        expect(column.get(100_001)).toBe(0);
      }),
    );
  });

  test('keep digests as bytes, and what is none as it is', () => {
    const column = new DigestColumn();
    const [one, other] = ['ab'.repeat(32), `${'ab'.repeat(31)}ac`];
    column.set(0, one);
    column.set(20_000, 'none');
    expect([column.is(0, one), column.is(0, other), column.is(0, 'none'), column.is(1, one)]).toEqual([
      ...[true, false, false, false],
    ]);
    expect([column.is(20_000, 'none'), column.is(20_000, one), column.is(90_000, 'none')]).toEqual([
      ...[true, false, false],
    ]);
    column.set(20_000, other);
    expect([column.is(20_000, other), column.is(20_000, 'none')]).toEqual([true, false]);
  });
});

describe('values that were seen', () => {
  test('are told from those that were not', () => {
    const value = fc.oneof(fc.nat({ max: 50 }), fc.nat(), fc.maxSafeInteger());
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const seen = new ValueSet();
        values.forEach((one, i) => {
          expect(seen.add(one)).toBe(values.indexOf(one) < i);
        });
      }),
    );
  });
});

describe('latencies', () => {
  const byRank = (values: readonly number[], quantile: number): number => {
    const sorted = values.toSorted((a, b) => a - b);
    return Math.round((sorted[Math.ceil(quantile * sorted.length) - 1] ?? 0) * 1000) / 1000 + 0;
  };
  const quantilesOf = (values: readonly number[]): ReturnType<Latencies['quantiles']> => {
    const latencies = new Latencies();
    for (const value of values) latencies.add(value);
    return latencies.quantiles();
  };

  test('have exact quantiles by nearest rank, however many there are and however long they are', () => {
    const latency = fc.oneof(
      fc.nat({ max: 3000 }).map((micros) => micros / 1000),
      fc.double({ min: -5, max: 90_000, noNaN: true }),
    );
    const some = fc.array(latency, { minLength: 1, maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(some, fc.constantFrom(1, 1, 200), (few, times) => {
        const values = Array.from({ length: times }, () => few).flat();
        expect(quantilesOf(values)).toEqual({
          ...{ p50: byRank(values, 0.5), p95: byRank(values, 0.95) },
          ...{ p99: byRank(values, 0.99), max: byRank(values, 1) },
        });
      }),
    );
  });

  test('have none where there are none', () => {
    expect(quantilesOf([])).toBeNull();
  });
});

describe('a list of numbers', () => {
  const listOf = (values: readonly number[]): NumberList => {
    const list = new NumberList();
    for (const value of values) list.push(value);
    return list;
  };
  const valuesOf = (list: NumberList): number[] => Array.from({ length: list.length }, (_, i) => list.at(i));

  test('is sorted by another one, equals in their order, in order or not', () => {
    const time = fc.oneof(fc.nat({ max: 20 }), fc.double({ noNaN: true, min: -1e6, max: 1e6 }));
    fc.assert(
      fc.property(fc.array(time, { maxLength: 300, size: 'max' }), fc.boolean(), (times, nearly) => {
        const given = nearly ? times.toSorted((a, b) => a - b) : times;
        const indices = listOf([...given.keys()]);
        indices.sortBy(listOf(given));
        expect(valuesOf(indices)).toEqual(
          [...given.keys()].sort((a, b) => (given[a] ?? 0) - (given[b] ?? 0) || a - b),
        );
      }),
    );
  });

  test('keeps what is at some indices', () => {
    const list = listOf([10, 11, 12, 13, 14]);
    list.keep(listOf([1, 4]));
    expect(valuesOf(list)).toEqual([11, 14]);
    list.clear();
    list.push(7);
    expect(valuesOf(list)).toEqual([7]);
  });
});
