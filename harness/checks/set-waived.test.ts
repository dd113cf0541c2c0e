import { describe, expect, test } from '@jest/globals';
import { sampleContract } from '../model/contract.fixture.ts';
import type { Operation } from '../model/operation.ts';
import type { ReadBack } from '../model/read-back.ts';
import type { DataJudgement } from './data-judge.ts';
import { fault, operation, readBack, sampleEvidence, sha256Of, write } from './evidence.fixture.ts';
import { judgeCounter, judgeGroups, judgeSet } from './judging.fixture.ts';

// The sample's fault is injected at 30 s and in effect at 32 s; what was acknowledged since 29 s may be lost.
const contract = sampleContract(3, { pod: { keeps: 'all-but-window', windowSeconds: 1 } });
const faults = [fault({ contracts: [{ at: 0, contract }] })];

let process = 100;
const add = (key: string, acknowledgedAt: number): Operation[] =>
  write(key, 'ok', { process: process++, from: acknowledgedAt - 5, to: acknowledgedAt });
const remove = (key: string, acknowledgedAt: number, got = 1): Operation[] =>
  operation(
    'remove',
    key,
    'ok',
    { process: process++, from: acknowledgedAt - 5, to: acknowledgedAt },
    { got },
  );

const HISTORY = [
  ...add('before', 28_999),
  ...add('first', 29_000),
  ...add('last', 32_000),
  ...add('after', 32_001),
];
const judged = (operations: Operation[], readBacks: ReadBack[]): DataJudgement =>
  judgeSet(sampleEvidence({ operations, readBacks, faults }));
const all = (...keys: string[]): ReadBack[] => [0, 1, 2].map((n) => readBack(`db-${String(n)}`, keys));
const brief = ({ findings }: DataJudgement): unknown[] =>
  findings.map(({ kind, effect, member, count, examples }) => [kind, effect, member, count, examples]);

describe('the set judge, of adds that were acknowledged in a loss window', () => {
  test('notes those that are gone, on each member, and holds them against nobody', () => {
    const found = judged(HISTORY, [
      readBack('db-0', ['before', 'after']),
      readBack('db-1', ['before', 'first', 'after']),
      readBack('db-2', ['before', 'first', 'last', 'after']),
    ]);
    expect(brief(found)).toEqual([
      ['lost-in-window', 'note', 'db-0', 2, ['first', 'last']],
      ['lost-in-window', 'note', 'db-1', 1, ['last']],
    ]);
    expect(found.data).toMatchObject({ lost: 0, lostInWindow: 2, recovered: 0 });
    expect(found.findings.map(({ message }) => message)).toEqual([
      '2 acknowledged writes are not on db-0 (leader), and the contract lets them go.',
      '1 acknowledged write is not on db-1 (follower), and the contract lets it go.',
    ]);
  });

  test('does not take those that are there for recovered', () => {
    expect(brief(judged(HISTORY, all('before', 'first', 'last', 'after')))).toEqual([]);
  });

  test('finds lost what was acknowledged before the window or after it', () => {
    const found = judged(HISTORY, all('first', 'last'));
    expect(found.findings.map(({ kind }) => kind)).toEqual(['lost', 'lost', 'lost']);
    expect(found.data).toMatchObject({ lost: 2, lostInWindow: 0 });
  });

  test('finds one that is there altered, or twice', () => {
    const altered = readBack('db-0', ['before', 'last', 'after', 'after']);
    altered.elements.push({ of: 'element', key: 'first', sha256: sha256Of('x'), stored: sha256Of('first') });
    const { findings } = judged(HISTORY, [altered, ...all('before', 'first', 'last', 'after').slice(1)]);
    expect(findings.map(({ kind }) => kind)).toEqual(['duplicated', 'corrupted']);
  });

  test('takes a data set that is gone for no loss where the contract lets all of it go', () => {
    const gone = { ...readBack('db-0', []), footer: { end: 'dataset-gone' as const, elements: 0 } };
    const others = all('first').slice(1);
    const found = judged(add('first', 30_000), [gone, ...others]);
    expect(brief(found)).toEqual([['lost-in-window', 'note', 'db-0', 1, ['first']]]);
    expect(found.findings[0]?.message).toBe(
      'The data set is gone from db-0 (leader), and 1 acknowledged write with it that the contract lets go.',
    );
  });

  test('says nothing of a read-back that was cut off', () => {
    const torn = [0, 1, 2].map((n) => readBack(`db-${String(n)}`, ['before', 'after'], 'torn'));
    expect(new Set(judged(HISTORY, torn).findings.map(({ kind }) => kind))).toEqual(
      new Set(['torn-read-back']),
    );
  });

  test('allows both where it was removed: its add need not have come to stay', () => {
    const history = [...add('first', 30_000), ...remove('first', 40_000, 0)];
    expect(brief(judged(history, all()))).toEqual([]);
    expect(brief(judged(history, all('first')))).toEqual([]);
  });

  test('allows an element to be there again whose removal was acknowledged in the window', () => {
    const history = [...add('before', 20_000), ...remove('before', 30_000)];
    expect(brief(judged(history, all('before')))).toEqual([]);
    expect(brief(judged(history, all()))).toEqual([]);
  });
});

describe('other judges, of what was acknowledged in a loss window', () => {
  const holding = (element: ReadBack['elements'][number] | undefined): ReadBack[] =>
    [0, 1, 2].map((n) => ({
      ...readBack(`db-${String(n)}`, []),
      elements: element === undefined ? [] : [element],
    }));

  test('take an increment for one of unknown outcome', () => {
    const span = { process: 1, from: 29_990, to: 30_000 };
    const operations = operation('increment', 'c', 'ok', span, { got: 1 });
    const judge = (value: number | undefined): unknown[] => {
      const readBacks = holding(value === undefined ? undefined : { of: 'counter', key: 'c', value });
      return brief(judgeCounter(sampleEvidence({ operations, readBacks, faults })));
    };
    expect([judge(undefined), judge(0), judge(1)]).toEqual([[], [], []]);
    expect(judge(2)).toHaveLength(3);
  });

  test('take a group for one of unknown outcome, which was not recovered where it is there', () => {
    const operations = operation('add-group', 'g', 'ok', { from: 29_990, to: 30_000 }, { sent: { rows: 2 } });
    const judge = (rows: number | undefined): unknown[] => {
      const readBacks = holding(rows === undefined ? undefined : { of: 'group', key: 'g', rows });
      return brief(judgeGroups(sampleEvidence({ operations, readBacks, faults })));
    };
    expect([judge(undefined), judge(2)]).toEqual([[], []]);
    expect(judge(1)).toHaveLength(3);
  });
});
