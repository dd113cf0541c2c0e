import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KeyTable } from './key-table.ts';

const key = fc.oneof(
  fc
    .tuple(fc.constantFrom('k', 'c', '', 'k0'), fc.nat({ max: 5000 }))
    .map(([prefix, n]) => prefix + String(n)),
  fc.tuple(fc.constantFrom('k', 'x'), fc.maxSafeInteger()).map(([prefix, n]) => prefix + String(n)),
  fc.string({ maxLength: 3 }),
);

describe('the slots of keys', () => {
  test('are given in the order in which keys come, one for each', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 200, size: 'max' }), (keys) => {
        const table = new KeyTable();
        const distinct = [...new Set(keys)];
        for (const one of keys) expect(table.add(one)).toBe(distinct.indexOf(one));
        expect(table.size).toBe(distinct.length);
        for (const one of keys) expect(table.find(one)).toBe(distinct.indexOf(one));
        const names = table.names(distinct.keys());
        expect([...names].sort(([a], [b]) => a - b).map(([, name]) => name)).toEqual(distinct);
      }),
    );
  });

  test('are found by prefix and number', () => {
    const table = new KeyTable();
    table.add('k17');
    expect(table.addNumbered('k', 18)).toBe(1);
    expect([table.findNumbered('k', 17), table.find('k18')]).toEqual([0, 1]);
    expect(table.addNumbered('k', -1)).toBe(2);
    expect([table.find('k'), table.find('k19'), table.find('l17'), table.find('none')]).toEqual([
      2, -1, -1, -1,
    ]);
  });

  test('are given to numbers however far they are apart, and many of them', () => {
    const table = new KeyTable();
    const apart = (i: number): string => `k${String(i * 1_000_003)}`;
    for (let i = 0; i < 20_000; i++) expect(table.add(apart(i))).toBe(i);
    for (let i = 0; i < 20_000; i += 7) expect(table.find(apart(i))).toBe(i);
    expect(table.find('k1000004')).toBe(-1);
    expect(table.names([19_999])).toEqual(new Map([[19_999, apart(19_999)]]));
  });

  test('tells the names of the slots that are asked for, and of no others', () => {
    const keys = new KeyTable();
    const all = ['k1', 'name', 'k9000000000001', 'k9000000000002', 'k2', 'other'];
    for (const key of all) keys.add(key);
    for (const [slot, key] of all.entries()) expect([...keys.names([slot])]).toEqual([[slot, key]]);
    expect([...keys.names([])]).toEqual([]);
    expect(keys.names([0, 1, 2, 3, 4, 5]).size).toBe(6);
  });
});
