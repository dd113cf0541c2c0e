import { describe, expect, test } from '@jest/globals';
import { call } from './asked.fixture.ts';
import { bare, content, found, judge, list, payload, put, read, remove } from './object-scenes.fixture.ts';

// A put that began at 10 came to its end at 15.
const FIRST = put('v1', { from: 10 });
const SECOND = put('v2', { from: 20 });
const DELETED = remove({ from: 30 });

describe('the objects judge, of reads under load', () => {
  test('finds one that came back with what an acknowledged put had taken the place of', () => {
    expect(found([FIRST, SECOND, read(content('v1'), { from: 26 }, 's-1')])).toEqual(['fail stale s-1: a']);
    const { findings, data } = judge([
      FIRST,
      SECOND,
      read(content('v1'), { from: 26 }),
      read(null, { from: 40 }),
    ]);
    expect(findings).toMatchObject([{ kind: 'stale', count: 2, examples: ['a'] }]);
    expect(findings[0]?.message).toBe(
      '2 reads came back with what a write acknowledged before had taken the place of: a was a@v1.',
    );
    expect(data.stale).toBe(2);
  });

  test('takes either of what was under way with it', () => {
    for (const got of [content('v1'), content('v2')]) {
      expect(found([FIRST, SECOND, read(got, { from: 25 })])).toEqual([]);
      expect(found([FIRST, SECOND, read(got, { from: 18, to: 22 })])).toEqual([]);
    }
    expect(found([FIRST, put('v2', { from: 14 }), read(content('v1'), { from: 40 })])).toEqual([]);
    expect(found([FIRST, SECOND, read(content('v2'), { from: 16, to: 19 })])).toEqual([
      'fail unexpected: a@v2',
    ]);
  });

  test('takes what writes of unknown outcome may have left, at any time', () => {
    const late = put('v0', { from: 1, outcome: 'open' });
    expect(found([late, FIRST, read(content('v0'), { from: 90 })])).toEqual([]);
    expect(found([FIRST, remove({ from: 1, outcome: 'info' }), read(null, { from: 90 })])).toEqual([]);
    expect(
      found([FIRST, remove({ from: 95, outcome: 'open' }), read(null, { from: 80, to: 90 })]),
    ).toHaveLength(1);
    const waived = { from: 20, outcome: 'info', waived: true } as const;
    expect(found([FIRST, put('v2', waived), read(content('v1'), { from: 90 })])).toEqual([]);
  });

  test('finds the absence of what was there, and what is there after its deletion', () => {
    expect(found([FIRST, read(null, { from: 16 })])).toEqual(['fail stale: a']);
    expect(found([FIRST, read(null, { from: 15 })])).toEqual([]);
    expect(found([read(null, { from: 16 })])).toEqual([]);
    expect(found([FIRST, DELETED, read(null, { from: 40 })])).toEqual([]);
    expect(found([FIRST, DELETED, read(content('v1'), { from: 40 })])).toEqual(['fail stale: a']);
    expect(found([FIRST, DELETED, put('v2', { from: 40 }), read(null, { from: 50 })])).toEqual([
      'fail stale: a',
    ]);
    expect(found([FIRST, remove({ from: 30, outcome: 'fail' }), read(null, { from: 50 })])).toEqual([
      'fail stale: a',
    ]);
  });

  test('finds bytes that are not what was put, and those of nobody', () => {
    expect(found([FIRST, read(content('v1', { size: 1 }), { from: 40 })])).toEqual(['fail corrupted: a@v1']);
    expect(found([put('v1', { from: 10, outcome: 'fail' }), read(content('v1'), { from: 40 })])).toEqual([
      'fail unexpected: a@v1',
    ]);
    expect(found([read(bare('x'), { from: 40 })])).toEqual(['fail unexpected: a']);
    expect(found([read(bare('x'), { from: 40 })], [], { torn: true })).toHaveLength(1);
  });

  test('says nothing of one that was not answered, or of an object that the history contradicts', () => {
    expect(
      found([FIRST, read(null, { from: 40, outcome: 'fail' }), read(null, { from: 50, outcome: 'open' })]),
    ).toEqual([]);
    expect(found([FIRST, read(null, { from: 40 })], [], { suspect: ['a'] })).toEqual([]);
  });

  test('does not know of one whose answer cannot be read', () => {
    const unreadable = call('read-object', 'a', 'ok', { from: 40 }, { got: { sha256: 'x' } });
    expect(judge([FIRST, unreadable]).findings).toMatchObject([
      { kind: 'malformed-value', effect: 'unknown' },
    ]);
  });

  test('does not say which of two records of one time was first', () => {
    expect(found([put('v1', { from: 10 }), read(content('v1'), { from: 1, to: 10 })])).toEqual([]);
    expect(found([FIRST, put('v2', { from: 15 }), read(content('v1'), { from: 40 })])).toEqual([]);
    expect(found([FIRST, remove({ from: 30 }), read(null, { from: 20, to: 30 })])).toEqual([]);
    expect(found([remove({ from: 5 }), put('v1', { from: 10 }), read(null, { from: 40 })])).toEqual([]);
    expect(found([put('v1', { from: 10 }), list([{ key: 'a', size: 2 }], { from: 1, to: 10 })])).toEqual([]);
    const other = list([{ key: 'a', size: 3 }], { from: 1, to: 10 });
    expect(found([put('v1', { from: 10 }), other])).toEqual(['fail listing-mismatch: a']);
  });

  test('takes same bytes for whichever put they fit', () => {
    const same = put('v3', { from: 30 }, payload('v1'));
    expect(found([FIRST, SECOND, same, read(bare('v1'), { from: 40 })])).toEqual([]);
    expect(found([FIRST, SECOND, same, put('v4', { from: 50 }), read(bare('v1'), { from: 60 })])).toEqual([
      'fail stale: a',
    ]);
  });
});

