import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../model/operation.ts';
import type { ReadBack } from '../model/read-back.ts';
import { controlEvidence, fault, operation, readBack, sha256Of, write } from './evidence.fixture.ts';
import type { DataJudgement } from './data-judge.ts';
import { judgeSet } from './judging.fixture.ts';

type Outcome = 'ok' | 'fail' | 'info' | 'open';
let process = 100;
const add = (type: Outcome, from: number, to = from + 5): Operation[] =>
  write('a', type, { process: process++, from, to });
const remove = (type: Outcome, from: number, to = from + 5, key = 'a'): Operation[] =>
  operation('remove', key, type, { process: process++, from, to });

/** Judges a history against what all three members hold. */
function judged(operations: Operation[], keys: string[]): DataJudgement {
  const readBacks = [0, 1, 2].map((n) => readBack(`db-${String(n)}`, keys));
  return judgeSet(controlEvidence({ operations, readBacks }));
}
const kinds = ({ findings }: DataJudgement): string[] => [
  ...new Set(findings.map(({ kind, effect }) => `${effect} ${kind}`)),
];

const told = (records: Operation[], value: number): Operation[] =>
  records.map((record) => (record.type === 'ok' ? { ...record, value } : record));

describe('the set judge, of elements that were removed', () => {
  test('finds lost what its removal did not find', () => {
    const found = judged([...add('ok', 1), ...told(remove('ok', 9), 1)], []);
    expect(kinds(found)).toEqual([]);
    const missing = judged([...add('ok', 1), ...told(remove('ok', 9), 0)], []);
    expect(kinds(missing)).toEqual(['fail lost']);
    expect(missing.data.lost).toBe(1);
    const unsure = judged([...add('info', 1), ...told(remove('ok', 9), 0)], []);
    expect(kinds(unsure)).toEqual([]);
    const twice = judged([...add('ok', 1), ...remove('info', 9), ...told(remove('ok', 19), 0)], []);
    expect(kinds(twice)).toEqual([]);
  });

  // What is found where the element is there at the end, and where it is not.
  test.each<[string, Operation[], string[], string[]]>([
    ['acknowledged', [...add('ok', 1), ...remove('ok', 9)], ['fail resurrected'], []],
    ['refused', [...add('ok', 1), ...remove('fail', 9)], [], ['fail lost']],
    ['of unknown outcome', [...add('ok', 1), ...remove('info', 9)], [], []],
    ['never answered', [...add('ok', 1), ...remove('open', 9)], [], []],
    ['acknowledged, invoked when the add was not', [...add('ok', 1, 9), ...remove('ok', 5, 7)], [], []],
    [
      'acknowledged, invoked at the very time of the acknowledgement',
      [...add('ok', 1, 5), ...remove('ok', 5)],
      [],
      [],
    ],
    [
      'acknowledged, of an add of unknown outcome',
      [...add('info', 1), ...remove('ok', 9)],
      ['note recovered'],
      [],
    ],
    [
      'refused, of an add of unknown outcome',
      [...add('info', 1), ...remove('fail', 9)],
      ['note recovered'],
      [],
    ],
    [
      'acknowledged, of an add that was refused',
      [...add('fail', 1), ...remove('ok', 9)],
      ['fail unexpected'],
      [],
    ],
    [
      'refused, then acknowledged',
      [...add('ok', 1), ...remove('fail', 9), ...remove('ok', 19)],
      ['fail resurrected'],
      [],
    ],
    [
      'acknowledged, then not known',
      [...add('ok', 1), ...remove('ok', 9), ...remove('info', 19)],
      ['fail resurrected'],
      [],
    ],
  ])('a removal %s', (_what, operations, present, absent) => {
    expect(kinds(judged(operations, ['a']))).toEqual(present);
    expect(kinds(judged(operations, []))).toEqual(absent);
  });

  test('counts what was resurrected once over all members, and names each of them', () => {
    const { findings, data } = judged([...add('ok', 1), ...remove('ok', 9)], ['a']);
    expect(data.resurrected).toBe(1);
    expect(findings.map(({ member, message }) => [member, message])).toEqual(
      ['db-0 (leader)', 'db-1 (follower)', 'db-2 (follower)'].map((where) => [
        where.slice(0, 4),
        `${where} holds 1 element whose removal was acknowledged.`,
      ]),
    );
  });

  test('finds a removed element that is there altered or twice, where it may be there', () => {
    const altered: ReadBack = {
      ...readBack('db-0', []),
      elements: [{ of: 'element', key: 'a', sha256: sha256Of('x'), stored: sha256Of('x') }],
    };
    const operations = [...add('ok', 1), ...remove('info', 9)];
    const others = [1, 2].map((n) => readBack(`db-${String(n)}`, ['a']));
    const given = judgeSet(controlEvidence({ operations, readBacks: [altered, ...others] }));
    expect(kinds(given)).toEqual(['fail corrupted']);
    expect(kinds(judged(operations, ['a', 'a']))).toEqual(['fail duplicated']);
  });

  test.each<[string, Operation[], string]>([
    ['added twice', [...add('ok', 1), ...add('ok', 9)], 'The key a was added twice.'],
    [
      'added after it was removed',
      [...remove('ok', 1), ...add('ok', 9)],
      'The key a was removed, and nobody had added it.',
    ],
    [
      'added again after it was removed',
      [...add('ok', 1), ...remove('ok', 9), ...add('ok', 19)],
      'The key a was added twice.',
    ],
  ])('does not judge a key that was %s', (_what, operations, sentence) => {
    for (const keys of [['a'], []]) {
      const { findings } = judged([...operations, ...write('b', 'ok', { from: 90 })], [...keys, 'b']);
      expect(findings).toMatchObject([{ kind: 'malformed-history', effect: 'unknown' }]);
      expect(findings[0]?.examples[0]).toBe(sentence);
    }
  });

  test('does not know what a write says that cannot be read', () => {
    const operations = operation('add', 'a', 'ok', { from: 1 }, { sent: { sha256: 7 } });
    for (const keys of [['a'], []]) {
      const { findings } = judged(operations, keys);
      expect(findings).toMatchObject([{ kind: 'malformed-value', effect: 'unknown', count: 1 }]);
      expect(findings[0]?.examples[0]).toMatch(/^What the write of a sent has another shape .* at sha256: /);
    }
  });

  test('judges elements only, whatever else a member holds', () => {
    const full = (n: number): ReadBack => ({
      ...readBack(`db-${String(n)}`, []),
      elements: [
        { of: 'counter', key: 'c', value: 1 },
        { of: 'account', key: 'x', balance: 1 },
        { of: 'group', key: 'a', rows: 1 },
        { of: 'list', key: 'l', values: [1] },
      ],
    });
    const given = controlEvidence({ operations: add('ok', 1), readBacks: [0, 1, 2].map(full) });
    expect(kinds(judgeSet(given))).toEqual(['fail lost']);
  });
});

describe('the set judge, of members that were scaled away', () => {
  const operations = add('ok', 1);
  const readBacks = [readBack('db-0', ['a'])];
  test('demands no read-back of them, and one of those that are wanted at the end', () => {
    const down = fault({ membersAfter: 1 });
    expect(kinds(judgeSet(controlEvidence({ operations, readBacks, faults: [down] })))).toEqual([]);
    const up = fault({ membersAfter: 2, injectedAt: 60_000 });
    const faults = [up, down]; // the order of the records is not the order of time
    expect(kinds(judgeSet(controlEvidence({ operations, readBacks, faults })))).toEqual([
      'unknown no-read-back',
    ]);
    expect(kinds(judgeSet(controlEvidence({ operations, readBacks, faults: [fault()] })))).toEqual([
      'unknown no-read-back',
    ]);
  });
});
