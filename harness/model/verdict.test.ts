import { describe, expect, test } from '@jest/globals';
import {
  findingSchema,
  scenarioVerdictSchema,
  verdictOf,
  verdictSchema,
  worst,
  type Finding,
  type Verdict,
} from './verdict.ts';

const found = (effect: Finding['effect']): Finding => ({
  judge: 'j',
  kind: 'k',
  effect,
  message: 'm',
  count: 1,
  examples: [],
});

describe('verdicts', () => {
  test('are three', () => {
    expect(verdictSchema.options).toEqual(['pass', 'unknown', 'fail']);
    expect(verdictSchema.safeParse('flaky').success).toBe(false);
    expect(scenarioVerdictSchema.options).toEqual(['pass', 'unknown', 'fail', 'not-applicable']);
  });

  test.each<[Verdict[], Verdict]>([
    [['pass'], 'pass'],
    [['pass', 'pass'], 'pass'],
    [['pass', 'unknown'], 'unknown'],
    [['unknown', 'pass'], 'unknown'],
    [['pass', 'fail'], 'fail'],
    [['fail', 'pass'], 'fail'],
    [['unknown', 'fail'], 'fail'],
    [['fail', 'unknown'], 'fail'],
    [['pass', 'fail', 'unknown'], 'fail'],
  ])('the worst wins, whatever its place: of %j, %s', (verdicts, verdict) => {
    expect(worst(verdicts)).toBe(verdict);
  });

  test('of nothing judged is unknown, and what does not apply says nothing', () => {
    expect(worst([])).toBe('unknown');
    expect(worst(['not-applicable'])).toBe('unknown');
    expect(worst(['not-applicable', 'pass'])).toBe('pass');
    expect(worst(['fail', 'not-applicable', 'pass'])).toBe('fail');
  });

  test('of findings: notes are held against nobody', () => {
    expect(verdictOf([])).toBe('pass');
    expect(verdictOf([found('note')])).toBe('pass');
    expect(verdictOf([found('note'), found('unknown')])).toBe('unknown');
    expect(verdictOf([found('fail'), found('unknown')])).toBe('fail');
  });
});

describe('the record of a finding', () => {
  test.each(['note', 'unknown', 'fail'] as const)('is read as it was written: %s', (effect) => {
    const finding: Finding = { ...found(effect), member: 'db-0', examples: ['a'] };
    expect(findingSchema.parse({ ...finding, more: 1 })).toEqual(finding);
    expect(findingSchema.parse(found(effect))).toEqual(found(effect));
  });

  test.each<[string, Record<string, unknown>]>([
    ['an effect that no verdict knows', { effect: 'pass' }],
    ['half an occurrence', { count: 0.5 }],
    ['no message', { message: undefined }],
    ['examples that are no list', { examples: 'a' }],
  ])('refuses %s', (_what, changes) => {
    expect(findingSchema.safeParse({ ...found('fail'), ...changes }).success).toBe(false);
  });
});
