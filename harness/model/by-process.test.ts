import { describe, expect, test } from '@jest/globals';
import { ByProcess } from './by-process.ts';

describe('what is kept for each process', () => {
  test('is all of it, and nothing else', () => {
    const by = new ByProcess<string>();
    for (const process of [3, -1, 70_000]) by.set(process, `of ${String(process)}`);
    expect(by.values()).toEqual(['of 3', 'of -1', 'of 70000']);
    expect([3, -1, 70_000, 0, 4, -2].map((process) => by.get(process))).toEqual([
      ...['of 3', 'of -1', 'of 70000', undefined, undefined, undefined],
    ]);
    by.set(3, 'another');
    expect(by.values()).toEqual(['another', 'of -1', 'of 70000']);
    for (const process of [4, 5, -1]) by.delete(process);
    expect(by.values()).toEqual(['another', 'of 70000']);
    for (const process of [3, 70_000]) by.delete(process);
    expect(by.values()).toEqual([]);
  });

  test('is found again, whatever its number is', () => {
    const by = new ByProcess<string>();
    const processes = [0, 7, 65_535, 65_536, -1, 2 ** 40];
    for (const process of processes) by.set(process, `of ${String(process)}`);
    for (const process of processes) expect(by.get(process)).toBe(`of ${String(process)}`);
    expect([by.get(1), by.get(65_537), by.get(-2)]).toEqual([undefined, undefined, undefined]);
    expect(by.values().sort()).toEqual(processes.map((process) => `of ${String(process)}`).sort());
    for (const process of [...processes, 1, 3_000_000]) by.delete(process);
    expect(by.values()).toEqual([]);
  });

  test('is let go of one process alone, also where they are looked up in another way', () => {
    for (const process of [0, 65_534, 65_535, 65_536, 65_537]) {
      const by = new ByProcess<number>();
      const others = [-1, 0, 1, 65_534, 65_535, 65_536, 65_537, 65_538].filter((one) => one !== process);
      for (const one of [...others, process]) by.set(one, one);
      by.delete(process);
      expect(by.get(process)).toBeUndefined();
      expect(by.values().sort((a, b) => a - b)).toEqual(others);
    }
  });
});
