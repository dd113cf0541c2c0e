import { describe, expect, test } from '@jest/globals';
import type { ObjectContent } from '../model/object-functions.ts';
import {
  bare,
  content,
  found,
  judge,
  kept,
  object,
  older,
  payload,
  put,
  read,
  remove,
  shows,
} from './object-scenes.fixture.ts';

const FIRST = put('v1', { from: 10 }, { etag: 'e1' });
const UPLOAD = put('v2', { from: 20 }, { parts: 3, size: 1000 });
/** The object with its first put and, as the latest version, these bytes under an id that nobody was told. */
const holding = (bytes: ObjectContent) =>
  shows([
    object([kept('v1', older), { versionId: 'id-x', latest: true, deleteMarker: false, content: bytes }]),
  ]);

describe('the objects judge, of bytes', () => {
  test('takes whole ones as they are, and an etag that is the same or not told', () => {
    expect(found([FIRST], shows([object([kept('v1')])]))).toEqual([]);
    expect(found([FIRST], shows([object([kept('v1', { content: content('v1', { etag: 'e1' }) })])]))).toEqual(
      [],
    );
  });

  test.each<[string, Partial<ObjectContent>]>([
    ['other bytes', { sha256: 'other' }],
    ['fewer bytes', { sha256: 'other', bytes: 1 }],
    ['more bytes', { bytes: 3 }],
    ['a size that is not that of the bytes', { size: 3 }],
    ['another etag', { etag: 'e2' }],
  ])('finds %s, by the token and by the id of the version', (_what, change) => {
    const { version: _version, ...untold } = content('v1', change);
    for (const came of [content('v1', change), untold]) {
      const { findings, data } = judge([FIRST], shows([object([kept('v1', { content: came })])]));
      expect(findings).toMatchObject([{ kind: 'corrupted', effect: 'fail', examples: ['a@v1'] }]);
      expect(data.corrupted).toBe(1);
    }
  });

  test('says what came', () => {
    const messageOf = (change: Partial<ObjectContent>) =>
      judge([FIRST], shows([object([kept('v1', { content: content('v1', change) })])])).findings[0]?.message;
    const corrupted = '1 object on s-0 came with other bytes, or other metadata, than was put: a@v1:';
    expect(messageOf({ bytes: 3 })).toBe(`${corrupted} 3 bytes came, of 2 put.`);
    expect(messageOf({ size: 3 })).toBe(`${corrupted} its metadata says 3 bytes, and 2 came.`);
    expect(messageOf({ etag: 'e2' })).toBe(`${corrupted} its etag is e2, and was e1 when it was put.`);
  });

  test('finds a part of an upload in several parts, by its token and by its id', () => {
    const part = { sha256: 'part', bytes: 500, size: 500 };
    for (const came of [content('v2', part), bare('v2', part)]) {
      const { findings, data } = judge([UPLOAD], shows([object([kept('v2', { content: came })])]));
      expect(findings).toMatchObject([{ kind: 'fractured', examples: ['a@v2'] }]);
      expect(data.fractured).toBe(1);
    }
    const altered = { sha256: 'other', bytes: 1000, size: 1000 };
    expect(found([UPLOAD], shows([object([kept('v2', { content: content('v2', altered) })])]))).toEqual([
      'fail corrupted s-0: a@v2',
    ]);
    const single = put('v2', { from: 20 }, { size: 1000 });
    expect(found([single], shows([object([kept('v2', { content: content('v2', part) })])]))).toEqual([
      'fail corrupted s-0: a@v2',
    ]);
  });

  test('finds an upload that had certainly failed, and is there', () => {
    const failed = put('v2', { from: 20, outcome: 'fail' }, { parts: 3 });
    expect(found([FIRST, failed], holding(content('v2')))).toEqual(['fail fractured s-0: a@v2']);
    expect(found([FIRST, failed], holding(bare('v2')))).toEqual(['fail fractured s-0: a@v2']);
  });

  test('takes bytes of which nothing tells whose they are for the most likely', () => {
    expect(found([FIRST], holding(bare('xx')))).toEqual(['fail corrupted s-0: a']);
    const started = put('v2', { from: 20, outcome: 'info' }, { parts: 3, size: 1000 });
    expect(found([FIRST, started], holding(bare('xxx')))).toEqual(['fail fractured s-0: a']);
    expect(found([FIRST], holding(bare('xxx')))).toEqual(['fail unexpected s-0: a']);
    const whole = put('v2', { from: 20, outcome: 'info' }, { size: 1000 });
    expect(found([FIRST, whole], holding(bare('xxx')))).toEqual(['fail unexpected s-0: a']);
    const aborted = put('v2', { from: 20, outcome: 'fail' }, { parts: 3, size: 3 });
    expect(found([FIRST, aborted], holding(bare('xxx')))).toEqual(['fail unexpected s-0: a']);
    const failed = put('v2', { from: 20, outcome: 'fail' }, { size: 3 });
    expect(found([FIRST, failed], holding(bare('xxx')))).toEqual(['fail unexpected s-0: a']);
  });

  test('knows altered bytes by their token where no version has an id', () => {
    const unnamed = put('v1', { from: 10 }, { versionId: undefined });
    const altered = content('v1', { sha256: 'other', bytes: 7, size: 7 });
    const version = { latest: true, deleteMarker: false, content: altered };
    expect(found([unnamed], shows([object([version])]))).toEqual(['fail corrupted s-0: a@v1']);
  });

  test('finds the token of another object', () => {
    const other = put('w1', { from: 30 }, { key: 'b' });
    const given = shows([
      object([kept('v1', { content: content('w1', { sha256: 'other' }) })]),
      object([kept('w1')], { key: 'b' }),
    ]);
    expect(found([FIRST, other], given)).toEqual(['fail corrupted s-0: a@v1']);
  });
});

