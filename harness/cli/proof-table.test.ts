import { describe, expect, test } from '@jest/globals';
import type { Proof } from '../engine/prove.ts';
import { renderProofs } from './proof-table.ts';

const caught: Proof = {
  stack: 'db',
  variant: 'empty-dir',
  scenario: 'pod-delete',
  expects: { verdict: 'fail', kinds: ['lost'] },
  found: { verdict: 'fail', kinds: ['lost', 'not-recovered'] },
  caught: true,
};
const missed: Proof = {
  ...caught,
  variant: 'no-fsync',
  found: { verdict: 'pass', kinds: [] },
  caught: false,
};

const rows = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map((line) =>
      line
        .split('│')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

describe('the table of proofs', () => {
  test('says what was expected and what was found', () => {
    expect(rows(renderProofs([caught, missed]))).toEqual([
      ['variant', 'scenario', 'expected', 'found', 'caught'],
      ['db empty-dir', 'pod-delete', 'fail: lost', 'fail: lost, not-recovered', 'caught'],
      ['db no-fsync', 'pod-delete', 'fail: lost', 'pass', 'NOT'],
    ]);
  });

  test('ends with whether all were caught', () => {
    expect(renderProofs([caught])).toMatch(/All 1 were caught for the right reason\.\n$/);
    expect(renderProofs([caught, missed])).toMatch(/1 of 2 were NOT caught for the right reason\.\n$/);
  });
});
