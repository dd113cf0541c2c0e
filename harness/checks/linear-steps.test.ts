import { describe, expect, test } from '@jest/globals';
import {
  at,
  judged,
  LIMITS,
  lost,
  read,
  REGISTER,
  wrote,
  type Did,
  type Span,
} from './linear-brute-force.fixture.ts';
import type { LinearLimits } from './linearizable.ts';

/** So many writes of different values, all at once. */
const together = (count: number): Span<Did>[] =>
  Array.from({ length: count }, (_, i) => at(wrote(i + 1), 0, 9));
/** What a search took: how often it asked or compared in vain, and how many configurations it kept. */
const taken = (spans: Span<Did>[], limits: LinearLimits = LIMITS): number[] => {
  const { steps, configurations } = judged(spans, REGISTER, limits);
  return [steps, configurations];
};

describe('what a search takes', () => {
  test('is a step for each operation, where they follow each other', () => {
    expect(taken([])).toEqual([0, 0]);
    expect(taken([at(wrote(1), 0, 1), read(1, 2, 3), at(wrote(2), 4, 5)])).toEqual([3, 1]);
    // A read needs no configuration: nothing is gained by placing it later.
    expect(taken([read(0, 0, 9), read(0, 0, 9), read(0, 0, 9)])).toEqual([3, 0]);
  });

  test('is every set of writes with every last one of them, where none explains the read, and no more', () => {
    for (const count of [1, 2, 3, 6, 8]) {
      const { verdict, configurations } = judged([...together(count), read(77, 10, 11)], REGISTER);
      expect([verdict, configurations]).toEqual(['not-linearizable', count * 2 ** (count - 1)]);
    }
    expect(taken([...together(3), read(77, 10, 11)])).toEqual([18, 12]);
  });

  test('is little for operations of unknown outcome that change nothing, or were overwritten at once', () => {
    expect(taken([lost(wrote(0), 0), read(0, 1, 2), at(wrote(1), 3, 4), read(9, 5, 6)])).toEqual([6, 2]);
    expect(taken([lost(wrote(5), 0), at(wrote(1), 3, 4), read(9, 5, 6)])).toEqual([6, 3]);
    expect(taken([lost(wrote(5), 0), lost(wrote(6), 0), read(6, 3, 4)])).toEqual([6, 2]);
  });
});

describe('what a search tells of the operation that it never got past', () => {
  test('is how many returned before it, and the states that refuse it', () => {
    expect(judged([...together(3), read(77, 10, 11)], REGISTER)).toMatchObject({
      ...{ placed: 3, stuck: 3, states: [3, 2, 1] },
    });
    const late = [at(wrote(1), 0, 3), at(wrote(2), 0, 3), read(1, 4, 5), read(2, 6, 7), at(wrote(3), 8, 9)];
    expect(judged(late, REGISTER)).toMatchObject({ placed: 3, stuck: 3, states: [1] });
    const under = [at(wrote(1), 0, 9), at(wrote(2), 0, 9), read(5, 3, 20), at(wrote(4), 10, 12)];
    expect(judged(under, REGISTER)).toMatchObject({ placed: 3, stuck: 2, states: [3] });
  });

  test('are eight states at the most', () => {
    expect(judged([...together(9), read(77, 10, 11)], REGISTER).states).toEqual([9, 8, 7, 6, 5, 4, 3, 2]);
  });
});

describe('the bounds of a search', () => {
  const serial = [at(wrote(1), 0, 1), at(wrote(2), 4, 5), at(wrote(3), 6, 7)];

  test('are reached with the last step, or the last configuration, that they allow', () => {
    const under = (limits: Partial<LinearLimits>): string =>
      judged(serial, REGISTER, { ...LIMITS, ...limits }).verdict;
    expect([3, 4].map((steps) => under({ steps }))).toEqual(['undecided', 'linearizable']);
    expect([2, 3].map((configurations) => under({ configurations }))).toEqual(['undecided', 'linearizable']);
  });

  test('are asked for now and then, where somebody wants to end it', () => {
    const hard = [...together(16), read(99, 200, 201)];
    let asked = 0;
    const ending = (at: number): unknown[] => {
      asked = 0;
      const isOver = (): boolean => (asked += 1) === at;
      const { verdict, steps } = judged(hard, REGISTER, { steps: 140_000, configurations: 1e6, isOver });
      return [verdict, asked, Math.floor(steps / 65_536)];
    };
    expect(ending(0)).toEqual(['undecided', 2, 2]);
    expect(ending(1)).toEqual(['undecided', 1, 1]);
    expect(judged(serial, REGISTER, { ...LIMITS, isOver: () => true }).verdict).toBe('linearizable');
  });
});