describe('the objects judge, of listings under load', () => {
  const B = put('w1', { from: 10 }, { key: 'b', etag: 'e1' });
  const a = { key: 'a', size: 2 };
  const b = { key: 'b', size: 2 };

  test('finds nothing where they name what is there', () => {
    expect(found([FIRST, B, list([a, b], { from: 40 })])).toEqual([]);
    expect(found([FIRST, B, list([a], { from: 40 }, 'a')])).toEqual([]);
    expect(found([FIRST, list([], { from: 14 })])).toEqual([]);
    expect(found([FIRST, list([a], { from: 1, to: 12 })])).toEqual([]);
    expect(found([FIRST, DELETED, list([], { from: 40 })])).toEqual([]);
  });

  test('finds a name that is missing, one that was deleted, one twice and one of another prefix', () => {
    const { findings, data } = judge([FIRST, B, list([b], { from: 40 })]);
    expect(findings).toMatchObject([{ kind: 'listing-mismatch', effect: 'fail', examples: ['a'] }]);
    expect(data.listingMismatches).toBe(1);
    expect(found([FIRST, DELETED, list([a], { from: 40 })])).toEqual(['fail listing-mismatch: a']);
    expect(found([FIRST, list([a, a], { from: 40 })])).toEqual(['fail listing-mismatch: a']);
    expect(found([FIRST, B, list([a, b], { from: 40 }, 'b')])).toEqual(['fail listing-mismatch: a']);
  });

  test('finds another size and another etag, and those of what was overwritten', () => {
    expect(found([B, list([{ ...b, size: 1 }], { from: 40 })])).toEqual(['fail listing-mismatch: b']);
    expect(found([B, list([{ ...b, etag: 'e2' }], { from: 40 })])).toEqual(['fail listing-mismatch: b']);
    expect(found([B, list([{ ...b, etag: 'e1' }], { from: 40 })])).toEqual([]);
    expect(found([FIRST, list([{ ...a, etag: 'e2' }], { from: 40 })])).toEqual([]);
    const longer = put('v20', { from: 20 });
    expect(found([FIRST, longer, list([a], { from: 40 })])).toEqual(['fail listing-mismatch: a']);
    expect(found([FIRST, longer, list([a], { from: 22 })])).toEqual([]);
  });

  test('finds names of nobody, of failed puts and of failed uploads, and those that were put later', () => {
    expect(found([list([a], { from: 40 })])).toEqual(['fail unexpected: a']);
    expect(found([list([a], { from: 40 })], [], { torn: true })).toHaveLength(1);
    const failed = { from: 10, outcome: 'fail' } as const;
    expect(found([put('v1', failed), list([a], { from: 40 })])).toEqual(['fail unexpected: a']);
    expect(found([put('v1', failed, { parts: 2 }), list([a], { from: 40 })])).toEqual(['fail fractured: a']);
    for (const parts of [1, 2]) {
      const later = put('v1', { from: 50 }, { parts });
      expect(found([later, list([a], { from: 40 })])).toEqual(['fail unexpected: a']);
    }
  });

  test('says nothing of what the history contradicts or does not tell', () => {
    expect(found([FIRST, list([], { from: 40 })], [], { suspect: ['l1'] })).toEqual([]);
    expect(found([FIRST, list([], { from: 40 })], [], { suspect: ['a'] })).toEqual([]);
    expect(found([FIRST, list([a, a], { from: 40 })], [], { suspect: ['l1'] })).toEqual([]);
    expect(
      found([FIRST, call('list-objects', 'l1', 'fail', { from: 40 }, { sent: { prefix: '' } })]),
    ).toEqual([]);
    const unreadable = call('list-objects', 'l1', 'ok', { from: 40 }, { sent: { prefix: '' }, got: {} });
    expect(judge([FIRST, unreadable]).findings).toMatchObject([{ kind: 'malformed-value' }]);
    const unasked = call('list-objects', 'l1', 'ok', { from: 40 }, { sent: {}, got: { objects: [] } });
    expect(judge([FIRST, unasked]).findings).toMatchObject([{ kind: 'malformed-value' }]);
  });
});
