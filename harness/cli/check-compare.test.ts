import { describe, expect, test } from '@jest/globals';
import { sampleRun } from '../render/run.fixture.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { Finding } from '../model/verdict.ts';
import { compareResults, sentenceFor } from './check-compare.ts';

const SAMPLE = sampleRun().scenarios[1];
const finding: Finding = {
  ...{ judge: 'set', kind: 'lost', effect: 'fail', message: 'Gone.', count: 3, member: 'db-0' },
  examples: ['k1', 'k2'],
};

function result(changes: Partial<ScenarioResult> = {}): ScenarioResult {
  if (SAMPLE === undefined) throw new Error('The sample has no such scenario.');
  return structuredClone({ ...SAMPLE, findings: [], ...changes });
}

const sentences = (recorded: ScenarioResult, judged: ScenarioResult): string[] =>
  compareResults(recorded, judged).differences.map((difference) => sentenceFor(difference, 'F'));

describe('compareResults', () => {
  test('finds nothing between two that are the same, but for what no evidence tells', () => {
    const recorded = result({ askedAt: 1, startedAt: 2, endedAt: 3 });
    recorded.durations.judge = 4;
    expect(compareResults(recorded, result())).toEqual({ differences: [], reworded: [] });
  });

  test('takes a field that is undefined for one that is absent', () => {
    expect(sentences(Object.assign(result(), { variant: undefined }), without(result(), 'variant'))).toEqual(
      [],
    );
  });

  test('names the place of each difference, the verdict first', () => {
    const recorded = result({ verdict: 'pass' });
    recorded.data.lost = 0;
    recorded.durations.load = 999;
    recorded.data.membersRead = ['db-0'];
    Object.assign(recorded.availability, { outage: null });
    expect(sentences(recorded, result())).toEqual([
      'verdict: F has "pass", judged again it is "fail"',
      'data.membersRead[1]: F has absent, judged again it is "db-1"',
      'data.membersRead[2]: F has absent, judged again it is "db-2"',
      'data.lost: F has 0, judged again it is 60',
      'durations.load: F has 999, judged again it is 20',
    ]);
  });

  test.each<[string, unknown, unknown, string]>([
    ['a list in the place of a tree', [], {}, 'contract: F has [], judged again it is {}'],
    ['null in the place of a tree', null, {}, 'contract: F has null, judged again it is {}'],
    ['a number in the place of a text', 1, '1', 'contract: F has 1, judged again it is "1"'],
    [
      'a long text, cut',
      'x'.repeat(500),
      'y',
      `contract: F has "${'x'.repeat(119)}..., judged again it is "y"`,
    ],
  ])('tells %s', (_what, recorded, judged, sentence) => {
    const left = Object.assign(result(), { contract: recorded });
    const right = Object.assign(result(), { contract: judged });
    expect(sentences(left, right)).toEqual([sentence]);
  });

  test.each<[string, Finding[], Finding[], string[]]>([
    [
      'more',
      [],
      [finding],
      ['finding lost of db-0 (set): F has absent, judged again it is fail, count 3 ("Gone.")'],
    ],
    [
      'fewer',
      [finding],
      [],
      ['finding lost of db-0 (set): F has fail, count 3 ("Gone."), judged again it is absent'],
    ],
    [
      'another count',
      [{ ...finding, count: 1 }],
      [finding],
      ['finding lost of db-0 (set): F has fail, count 1, judged again it is fail, count 3'],
    ],
    [
      'another effect',
      [{ ...finding, effect: 'note' }],
      [finding],
      ['finding lost of db-0 (set): F has note, count 3, judged again it is fail, count 3'],
    ],
    [
      'another member',
      [{ ...finding, member: 'db-1' }],
      [finding],
      [
        'finding lost of db-1 (set): F has fail, count 3 ("Gone."), judged again it is absent',
        'finding lost of db-0 (set): F has absent, judged again it is fail, count 3 ("Gone.")',
      ],
    ],
    ['another order', [finding, { ...finding, kind: 'stale' }], [{ ...finding, kind: 'stale' }, finding], []],
    [
      'one of two alike',
      [finding, finding],
      [finding],
      ['finding lost of db-0 (set): F has fail, count 3 ("Gone."), judged again it is absent'],
    ],
  ])('tells findings apart: %s', (_what, recorded, judged, expected) => {
    expect(sentences(result({ findings: recorded }), result({ findings: judged }))).toEqual(expected);
  });

  test('lets a finding be put in other words', () => {
    const judged = result({
      findings: [finding, { ...finding, message: 'It is gone.' }, { ...finding, examples: ['k2'] }],
    });
    expect(compareResults(result({ findings: [finding, finding, finding] }), judged)).toEqual({
      differences: [],
      reworded: ['finding lost of db-0 (set)', 'finding lost of db-0 (set)'],
    });
  });
});

function without(value: ScenarioResult, field: keyof ScenarioResult): ScenarioResult {
  Reflect.deleteProperty(value, field);
  return value;
}
