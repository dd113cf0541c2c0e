import { describe, expect, test } from '@jest/globals';
import { meetsLimit, type BenchRow } from './bench-row.ts';

describe('a measured number', () => {
  const row = (value: number, limit?: BenchRow['limit']): BenchRow => ({
    ...{ bench: 'b', what: 'w', value, unit: 's' },
    ...(limit === undefined ? {} : { limit }),
  });

  test.each<[number, BenchRow['limit'], boolean]>([
    [11, undefined, true],
    [10, { value: 10, kind: 'at most' }, true],
    [10.01, { value: 10, kind: 'at most' }, false],
    [10, { value: 10, kind: 'at least' }, true],
    [9.99, { value: 10, kind: 'at least' }, false],
    [NaN, { value: 10, kind: 'at most' }, false],
  ])('%d meets %j: %s', (value, limit, met) => {
    expect(meetsLimit(row(value, limit))).toBe(met);
  });
});
