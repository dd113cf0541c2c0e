import { describe, expect, test } from '@jest/globals';
import type { Proof } from '../engine/prove.ts';
import { renderProofs } from './proof-table.ts';

const caught: Proof = {
  stack: 'db',
  variant: 'empty-dir',
  scenario: 'pod-delete',
  expects: { verdict: 'fail', reasons: [{ kind: 'lost', atLeast: 100 }] },
  found: {
    verdict: 'fail',
    kinds: [
      { kind: 'lost', count: 250 },
      { kind: 'stale', count: 1 },
    ],
  },
  wrong: [],
};
const missed: Proof = {
  ...caught,
  variant: 'no-fsync',
  expects: { ...caught.expects, anyOf: [{ kind: 'stale', judge: 'counter', atLeast: 2 }] },
  found: { verdict: 'pass', kinds: [] },
  wrong: ['the verdict is pass, and fail is expected', 'none of stale was found'],
};
const good: Proof = {
  ...caught,
  variant: undefined,
  expects: { verdict: 'pass', reasons: [] },
  found: { verdict: 'pass', kinds: [] },
};
const broken: Proof = { ...good, wrong: ['the verdict is fail, and pass is expected'] };

/** The rows of the table; what is broken over several lines is put together again. */
function rows(text: string): string[][] {
  const lines = text.split(/^[├┌└].*$/m).filter((part) => part.includes('│'));
  return lines.map((part) => {
    const cells = part
      .trim()
      .split('\n')
      .map((line) => line.split('│').slice(1, -1));
    return (cells[0] ?? []).map((_, column) =>
      cells
        .map((line) => line[column]?.trim())
        .join(' ')
        .trim(),
    );
  });
}

describe('the table of proofs', () => {
  test('says what was expected and what was found, with how many of each', () => {
    expect(rows(renderProofs([caught, missed, good, broken]))).toEqual([
      ['workload', 'scenario', 'expected', 'found', 'as expected'],
      ['db empty-dir', 'pod-delete', 'fail: lost >= 100', 'fail: lost 250, stale 1', 'caught'],
      ['db no-fsync', 'pod-delete', 'fail: lost >= 100, one of: stale >= 2', 'pass', 'NOT'],
      ['db good', 'pod-delete', 'pass', 'pass', 'passed'],
      ['db good', 'pod-delete', 'pass', 'pass', 'NOT'],
    ]);
  });

  test('says what was not as expected', () => {
    const text = renderProofs([caught, missed]);
    expect(text).toContain('db no-fsync under pod-delete: the verdict is pass, and fail is expected.\n');
    expect(text).toContain('db no-fsync under pod-delete: none of stale was found.\n');
    expect(text).not.toContain('db empty-dir under');
  });

  test('ends with how many were caught, and how many good ones passed', () => {
    expect(renderProofs([caught])).toMatch(/\nKnown-bad cases caught for the right reason: 1 of 1\.\n$/);
    expect(renderProofs([caught, missed, good, broken])).toMatch(
      /\nKnown-bad cases caught for the right reason: 1 of 2\.\nGood cases that passed: 1 of 2\.\n$/,
    );
  });
});
