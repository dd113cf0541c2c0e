import { describe, expect, test } from '@jest/globals';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import type { ReadBack, ReadBackFooter } from '../model/read-back.ts';
import type { Finding } from '../model/verdict.ts';
import {
  ACKNOWLEDGED,
  element,
  fault,
  operation,
  readBack,
  sampleEvidence,
  sha256Of,
  write,
} from './evidence.fixture.ts';
import { judgeSet } from './judging.fixture.ts';
import { SetJudge } from './set.ts';

const HISTORY = [
  ...write('a', 'ok', { process: 1, from: 1 }),
  ...write('b', 'ok', { process: 1, from: 11 }),
  ...write('denied', 'fail', { process: 1, from: 21 }),
  ...write('maybe', 'info', { process: 1, from: 31 }),
  ...write('open', 'open', { process: 2, from: 41 }),
];

/** LoadedEvidence over HISTORY with these read-backs of db-0, db-1, db-2. */
function evidence(readBacks: ReadBack[], changes: Partial<LoadedEvidence> = {}): LoadedEvidence {
  return sampleEvidence({ operations: HISTORY, readBacks, ...changes });
}

const good = (n: number): ReadBack => readBack(`db-${String(n)}`, ['a', 'b']);
const ended = (end: ReadBackFooter['end'], keys: string[] = []): ReadBack => ({
  ...readBack('db-2', keys),
  footer: { end, elements: keys.length, detail: 'the reason' },
});
const brief = (findings: Finding[]): unknown[] =>
  findings.map(({ kind, effect, member, count, examples }) => [kind, effect, member, count, examples]);

