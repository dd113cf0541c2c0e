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
import { LinearChecker, type LinearLimits } from './linearizable.ts';

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

describe('operations of unknown outcome', () => {
  test('are told apart by what they were placed for', () => {
    // Either write may be the one that is placed: what follows is not the same, and is compared.
    const twice = [lost(wrote(5), 0), lost(wrote(5), 0), read(9, 3, 4)];
    const allDifferent = { ...REGISTER, alike: () => false };
    expect(judged(twice, allDifferent)).toMatchObject({ steps: 8, configurations: 2, states: [1, 0] });
  });

  test('are tried in one order where they do the same', () => {
    const taken = [1, 2, 4, 8, 16].map((count) => {
      const same = Array.from({ length: count }, () => lost(wrote(5), 0));
      const { steps, configurations } = judged([...same, read(9, 3, 4)], REGISTER);
      return [steps, configurations];
    });
    expect(taken).toEqual([[3, 1], ...[2, 4, 8, 16].map(() => [4, 1])]);
  });

  test('are tried no more often than makes a difference', () => {
    const tried = Array.from({ length: 4 }, (_, i) => lost<Did>({ f: 'tried', from: i, to: i + 1 }, 0));
    expect(taken([...together(4), ...tried, read(99, 200, 201)])).toEqual([292, 53]);
  });

  test('may be what a swap found, however often the register held that before', () => {
    const spans = [
      at(wrote(1), 0, 1),
      lost(wrote(0), 2),
      at<Did>({ f: 'swapped', from: 0, to: 3 }, 3, 4),
      read(3, 5, 6),
    ];
    expect(judged(spans, REGISTER).verdict).toBe('linearizable');
  });

  test('take as much, however many others there are before them', () => {
    const tried = (at: number): Span<Did>[] =>
      [1, 2, 3].map((from) => lost<Did>({ f: 'tried', from, to: from + 1 }, at));
    const steps = (count: number): number => {
      const at0 = 10 * count;
      const before = Array.from({ length: count - 4 }, (_, i) => at(wrote(0), 10 * i, 10 * i + 1));
      const writes = [1, 2, 3].map((value) => at(wrote(value), at0, at0 + 9));
      const spans = [...before, ...writes, lost(wrote(5), at0), ...tried(at0), read(99, at0 + 10, at0 + 11)];
      return taken(spans)[0] ?? 0;
    };
    const all = [30, 31, 32, 33, 34, 63, 64, 65].map((count) => steps(count) - count);
    expect(new Set(all).size).toBe(1);
  });

  test('may come right after the last of those that returned', () => {
    for (const count of [31, 32, 33, 64]) {
      const reads = (value: number): Span<Did>[] => Array.from({ length: count }, () => read(value, 1, 2));
      expect(judged([lost(wrote(7), 0), ...reads(7)], REGISTER).verdict).toBe('linearizable');
      expect(judged([lost(wrote(7), 0), ...reads(0)], REGISTER).verdict).toBe('linearizable');
      expect(judged([lost(wrote(7), 0), ...reads(8)], REGISTER).verdict).toBe('not-linearizable');
    }
  });
});

describe('going back', () => {
  test('is to the state that there was', () => {
    const spans = [
      at(wrote(1), 0, 1),
      at(wrote(2), 2, 9),
      at<Did>({ f: 'swapped', from: 1, to: 3 }, 3, 9),
      read(2, 10, 11),
    ];
    expect(judged(spans, REGISTER, LIMITS, new LinearChecker()).verdict).toBe('linearizable');
  });
});

describe('many operations at once', () => {
  test('are all placed, in whatever order they return', () => {
    const backwards = Array.from({ length: 200 }, (_, i) => read(0, i, 1000 - i));
    const verdict = judged(backwards, REGISTER, LIMITS, new LinearChecker());
    expect(verdict).toMatchObject({ verdict: 'linearizable', steps: 200 });
    const writes = Array.from({ length: 100 }, (_, i) => at(wrote(i), i, 1000 - i));
    expect(judged([...writes, read(99, 2000, 2001)], REGISTER, LIMITS, new LinearChecker()).verdict).toBe(
      'linearizable',
    );
  });
});

describe('what a search tells of the operation that it never got past', () => {
  test('is how many returned before it, and the states that refuse it', () => {
    expect(judged([...together(3), read(77, 10, 11)], REGISTER)).toMatchObject({
      ...{ placed: 3, stuck: 3, states: [3, 2, 1] },
    });
    const late = [at(wrote(1), 0, 3), at(wrote(2), 0, 3), read(1, 4, 5), read(2, 6, 7), at(wrote(3), 8, 9)];
    expect(judged(late, REGISTER)).toMatchObject({ placed: 3, stuck: 3, states: [1] });
    expect(judged([read(7, 0, 1)], REGISTER)).toMatchObject({ placed: 0, stuck: 0, states: [0] });
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
    const isOver = (): boolean => (asked += 1) === 2;
    const { verdict, steps } = judged(hard, REGISTER, { ...LIMITS, isOver });
    expect([verdict, asked, Math.floor(steps / 65_536)]).toEqual(['undecided', 2, 2]);
    expect(judged(hard, REGISTER, { ...LIMITS, steps: 70_000 }).verdict).toBe('undecided');
    expect(judged(serial, REGISTER, { ...LIMITS, isOver: () => true }).verdict).toBe('linearizable');
  });
});
