import { describe, expect, test } from '@jest/globals';
import { call, type Held } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import {
  bare,
  content,
  judge,
  kept,
  list,
  marker,
  object,
  older,
  payload,
  put,
  read,
  remove,
  shows,
} from './object-scenes.fixture.ts';

const FIRST = put('v1', { from: 10 });
const SECOND = put('v2', { from: 20 });
const UNNAMED = { versionId: undefined };
const B = put('w1', { from: 10 }, { key: 'b' });
const a = { key: 'a', size: 2 };
const { content: _content, ...unreadable } = kept('v1');

const unknownBytes = object([{ latest: true, deleteMarker: false, content: bare('xxx') }]);

describe('the objects judge says', () => {
  test.each<[string, Call[], Held[]]>([
    ['2 acknowledged puts are not on s-0: a@v1 is not there.', [FIRST, B], shows([])],
    ['1 acknowledged put is not on s-0: a@v1 is not there.', [put('v1', { from: 10 }, UNNAMED)], shows([])],
    [
      '1 acknowledged version, beside what should be the latest, is not on s-0: a@v1 is not there.',
      [FIRST, SECOND],
      shows([object([kept('v2')])]),
    ],
    [
      '1 write acknowledged in a loss window of the contract is not on s-0: a@v1 is not there.',
      [put('v1', { from: 10, outcome: 'info', waived: true })],
      shows([]),
    ],
    [
      's-0 has 1 object in a state that an acknowledged put had taken the place of: a is as it was before a@v2.',
      [FIRST, SECOND],
      shows([object([kept('v1'), kept('v2', older)])]),
    ],
    [
      's-0 shows 1 object whose deletion was acknowledged: a is as it was before a@deletion-1.',
      [FIRST, remove({ from: 30 })],
      shows([object([kept('v1'), marker(30, false)])]),
    ],
    [
      's-0 holds 1 put whose outcome was unknown to the client: a@v1 is there.',
      [put('v1', { from: 10, outcome: 'info' })],
      shows([object([kept('v1')])]),
    ],
    [
      's-0 holds 1 extra version of puts: a@v1 is there more than once.',
      [FIRST],
      shows([object([kept('v1'), kept('v1', { ...older, versionId: 'id-x' })])]),
    ],
    [
      "1 object or version on s-0 is of nobody's making by then, or of a write that had certainly failed: a: 3 bytes came that no put of it had sent.",
      [],
      shows([unknownBytes]),
    ],
    [
      "1 object or version on s-0 is of nobody's making by then, or of a write that had certainly failed: a@v1: its put had certainly failed.",
      [put('v1', { from: 10, outcome: 'fail' })],
      shows([object([kept('v1')])]),
    ],
    [
      "1 object or version on s-0 is of nobody's making by then, or of a write that had certainly failed: a has 1 delete marker of nobody.",
      [FIRST],
      shows([object([marker(9), kept('v1', older)])]),
    ],
    [
      '1 multipart upload on s-0 is there in part, or though certainly not completed: a@v1: its put had certainly failed.',
      [put('v1', { from: 10, outcome: 'fail' }, { parts: 2 })],
      shows([object([kept('v1')])]),
    ],
    [
      's-0 tells of 1 object that cannot be read: a has a version without content.',
      [FIRST],
      shows([object([unreadable])]),
    ],
    [
      's-0 tells of 1 object that cannot be read: a has 2 latest versions of 2.',
      [FIRST, SECOND],
      shows([object([kept('v2'), kept('v1')])]),
    ],
    [
      's-0 tells of 1 object that cannot be read: a is in the listing, and not there.',
      [],
      shows([object([], { listed: true })]),
    ],
    [
      's-0 does not name 1 object that can be read: a is not in the listing.',
      [FIRST],
      shows([object([kept('v1')], { listed: false })]),
    ],
    [
      'The bucket is gone from s-0, with 1 acknowledged put in its history.',
      [FIRST],
      shows([], 'dataset-gone'),
    ],
  ])('%s', (sentence, calls, held) => {
    expect(judge(calls, held).findings.map(({ judge: by, message }) => [by, message])[0]).toEqual([
      'objects',
      sentence,
    ]);
  });

  test.each<[string, Call[]]>([
    [
      '1 read on s-1 came back with what a write acknowledged before had taken the place of: a was not there.',
      [FIRST, read(null, { from: 40 }, 's-1')],
    ],
    [
      '1 read came back with what a write acknowledged before had taken the place of: a was a@v1 or a@v3.',
      [
        FIRST,
        put('v3', { from: 20 }, payload('v1')),
        put('v4', { from: 30 }),
        read(bare('v1'), { from: 40 }),
      ],
    ],
    [
      "1 object or version is of nobody's making by then, or of a write that had certainly failed: a@v1: it came before it was put.",
      [put('v1', { from: 50 }), read(content('v1'), { from: 40 })],
    ],
    [
      '1 entry of listings is not what the objects were then: a is listed twice in l1.',
      [FIRST, list([a, a], { from: 40 })],
    ],
    [
      '1 entry of listings is not what the objects were then: a has another prefix in l1.',
      [FIRST, B, list([a, { key: 'b', size: 2 }], { from: 40 }, 'b')],
    ],
    [
      '1 entry of listings is not what the objects were then: a is in l1, and had been deleted.',
      [FIRST, remove({ from: 30 }), list([a], { from: 40 })],
    ],
    [
      '1 entry of listings is not what the objects were then: a is in l1 with 7 bytes.',
      [FIRST, list([{ ...a, size: 7 }], { from: 40 })],
    ],
    [
      '1 entry of listings is not what the objects were then: a is in l1 with 7 bytes and the etag e.',
      [FIRST, list([{ ...a, size: 7, etag: 'e' }], { from: 40 })],
    ],
    ['A listing does not name 1 object that can be read: a is not in l1.', [FIRST, list([], { from: 40 })]],
    [
      "1 object or version is of nobody's making by then, or of a write that had certainly failed: b is in l1.",
      [FIRST, list([a, { key: 'b', size: 2 }], { from: 40 })],
    ],
  ])('under load: %s', (sentence, calls) => {
    expect(judge(calls).findings.map(({ message }) => message)).toEqual([sentence]);
  });

  test.each<[string, Call]>([
    ['What the put of a sent', call('put-object', 'a', 'ok', { from: 1 }, { sent: 7 })],
    [
      'The answer to put-object of a',
      call(
        'put-object',
        'a',
        'ok',
        { from: 1 },
        { sent: { version: 'v', parts: 1, sha256: 'x', size: 1 }, got: 7 },
      ),
    ],
    ['The answer to the read of a', call('read-object', 'a', 'ok', { from: 1 }, { got: 7 })],
    [
      'What the listing a asked for',
      call('list-objects', 'a', 'ok', { from: 1 }, { sent: 7, got: { objects: [] } }),
    ],
    [
      'The answer to the listing a',
      call('list-objects', 'a', 'ok', { from: 1 }, { sent: { prefix: '' }, got: 7 }),
    ],
  ])('%s has another shape', (what, one) => {
    expect(judge([one]).findings[0]?.examples[0]).toContain(
      `${what} has another shape than its function says`,
    );
  });

  test('that a token was used twice', () => {
    const given = [FIRST, put('v1', { from: 20 }, { key: 'b' })];
    expect(judge(given).findings[0]?.examples).toEqual(['The version token v1 of b had been used before.']);
  });
});
