import { describe, expect, test } from '@jest/globals';
import { Latencies } from './latencies.ts';

/** So many of each value, one value after the other. */
function latenciesOf(...values: [value: number, times: number][]): Latencies {
  const latencies = new Latencies();
  for (const [value, times] of values) for (let i = 0; i < times; i++) latencies.add(value);
  return latencies;
}
const quantilesOf = (...values: [number, number][]): unknown => latenciesOf(...values).quantiles();

describe('latencies', () => {
  test('have quantiles by nearest rank, in whatever order they come', () => {
    expect(quantilesOf()).toBeNull();
    expect(quantilesOf([7, 1])).toEqual({ p50: 7, p95: 7, p99: 7, max: 7 });
    expect(quantilesOf([30, 1], [10, 1], [20, 1])).toEqual({ p50: 20, p95: 30, p99: 30, max: 30 });
    expect(quantilesOf([4, 1], [3, 4], [2, 45], [1, 50])).toEqual({ p50: 1, p95: 2, p99: 3, max: 4 });
  });

  test('are told to the microsecond, and never as less than nothing where they are nothing', () => {
    expect(quantilesOf([1.2344, 1])).toMatchObject({ max: 1.234 });
    expect(quantilesOf([1.2346, 1])).toMatchObject({ max: 1.235 });
    expect(quantilesOf([-0.0001, 1])).toEqual({ p50: 0, p95: 0, p99: 0, max: 0 });
  });

  test('are kept one by one while they are few or long, and counted once they are many', () => {
    expect(latenciesOf([1, 4095]).kept).toBe(4095);
    expect(latenciesOf([1, 4096]).kept).toBe(0);
    expect(latenciesOf([1, 5000]).kept).toBe(0);
    expect(latenciesOf([1, 4000], [2000, 90], [-1, 6], [2000, 3], [-1, 4])).toMatchObject({
      ...{ kept: 103, size: 4103 },
    });
  });

  test('are in order where some are counted and others are not', () => {
    expect(quantilesOf([10, 4096], [1, 5000])).toEqual({ p50: 1, p95: 10, p99: 10, max: 10 });
    expect(quantilesOf([2, 4096], [-1, 5000])).toEqual({ p50: -1, p95: 2, p99: 2, max: 2 });
    expect(quantilesOf([-1, 5000], [2, 4096])).toEqual({ p50: -1, p95: 2, p99: 2, max: 2 });
    expect(quantilesOf([2, 4096], [3000, 4], [-1, 9])).toEqual({ p50: 2, p95: 2, p99: 2, max: 3000 });
    expect(quantilesOf([2000, 100], [2, 4096])).toEqual({ p50: 2, p95: 2, p99: 2000, max: 2000 });
    expect(quantilesOf([0, 5000])).toEqual({ p50: 0, p95: 0, p99: 0, max: 0 });
    expect(quantilesOf([2, 4096], [0, 5000])).toEqual({ p50: 0, p95: 2, p99: 2, max: 2 });
    expect(quantilesOf([0, 4000], [2, 96], [3, 4000])).toEqual({ p50: 2, p95: 3, p99: 3, max: 3 });
  });

  test('are not lost where as many are long as are few', () => {
    expect(quantilesOf([1, 4096], [2000, 4096])).toEqual({ p50: 1, p95: 2000, p99: 2000, max: 2000 });
  });

  test.each([1048.575, 1048.576, 1048.577])('of %s ms are long or counted, and never lost', (long) => {
    expect(quantilesOf([1, 4096], [long, 1])).toMatchObject({ p50: 1, max: long });
    expect(quantilesOf([long, 1], [1, 4096])).toMatchObject({ p50: 1, max: long });
  });
});