describe('the set judge', () => {
  test('finds nothing where every acknowledged write is on every member', () => {
    expect(judgeSet(sampleEvidence())).toEqual({
      findings: [],
      data: {
        lost: 0,
        lostInWindow: 0,
        recovered: 0,
        unexpected: 0,
        duplicated: 0,
        corrupted: 0,
        resurrected: 0,
      },
    });
  });

  test('finds what each member lost, and counts a write that two of them lost once', () => {
    const { findings, data } = judgeSet(evidence([good(0), readBack('db-1', ['b']), readBack('db-2', [])]));
    expect(brief(findings)).toEqual([
      ['lost', 'fail', 'db-1', 1, ['a']],
      ['lost', 'fail', 'db-2', 2, ['a', 'b']],
    ]);
    expect(data.lost).toBe(2);
  });

  test('does not let one member hide what another lost', () => {
    const { data } = judgeSet(evidence([readBack('db-0', ['a']), readBack('db-1', ['b']), good(2)]));
    expect(data.lost).toBe(2);
  });

  test('takes a data set that is gone for the loss of everything acknowledged', () => {
    const { findings, data } = judgeSet(evidence([good(0), good(1), ended('dataset-gone')]));
    expect(brief(findings)).toEqual([['lost', 'fail', 'db-2', 2, ['a', 'b']]]);
    expect(findings[0]?.message).toBe(
      'The data set is gone from db-2 (follower), and 2 acknowledged writes with it.',
    );
    expect(data.lost).toBe(2);
  });

  test('cannot tell what a data set that never had anything has lost', () => {
    const { findings } = judgeSet(
      evidence([ended('dataset-gone')], { operations: [], before: undefined } as never),
    );
    expect(findings.map(({ kind, effect }) => [kind, effect])).toContainEqual(['dataset-gone', 'unknown']);
  });

  test('reports what was recovered and holds it against nobody', () => {
    const { findings, data } = judgeSet(
      evidence([good(0), readBack('db-1', ['a', 'b', 'maybe', 'open']), good(2)]),
    );
    expect(brief(findings)).toEqual([['recovered', 'note', 'db-1', 2, ['maybe', 'open']]]);
    expect(data.recovered).toBe(2);
  });

  test('finds what nobody wrote, and what was certainly not applied', () => {
    const { findings, data } = judgeSet(
      evidence([good(0), readBack('db-1', ['a', 'b', 'denied', 'ghost']), good(2)]),
    );
    expect(brief(findings)).toEqual([['unexpected', 'fail', 'db-1', 2, ['denied', 'ghost']]]);
    expect(data.unexpected).toBe(2);
  });

  test('finds extra copies, and counts keys and copies apart', () => {
    const { findings, data } = judgeSet(evidence([good(0), readBack('db-1', ['a', 'b', 'a', 'a']), good(2)]));
    expect(brief(findings)).toEqual([['duplicated', 'fail', 'db-1', 1, ['a']]]);
    expect(findings[0]?.message).toMatch(/2 extra copies/);
    expect(data.duplicated).toBe(1);
  });

  test.each([
    ['payload', { ...element('a'), sha256: sha256Of('other') }],
    ['stored checksum', { ...element('a'), stored: sha256Of('other') }],
    ['payload and its checksum alike', { ...element('a'), sha256: sha256Of('x'), stored: sha256Of('x') }],
  ])('finds a changed %s', (_what, changed) => {
    const { findings, data } = judgeSet(
      evidence([good(0), { ...good(1), elements: [changed, element('b')] }, good(2)]),
    );
    expect(brief(findings)).toEqual([['corrupted', 'fail', 'db-1', 1, ['a']]]);
    expect(data.corrupted).toBe(1);
  });

  test('names ten examples at most', () => {
    const { findings } = judgeSet(
      sampleEvidence({ readBacks: [0, 1, 2].map((n) => readBack(`db-${String(n)}`, [])) }),
    );
    expect(findings[0]?.count).toBe(ACKNOWLEDGED.length);
    expect(findings[0]?.examples).toEqual(ACKNOWLEDGED.slice(0, 10));
  });

  test('takes a read-back that was cut off for no evidence of absence, but for evidence of what is in it', () => {
    const { findings, data } = judgeSet(evidence([good(0), good(1), readBack('db-2', ['ghost'], 'torn')]));
    expect(findings.map(({ kind, effect }) => [kind, effect])).toEqual([
      ['unexpected', 'fail'],
      ['torn-read-back', 'unknown'],
    ]);
    expect(data.lost).toBe(0);
  });

  test('holds a member that cannot be reached against the stack after a proven fault only', () => {
    const readBacks = [good(0), good(1), ended('unreachable', ['a'])];
    const unproven = fault({ proof: { proven: false, evidence: [] } });
    expect(brief(judgeSet(evidence(readBacks)).findings)).toEqual([['not-read-back', 'fail', 'db-2', 1, []]]);
    expect(brief(judgeSet(evidence(readBacks, { faults: [unproven] })).findings)).toEqual([
      ['not-read-back', 'unknown', 'db-2', 1, []],
    ]);
    expect(brief(judgeSet(evidence(readBacks, { faults: [] })).findings)).toEqual([
      ['not-read-back', 'unknown', 'db-2', 1, []],
    ]);
  });

  test("never holds the harness's own trouble against the stack", () => {
    const { findings } = judgeSet(evidence([good(0), good(1), ended('harness-error')]));
    expect(brief(findings)).toEqual([['no-read-back', 'unknown', 'db-2', 1, []]]);
    expect(findings[0]?.message).toBe('The harness could not finish the read-back of db-2: the reason.');
  });

  test('demands a read-back of every member', () => {
    const { findings } = judgeSet(evidence([good(0), good(1)]));
    expect(brief(findings)).toEqual([['no-read-back', 'unknown', undefined, 1, ['db-2']]]);
    expect(brief(judgeSet(evidence([])).findings)).toEqual([['no-read-back', 'unknown', undefined, 1, []]]);
  });

  test('fails a member that never reached the position, and reports what it lacks as lost', () => {
    const behind = readBack('db-2', ['a']);
    behind.header.barrier = { wanted: '0/9', reached: false, saw: '0/4' };
    expect(brief(judgeSet(evidence([good(0), good(1), behind])).findings)).toEqual([
      ['lost', 'fail', 'db-2', 1, ['b']],
      ['behind', 'fail', 'db-2', 1, []],
    ]);
    expect(
      judgeSet(evidence([good(0), good(1), { ...behind, footer: undefined }])).findings.map(
        ({ kind }) => kind,
      ),
    ).toEqual(['torn-read-back', 'behind']);
  });

  test('does not blame a member for a position that nobody could take', () => {
    const lost = good(2);
    lost.header.barrier = { wanted: '', reached: false, saw: '' };
    expect(brief(judgeSet(evidence([good(0), good(1), lost])).findings)).toEqual([
      ['no-position', 'fail', 'db-2', 1, []],
    ]);
    expect(brief(judgeSet(evidence([good(0), good(1), lost], { faults: [] })).findings)).toEqual([
      ['no-position', 'unknown', 'db-2', 1, []],
    ]);
  });

  test('judges no key of which the history contradicts itself, and all the others', () => {
    const operations = [...HISTORY, ...write('b', 'ok', { process: 7, from: 90 })];
    const { findings } = judgeSet(evidence([readBack('db-0', []), good(1), good(2)], { operations }));
    expect(findings.map(({ kind, effect, examples }) => [kind, effect, examples])).toEqual([
      ['malformed-history', 'unknown', ['The key b was added twice.']],
      ['lost', 'fail', ['a']],
    ]);
  });

  test('is unknown where the history was cut off or is not there', () => {
    const readBacks = [0, 1, 2].map(good);
    expect(
      judgeSet(evidence(readBacks, { historyTorn: true })).findings.map(({ kind, effect }) => [kind, effect]),
    ).toEqual([['torn-history', 'unknown']]);
    const none = judgeSet(evidence(readBacks, { operations: undefined }));
    expect(none.findings.map(({ kind, effect }) => [kind, effect])).toEqual([['no-history', 'unknown']]);
    expect(none.data).toMatchObject({ lost: 0, unexpected: 0 });
  });

  test('says all that it finds in its name', () => {
    const odd = operation('add', 'odd', 'ok', { process: 9, from: 1 }, { sent: 7 });
    const operations = [...odd, ...HISTORY, ...write('b', 'ok', { process: 7, from: 90 })];
    const given = evidence([readBack('db-0', ['x']), ended('dataset-gone')], { operations });
    const { findings } = judgeSet(given);
    const kinds = ['malformed-value', 'malformed-history', 'lost', 'unexpected', 'no-read-back'];
    expect(findings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(kinds));
    const names = new Set(findings.map(({ judge }) => judge)).add(new SetJudge(given).name);
    expect([...names]).toEqual(['set']);
  });
});