describe('the objects judge, of bytes that several puts may have written', () => {
  test('takes them for those of any, where they do not say of which version they are', () => {
    const unnamed = put('v1', { from: 1 }, { versionId: undefined, ...payload('same') });
    const named = put('v2', { from: 20 }, payload('same'));
    expect(found([unnamed, named, read(bare('same'), { from: 60 })])).toEqual([]);
    const other = read(bare('same', { versionId: 'id-other' }), { from: 60 });
    expect(found([unnamed, named, other])).toEqual(['fail stale: a']);
  });

  test('says what is wrong with them of one that may have been seen', () => {
    const failed = put('v1', { from: 1, outcome: 'fail' }, payload('same'));
    const done = put('v2', { from: 20 }, payload('same'));
    const given = [failed, done, read(bare('same', { size: 3 }), { from: 60 })];
    expect(found(given)).toEqual(['fail corrupted: a@v2']);
    expect(judge(given).findings[0]?.message).toContain('its metadata says 3 bytes, and 4 came');
  });

  test('goes by the bytes where the version is said to be that of a deletion', () => {
    const calls = [remove({ from: 1 }), put('v1', { from: 20 })];
    const came = bare('v1', { versionId: 'm1' });
    expect(found([...calls, read(came, { from: 60 })])).toEqual([]);
  });
});

describe('the objects judge, of listings at the end', () => {
  test('finds what can be read and is not listed, and what is listed and not there', () => {
    const hidden = object([kept('v1')], { listed: false });
    expect(found([FIRST], shows([hidden]))).toEqual(['fail listing-mismatch s-0: a']);
    expect(judge([FIRST], shows([hidden])).data.listingMismatches).toBe(1);
    const phantom = object([], { key: 'b', listed: true });
    expect(found([FIRST], shows([object([kept('v1')]), phantom]))).toEqual(['fail listing-mismatch s-0: b']);
  });

  test('finds what the store tells of and does not give', () => {
    const { content: _content, ...unreadable } = kept('v1');
    expect(found([FIRST], shows([object([unreadable])]))).toEqual(['fail listing-mismatch s-0: a']);
    const below = { ...unreadable, latest: false };
    const second = put('v2', { from: 20 });
    expect(found([FIRST, second], shows([object([kept('v2'), below])]))).toEqual([
      'fail listing-mismatch s-0: a',
    ]);
    const { versionId: _id, ...unnamed } = unreadable;
    const known = put('v1', { from: 10 }, { versionId: undefined });
    expect(found([known], shows([object([unnamed])]))).toEqual(['fail listing-mismatch s-0: a']);
  });

  test('finds several latest versions, and none', () => {
    const second = put('v2', { from: 20 });
    const both = [kept('v2'), kept('v1')];
    expect(found([FIRST, second], shows([object(both)]))).toEqual(['fail listing-mismatch s-0: a']);
    const none = both.map((version) => ({ ...version, latest: false }));
    expect(judge([FIRST, second], shows([object(none, { listed: true })])).findings[0]?.message).toContain(
      'a has 0 latest versions of 2',
    );
  });
});
