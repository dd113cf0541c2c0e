import { describe, expect, test } from '@jest/globals';
import { sampleContract } from '../model/contract.fixture.ts';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import type { Operation } from '../model/operation.ts';
import type { ReadBack } from '../model/read-back.ts';
import { controlEvidence, element, fault, operation, readBack, sha256Of, write } from './evidence.fixture.ts';
import { judgeSet } from './judging.fixture.ts';
import { SetJudge } from './set.ts';

let process = 100;
const add = (key: string, type: 'ok' | 'fail' | 'info' = 'ok', from = 1): Operation[] =>
  write(key, type, { process: process++, from });
const remove = (key: string, got: number | undefined, from = 30): Operation[] =>
  operation('remove', key, 'ok', { process: process++, from }, { got });

/** What is said of a history and of what one member of one holds at the end. */
function said(operations: Operation[], held: ReadBack, changes: Partial<LoadedEvidence> = {}): string[] {
  const sample = controlEvidence();
  const record = { ...sample.record, members: 1 };
  const none = { before: undefined, after: undefined } as unknown as Partial<LoadedEvidence>;
  const given = { ...sample, ...none, record, operations, readBacks: [held], ...changes };
  return judgeSet(given).findings.map(({ kind, effect, message }) => `${effect} ${kind}: ${message}`);
}
const holds = (...keys: string[]): ReadBack => readBack('db-0', keys);
const gone: ReadBack = { ...holds(), footer: { end: 'dataset-gone', elements: 0 } };

describe('the sentences of the set judge', () => {
  test('tell of what is not there', () => {
    expect(said(add('a'), holds())).toEqual(['fail lost: 1 acknowledged write is not on db-0 (leader).']);
    expect(said([...add('a'), ...add('b')], holds())).toEqual([
      'fail lost: 2 acknowledged writes are not on db-0 (leader).',
    ]);
    expect(said(add('a'), gone)).toEqual([
      'fail lost: The data set is gone from db-0 (leader), and 1 acknowledged write with it.',
    ]);
    expect(said(add('a', 'info'), gone)).toEqual([
      'unknown dataset-gone: The data set is gone from db-0, which had no acknowledged write to lose.',
    ]);
  });

  test('tell of what the contract lets go', () => {
    const contract = sampleContract(3, { pod: { keeps: 'nothing', because: 'it is a cache' } });
    const faults = [fault({ contracts: [{ at: 0, contract }] })];
    expect(said(add('a'), gone, { faults })).toEqual([
      'note lost-in-window: The data set is gone from db-0 (leader), and 1 acknowledged write with it that the contract lets go.',
    ]);
    expect(said(add('a'), holds(), { faults })).toEqual([
      'note lost-in-window: 1 acknowledged write is not on db-0 (leader), and the contract lets it go.',
    ]);
  });

  test('tell of what is there and should not be', () => {
    expect(said([...add('a'), ...remove('a', 1)], holds('a'))).toEqual([
      'fail resurrected: db-0 (leader) holds 1 element whose removal was acknowledged.',
    ]);
    expect(said(add('a', 'info'), holds('a'))).toEqual([
      'note recovered: db-0 (leader) holds 1 write whose outcome was unknown to the client.',
    ]);
    expect(said([], holds('x', 'y'))).toEqual([
      'fail unexpected: db-0 (leader) holds 2 elements that nobody wrote, or whose write was certainly not applied.',
    ]);
    expect(said(add('a'), holds('a', 'a'))).toEqual([
      'fail duplicated: db-0 (leader) holds 1 element more than once, 1 extra copy in all.',
    ]);
    expect(said(add('a'), { ...holds(), elements: [{ ...element('a'), stored: sha256Of('b') }] })).toEqual([
      'fail corrupted: db-0 (leader) holds 1 element whose payload or checksum is not what was written.',
    ]);
  });

  test('tell of what its removal did not find', () => {
    const one = [...add('a'), ...remove('a', 0)];
    expect(said(one, holds())).toEqual([
      'fail lost: 1 acknowledged write could not be found when it was to be removed.',
    ]);
    expect(said([...one, ...add('b'), ...remove('b', 0)], holds())).toEqual([
      'fail lost: 2 acknowledged writes could not be found when they were to be removed.',
    ]);
  });

  test('tell of a history that is not there, was cut off, or contradicts itself', () => {
    expect(said([], holds('x'), { operations: undefined })).toEqual([
      'unknown no-history: There is no readable history to compare the data with.',
    ]);
    expect(said([], holds(), { historyTorn: true })).toEqual([
      'unknown torn-history: The history was cut off in the middle of a record: acknowledgements may be missing from it.',
    ]);
    expect(said([...add('a'), ...add('a', 'ok', 20)], holds())).toEqual([
      'unknown malformed-history: The history breaks its own rules in 1 place; the keys concerned are not judged. The key a was added twice.',
    ]);
    const twice = ['a', 'b'].flatMap((key) => [...add(key), ...add(key, 'ok', 20)]);
    expect(said(twice, holds())[0]).toContain('in 2 places;');
  });

  test('tell how much came of a member that was cut off', () => {
    expect(said([...add('a'), ...add('b')], readBack('db-0', ['a', 'b'], 'torn'))).toEqual([
      'unknown torn-read-back: The read-back of db-0 was cut off after 2 elements; what is not in it may be there.',
    ]);
  });
});

describe('the examples of the set judge', () => {
  test('are the first ten that their removals did not find, in the order of the removals', () => {
    const keys = Array.from({ length: 12 }, (_, i) => `k${String(i)}`);
    const operations = [
      ...keys.flatMap((key, i) => add(key, 'ok', i)),
      ...keys.toReversed().flatMap((key, i) => remove(key, 0, 30 + i)),
    ].sort((a, b) => a.time - b.time);
    const { findings } = judgeSet({ ...controlEvidence({ operations, readBacks: [] }) });
    expect(findings[0]).toMatchObject({ kind: 'lost', count: 12, examples: keys.toReversed().slice(0, 10) });
  });

  test('are of a removed element the place of its first removal', () => {
    const operations = [
      ...add('late', 'ok', 1),
      ...add('early', 'ok', 2),
      ...remove('early', 0, 30),
      ...remove('late', 0, 40),
      ...remove('early', 0, 50),
    ];
    const { findings } = judgeSet({ ...controlEvidence({ operations, readBacks: [] }) });
    expect(findings[0]?.examples).toEqual(['early', 'late']);
  });

  test('are the first of all that is lost, however many there are', () => {
    const keys = Array.from({ length: 16_400 }, (_, i) => `k${String(i)}`);
    const operations = keys.flatMap((key, i) => add(key, 'ok', i * 10));
    const found = judgeSet(controlEvidence({ operations, readBacks: [holds(...keys.slice(1, -1))] }));
    expect(found.findings[0]).toMatchObject({ kind: 'lost', count: 2, examples: ['k0', 'k16399'] });
  });

  test('are of members that the evidence does not name, too', () => {
    const judge = new SetJudge(controlEvidence({ operations: [], readBacks: [] }));
    judge.history({ suspect: new Set() });
    const sink = judge.member({ member: 'db-9', role: 'unknown' });
    sink.element(element('x'));
    sink.end({ end: 'complete', elements: 1 });
    expect(judge.judgement().findings.map(({ kind, member }) => [kind, member])).toEqual([
      ['unexpected', 'db-9'],
      ['no-read-back', undefined],
    ]);
  });
});
