import { describe, expect, test } from '@jest/globals';
import type { Stretch } from '../model/result.ts';
import type { Call } from './calls.ts';
import { controlEvidence, fault } from './evidence.fixture.ts';
import { Stretches } from './stretches.ts';
import { acknowledgedAt } from './writes.ts';

/** A write of a load that begins at 10 s. */
const write = (changes: Partial<Call>): Call => ({
  ...{ nth: 0, process: 1, f: 'add', key: 'a', member: undefined, sent: undefined, got: undefined },
  ...{ invokedAt: 10_000, completedAt: 10_010, outcome: 'info', waived: false, error: 'it broke' },
  ...changes,
});

function stretchesOf(calls: Partial<Call>[], faults = controlEvidence().faults): Stretch[] {
  const stretches = new Stretches({ ...controlEvidence(), faults });
  for (const one of calls.map(write)) stretches.write(one, acknowledgedAt(one));
  return stretches.stretches();
}
const errors = (...texts: string[]): [string, number][] =>
  (stretchesOf(texts.map((error) => ({ error })))[0]?.errors ?? []).map(({ error, count }) => [error, count]);

describe('the errors of a stretch', () => {
  test('are those of what failed or may have, and none without a text', () => {
    const calls: Partial<Call>[] = [
      { outcome: 'fail', error: 'refused' },
      { outcome: 'open', completedAt: undefined, error: undefined },
      { outcome: 'info', error: 'cut off' },
      { outcome: 'ok', error: 'no error' },
    ];
    expect(stretchesOf(calls)).toMatchObject([
      {
        ...{ stretch: 'before', acknowledged: 1, failed: 1, indeterminate: 2 },
        errors: [
          { error: 'cut off', count: 1 },
          { error: 'refused', count: 1 },
        ],
      },
    ]);
  });

  test('are alike where numbers alone differ, but for codes of five characters', () => {
    expect(errors('a12b 7', 'a3b 99')).toEqual([['a#b #', 2]]);
    expect(errors('57P01 now', '57P02 now')).toHaveLength(2);
    expect(errors('x57P01', '12345', '123456', '57p01', '123456x')).toEqual([
      ...[
        ['#', 1],
        ['#p#', 1],
        ['#x', 1],
        ['12345', 1],
        ['x#P#', 1],
      ],
    ] as [string, number][]);
  });

  test('are cut off, the commonest first, then by their texts', () => {
    expect(errors('x'.repeat(300))).toEqual([['x'.repeat(200), 1]]);
    expect(errors('b', 'c', 'a', 'c', 'd', 'e', 'f')).toEqual([
      ...([
        ['c', 2],
        ['a', 1],
        ['b', 1],
        ['d', 1],
        ['e', 1],
      ] as [string, number][]),
    ]);
  });
});

describe('the bounds of a stretch', () => {
  const when = (invokedAt: number, completedAt: number | undefined): string | undefined =>
    stretchesOf([{ invokedAt, completedAt }], [fault({ injectedAt: 20_000, wholeAt: 30_000 })]).find(
      ({ indeterminate }) => indeterminate > 0,
    )?.stretch;

  test('are the first injection and the last recovery, both of them during', () => {
    expect(when(10_000, 19_999)).toBe('before');
    expect(when(10_000, 20_000)).toBe('during');
    expect(when(19_000, undefined)).toBe('during');
    expect(when(30_000, 31_000)).toBe('during');
    expect(when(30_001, 31_000)).toBe('after');
    expect(when(9_999, 10_001)).toBeUndefined();
  });
});
