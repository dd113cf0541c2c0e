import { describe, expect, test } from '@jest/globals';
import { content, found, put, read, remove } from './object-scenes.fixture.ts';

/** Four puts; the last to be acknowledged was invoked before the one before it. */
const PUTS = [
  put('v1', { from: 1, to: 7 }),
  put('v2', { from: 2, to: 8 }),
  put('v3', { from: 10, to: 12 }),
  put('v4', { from: 5, to: 20 }),
];

describe('the history of an object', () => {
  test('knows the last invocation among its writes, whichever of them ended last', () => {
    for (const version of ['v1', 'v2']) {
      expect(found([...PUTS, read(content(version), { from: 30 })])).toEqual(['fail stale: a']);
    }
    for (const version of ['v3', 'v4']) {
      expect(found([...PUTS, read(content(version), { from: 30 })])).toEqual([]);
    }
  });

  test('knows a deletion for the latest write as long as no other one is certainly later', () => {
    const deleted = [...PUTS, remove({ from: 6, to: 25 })];
    expect(found([...deleted, read(null, { from: 30 })])).toEqual([]);
    expect(found([...deleted, put('v5', { from: 26 }), read(null, { from: 40 })])).toEqual(['fail stale: a']);
  });
});
