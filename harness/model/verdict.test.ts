import { describe, expect, test } from '@jest/globals';
import { verdictOf, worst, type Finding } from './verdict.ts';

const found = (effect: Finding['effect']): Finding => ({
  judge: 'j',
  kind: 'k',
  effect,
  message: 'm',
  count: 1,
  examples: [],
});

describe('verdicts', () => {
  test('the worst wins, whatever its place', () => {
    expect(worst(['pass', 'fail', 'unknown'])).toBe('fail');
    expect(worst(['unknown', 'pass'])).toBe('unknown');
    expect(worst(['pass', 'pass'])).toBe('pass');
  });

  test('of nothing judged is unknown', () => {
    expect(worst([])).toBe('unknown');
  });

  test('of findings: notes are held against nobody', () => {
    expect(verdictOf([])).toBe('pass');
    expect(verdictOf([found('note')])).toBe('pass');
    expect(verdictOf([found('note'), found('unknown')])).toBe('unknown');
    expect(verdictOf([found('fail'), found('unknown')])).toBe('fail');
  });
});
