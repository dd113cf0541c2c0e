import { describe, expect, test } from '@jest/globals';
import { KeyTable } from './key-table.ts';

describe('keys whose numbers lie far apart', () => {
  /** So many keys, each so far from the one before it that no two of them lie in one piece. */
  function spread(count: number): { table: KeyTable; key: (i: number) => string } {
    const table = new KeyTable();
    const key = (i: number): string => `k${String(i * 4096 + 1)}`;
    for (let i = 0; i < count; i++) table.add(key(i));
    return { table, key };
  }

  test('are all found, under their own slots and names, those of pieces and those that are alone', () => {
    const { table, key } = spread(5000);
    expect(table.size).toBe(5000);
    for (const i of [0, 1, 4095, 4096, 4097, 4098, 4999]) {
      expect([i, table.find(key(i))]).toEqual([i, i]);
      expect(table.add(key(i))).toBe(i);
      expect([...table.names([i])]).toEqual([[i, key(i)]]);
    }
    expect(table.find('k2')).toBe(-1);
    expect(table.find(`k${String(4999 * 4096)}`)).toBe(-1);
    expect(table.find(`m${String(1)}`)).toBe(-1);
    expect(table.size).toBe(5000);
  });

  test('are kept one by one beyond a certain number, however few there are', () => {
    const table = new KeyTable();
    const far = [2 ** 32, 2 ** 32 + 1, 2 ** 40, 999_999_999_999_999];
    far.forEach((number, i) => {
      expect(table.addNumbered('k', number)).toBe(i);
    });
    expect(far.map((number) => table.findNumbered('k', number))).toEqual([0, 1, 2, 3]);
    expect(table.findNumbered('k', 2 ** 32 + 2)).toBe(-1);
    expect([...table.names([3, 0])].sort(([a], [b]) => a - b)).toEqual([
      [0, 'k4294967296'],
      [3, 'k999999999999999'],
    ]);
  });

  test('are told from those of other families, and from whole keys', () => {
    const table = new KeyTable();
    const keys = ['a1', 'b1', 'a', 'b', 'a2', '1', 'b2', 'c', 'a1025'];
    expect(keys.map((key) => table.add(key))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(keys.map((key) => table.find(key))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...table.names([8, 2, 6])].sort(([a], [b]) => a - b)).toEqual([
      [2, 'a'],
      [6, 'b2'],
      [8, 'a1025'],
    ]);
    expect(table.names([]).size).toBe(0);
    expect(table.names([99]).size).toBe(0);
    expect(['c1', 'd', 'a1026', 'a3'].map((key) => table.find(key))).toEqual([-1, -1, -1, -1]);
  });

  test('are told from names that are the same but for the number', () => {
    const table = new KeyTable();
    expect(['name', 'name0', 'x0', 'x'].map((key) => table.add(key))).toEqual([0, 1, 2, 3]);
    expect(['name', 'name0', 'x0', 'x'].map((key) => table.find(key))).toEqual([0, 1, 2, 3]);
  });
});
