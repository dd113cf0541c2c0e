import { describe, expect, test } from '@jest/globals';
import { ask, call } from './asked.fixture.ts';
import { ObjectJudge } from './object.ts';
import {
  bare,
  content,
  found,
  judge,
  kept,
  marker,
  object,
  older,
  payload,
  put,
  remove,
  shows,
} from './object-scenes.fixture.ts';

const FIRST = put('v1', { from: 10 });
const SECOND = put('v2', { from: 20 });
const DELETED = remove({ from: 30 });
/** Puts that came back without a version's id: the bucket keeps none. */
const UNNAMED = { versionId: undefined };
const once = (version: string) => object([{ latest: true, deleteMarker: false, content: content(version) }]);

describe('the objects judge, of what is there at the end', () => {
  test('finds nothing where all versions and delete markers are there, in order', () => {
    const versions = [marker(30), kept('v2', older), kept('v1', older)];
    const { findings, data } = judge([FIRST, SECOND, DELETED], shows([object(versions)]));
    expect(findings).toEqual([]);
    expect(new Set(Object.values(data))).toEqual(new Set([0]));
  });

  test('finds an acknowledged put that is gone, on each member by itself', () => {
    const held = [
      ...shows([]),
      { ...shows([object([kept('v1')])])[0], member: 's-1', elements: [object([kept('v1')])] },
    ];
    expect(found([FIRST], held)).toEqual(['fail lost s-0: a@v1']);
    const [finding] = judge([FIRST], shows([])).findings;
    expect(finding?.message).toBe('1 acknowledged put is not on s-0: a@v1 is not there.');
    expect(found([FIRST, SECOND], shows([]))).toEqual(['fail lost-version s-0: a@v1', 'fail lost s-0: a@v2']);
    expect(judge([FIRST, SECOND], shows([])).data.lost).toBe(2);
    expect(found([FIRST, SECOND], shows([object([kept('v1')])]))).toEqual(['fail lost s-0: a@v2']);
  });

  test('finds one put that is gone from a bucket without versions: what it had taken the place of is no loss', () => {
    const given = [put('v1', { from: 10 }, UNNAMED), put('v2', { from: 20 }, UNNAMED)];
    expect(found(given, shows([]))).toEqual(['fail lost s-0: a@v2']);
    expect(found(given, shows([once('v2')]))).toEqual([]);
    expect(found([...given, remove({ from: 30 }, false)], shows([]))).toEqual([]);
    expect(found([...given, remove({ from: 30, outcome: 'info' }, false)], shows([]))).toEqual([]);
    expect(found([...given, remove({ from: 30, outcome: 'fail' }, false)], shows([]))).toHaveLength(1);
  });

  test('finds an acknowledged version that is gone though a later one is there', () => {
    expect(found([FIRST, SECOND], shows([object([kept('v2')])]))).toEqual(['fail lost-version s-0: a@v1']);
    expect(judge([FIRST, SECOND], shows([object([kept('v2')])])).data.lost).toBe(1);
    const again = put('v3', { from: 40 });
    const versions = [kept('v3'), kept('v2', older), kept('v1', older)];
    expect(found([FIRST, SECOND, DELETED, again], shows([object(versions)]))).toEqual([
      'fail lost-version s-0: a@deletion-1',
    ]);
    const overlapping = put('v2', { from: 12 });
    expect(found([FIRST, overlapping], shows([object([kept('v1')])]))).toEqual([
      'fail lost-version s-0: a@v2',
    ]);
  });

  test('does not know of a loss by a read-back that did not come to its end', () => {
    for (const end of [undefined, 'unreachable', 'harness-error'] as const) {
      const [held] = shows([]);
      expect(found([FIRST], [{ member: 's-0', elements: [], ...held, end }])).toEqual([]);
    }
    const torn = {
      ...shows([object([kept('v1')])])[0],
      member: 's-0',
      elements: [object([kept('v1')])],
      end: undefined,
    };
    expect(found([FIRST, SECOND], [torn])).toEqual(['fail lost s-0: a@v2']);
    expect(found([FIRST], shows([]), { torn: true })).toEqual([]);
  });

  test('says that the bucket is gone', () => {
    expect(found([FIRST], shows([], 'dataset-gone'))).toEqual([
      'fail dataset-gone s-0: ',
      'fail lost s-0: a@v1',
    ]);
    expect(found([put('v1', { from: 1, outcome: 'info' })], shows([], 'dataset-gone'))).toEqual([]);
    const waived = put('v1', { from: 1, outcome: 'info', waived: true });
    expect(found([waived, SECOND], shows([], 'dataset-gone'))).toContain('fail dataset-gone s-0: ');
    expect(found([waived], shows([], 'dataset-gone'))).toEqual([
      'note dataset-gone s-0: ',
      'note lost-in-window s-0: a@v1',
    ]);
  });

  test('finds a state that an acknowledged put had taken the place of', () => {
    const given = [put('v1', { from: 10 }, UNNAMED), put('v2', { from: 20 }, UNNAMED)];
    expect(found(given, shows([once('v1')]))).toEqual(['fail stale s-0: a']);
    expect(judge(given, shows([once('v1')])).data.stale).toBe(1);
    const swapped = [kept('v1'), kept('v2', older)];
    expect(found([FIRST, SECOND], shows([object(swapped)]))).toEqual(['fail stale s-0: a']);
    const again = put('v3', { from: 40 });
    const deleted = [marker(30), kept('v3', older), kept('v2', older), kept('v1', older)];
    expect(found([FIRST, SECOND, DELETED, again], shows([object(deleted)]))).toEqual(['fail stale s-0: a']);
  });

  test('finds a delete marker that is gone where another one keeps the object away', () => {
    const twice = [FIRST, DELETED, remove({ from: 40 })];
    expect(found(twice, shows([object([marker(30), kept('v1', older)])]))).toEqual([
      'fail lost-version s-0: a@deletion-2',
    ]);
  });

  test('finds an object lost that is shown without any version', () => {
    expect(found([FIRST], shows([object([])]))).toEqual(['fail lost s-0: a@v1']);
    expect(found([put('v1', { from: 10 }, UNNAMED)], shows([object([])]))).toEqual(['fail lost s-0: a@v1']);
  });

  test('takes writes that overlap, and those of unknown outcome, in any order', () => {
    const overlapping = put('v2', { from: 15 }, UNNAMED);
    const unnamed = put('v1', { from: 10 }, UNNAMED);
    expect(found([unnamed, overlapping], shows([once('v1')]))).toEqual([]);
    const unknown = put('v0', { from: 1, outcome: 'info' });
    expect(found([unknown, unnamed], shows([once('v0')]))).toEqual(['note recovered s-0: a@v0']);
    expect(judge([unknown, unnamed], shows([once('v0')])).data.recovered).toBe(1);
    const deleting = remove({ from: 1, outcome: 'open' }, false);
    expect(found([deleting, unnamed], shows([]))).toEqual([]);
  });

  test('finds an object that is back after its deletion', () => {
    const versions = [kept('v2'), kept('v1', older)];
    expect(found([FIRST, SECOND, DELETED], shows([object(versions)]))).toEqual(['fail resurrected s-0: a']);
    const hidden = [kept('v2'), marker(30, false), kept('v1', older)];
    expect(found([FIRST, SECOND, DELETED], shows([object(hidden)]))).toEqual(['fail resurrected s-0: a']);
    expect(found([FIRST, SECOND, DELETED], shows([object([kept('v1')])]))).toEqual([
      'fail lost-version s-0: a@v2',
      'fail resurrected s-0: a',
    ]);
    const given = [put('v1', { from: 10 }, UNNAMED), remove({ from: 30 }, false)];
    expect(found(given, shows([once('v1')]))).toEqual(['fail resurrected s-0: a']);
    expect(judge(given, shows([once('v1')])).data.resurrected).toBe(1);
  });

  test('holds nothing against a stack that was acknowledged in a loss window', () => {
    const waived = { from: 20, outcome: 'info', waived: true } as const;
    const given = [FIRST, put('v2', waived)];
    expect(found(given, shows([object([kept('v1')])]))).toEqual(['note lost-in-window s-0: a@v2']);
    expect(judge(given, shows([object([kept('v1')])])).data).toMatchObject({ lost: 0, lostInWindow: 1 });
    expect(found(given, shows([object([kept('v2'), kept('v1', older)])]))).toEqual([]);
    expect(found([FIRST, remove(waived)], shows([object([kept('v1')])]))).toEqual([
      'note lost-in-window s-0: a@deletion-1',
    ]);
    const replaced = [put('v0', { ...waived, from: 1 }, UNNAMED), put('v1', { from: 10 }, UNNAMED)];
    expect(found(replaced, shows([once('v1')]))).toEqual([]);
    const begun = [put('v0', { ...waived, from: 15 }, UNNAMED), put('v1', { from: 10 }, UNNAMED)];
    expect(found(begun, shows([once('v1')]))).toEqual([]);
    expect(found([FIRST, remove(waived)], shows([object([marker(20), kept('v1', older)])]))).toEqual([]);
  });

  test('finds what nobody made, and what had certainly failed', () => {
    const failed = put('v2', { from: 20, outcome: 'fail' });
    const stranger = object([kept('x')], { key: 'b' });
    expect(found([FIRST, failed], shows([object([kept('v1'), kept('v2', older)]), stranger]))).toEqual([
      'fail unexpected s-0: a@v2, b',
    ]);
    const again = put('v3', { from: 30 }, payload('v2'));
    expect(found([failed, again], shows([object([kept('v3', { content: bare('v2') })])]))).toEqual([]);
    const unnamed = put('v3', { from: 30 }, { ...payload('v2'), ...UNNAMED });
    expect(found([failed, unnamed], shows([object([kept('x', { content: bare('v2') })])]))).toEqual([]);
    expect(found([FIRST], shows([object([marker(99), kept('v1', older)])]))).toEqual([
      'fail unexpected s-0: a',
    ]);
    expect(
      found(
        [FIRST, put('w1', { from: 10 }, { key: 'b' })],
        shows([
          object([kept('v1')]),
          object([kept('w1', { versionId: 'id-w1' })], { key: 'c' }),
          object([kept('w1')], { key: 'b' }),
        ]),
      ),
    ).toEqual(['fail unexpected s-0: c']);
  });

  test('finds two versions of one put, by its token and by its bytes', () => {
    const twice = [kept('v1'), kept('v1', { ...older, versionId: 'id-x' })];
    expect(found([FIRST], shows([object(twice)]))).toEqual(['fail duplicated s-0: a@v1']);
    const untold = twice.map(({ content: _content, ...version }) => ({ ...version, content: bare('v1') }));
    expect(judge([FIRST], shows([object(untold)])).data.duplicated).toBe(1);
    const same = put('v2', { from: 20 }, { sha256: content('v1').sha256 });
    const both = [kept('v2', { content: bare('v1') }), kept('v1', { ...older, content: bare('v1') })];
    expect(found([FIRST, same], shows([object(both)]))).toEqual([]);
  });

  test('finds nothing against anybody without a history', () => {
    const judgement = ask(
      new ObjectJudge({ operations: undefined, faults: [] }),
      [],
      shows([object([kept('v1')])]),
    );
    expect(judgement.findings).toEqual([]);
  });

  test('leaves out what cannot be read, is used twice, or contradicts itself', () => {
    const unreadable = [
      call('put-object', 'a', 'ok', { from: 1 }, { sent: { version: 'v1' } }),
      put('v9', { from: 5 }),
      put('v2', { from: 20 }, { key: 'b' }),
      put('v2', { from: 30 }, { key: 'b' }),
      call(
        'put-object',
        'c',
        'ok',
        { from: 40 },
        { sent: { version: 'v3', parts: 1, sha256: 'x', size: 1 }, got: 7 },
      ),
    ];
    const { findings } = judge(unreadable, shows([]));
    expect(findings.map(({ kind, effect, count }) => [kind, effect, count])).toEqual([
      ['malformed-value', 'unknown', 3],
      ['lost', 'fail', 1],
    ]);
    expect(found([FIRST], shows([]), { suspect: ['a'] })).toEqual([]);
    expect(found([FIRST], shows([object([kept('v9')])]), { suspect: ['a'] })).toEqual([]);
  });
});
