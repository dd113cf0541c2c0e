import { describe, expect, test } from '@jest/globals';
import {
  at,
  isLinearizableByForce,
  judged,
  LIMITS,
  lost,
  read,
  REGISTER,
  wrote,
  type Did,
  type Span,
} from './linear-brute-force.fixture.ts';
import type { LinearVerdict } from './linearizable.ts';

describe('histories of one register', () => {
  test.each<[string, Span<Did>[]]>([
    ['nothing at all', []],
    ['only what nobody knows of', [lost(wrote(1), 0), lost({ f: 'tried', from: 1, to: 2 }, 1)]],
    ['a write and a read of it', [at(wrote(1), 0, 1), read(1, 2, 3)]],
    ['a read of what is being written', [at(wrote(1), 0, 9), read(1, 2, 3)]],
    ['a read that does not see it yet', [at(wrote(1), 0, 9), read(0, 2, 3)]],
    ['reads that see it one after the other', [at(wrote(1), 0, 9), read(0, 2, 3), read(1, 4, 5)]],
    [
      'writes whose order the reads tell',
      [at(wrote(1), 0, 9), at(wrote(2), 0, 9), read(2, 1, 3), read(1, 4, 5)],
    ],
    ['a lost write that is seen late', [lost(wrote(1), 0), read(0, 1, 2), at(wrote(2), 3, 4), read(1, 5, 6)]],
    ['a lost write that is never seen', [lost(wrote(1), 0), read(0, 1, 2), read(0, 3, 4)]],
    [
      'a lost swap that is seen',
      [at(wrote(1), 0, 1), lost({ f: 'tried', from: 1, to: 2 }, 2), read(2, 3, 4)],
    ],
    [
      'two lost writes, one for a swap and one for a refusal',
      [
        lost(wrote(1), 0),
        lost(wrote(2), 0),
        at({ f: 'swapped', from: 1, to: 3 }, 1, 2),
        read(3, 3, 4),
        at({ f: 'refused', from: 3, to: 4 }, 5, 6, true),
        read(2, 7, 8),
      ],
    ],
    ['a chain of lost swaps', [lost({ f: 'tried', from: 1, to: 2 }, 0), lost(wrote(1), 0), read(2, 1, 2)]],
    ['a return and an invocation at one time', [at(wrote(1), 0, 5), read(0, 5, 9)]],
    ['everything at one time', [read(1, 5, 5), at(wrote(1), 5, 5), read(0, 5, 5)]],
  ])('%s: linearizable', (_name, spans) => {
    expect(judged(spans, REGISTER)).toMatchObject({ verdict: 'linearizable', stuck: undefined });
    expect(isLinearizableByForce(spans, REGISTER)).toBe(true);
  });

  test.each<[string, Span<Did>[], Partial<LinearVerdict>]>([
    ['a stale read', [at(wrote(1), 0, 1), read(0, 2, 3)], { placed: 1, stuck: 1 }],
    ['a value that nobody wrote', [at(wrote(1), 0, 9), read(7, 2, 3)], { placed: 0, stuck: 1 }],
    ['a read before the write', [read(1, 0, 1), at(wrote(1), 2, 3)], { placed: 0, stuck: 0 }],
    ['a lost write before it was sent', [read(1, 0, 1), lost(wrote(1), 2)], { placed: 0, stuck: 0 }],
    [
      'one reader sees it, a later one does not',
      [at(wrote(1), 0, 9), read(1, 2, 3), read(0, 4, 5)],
      { placed: 1, stuck: 2 },
    ],
    [
      'two readers see two writes in two orders',
      [at(wrote(1), 0, 3), at(wrote(2), 0, 3), read(1, 4, 5), read(2, 6, 7)],
      { placed: 3, stuck: 3 },
    ],
    [
      'a lost write that takes effect twice',
      [lost(wrote(1), 0), read(1, 1, 2), at(wrote(2), 3, 4), read(2, 5, 6), read(1, 7, 8)],
      { placed: 3, stuck: 4 },
    ],
    [
      'a swap that two clients won',
      [at({ f: 'swapped', from: 0, to: 1 }, 0, 9), at({ f: 'swapped', from: 0, to: 2 }, 0, 8)],
      { placed: 1, stuck: 0 },
    ],
    [
      'a swap that was refused for nothing',
      [at(wrote(1), 0, 1), at({ f: 'refused', from: 1, to: 2 }, 2, 3, true)],
      { placed: 1, stuck: 1 },
    ],
  ])('%s: not linearizable', (_name, spans, verdict) => {
    expect(judged(spans, REGISTER)).toMatchObject({ verdict: 'not-linearizable', ...verdict });
    expect(isLinearizableByForce(spans, REGISTER)).toBe(false);
  });

  test('the states that refuse the operation are told', () => {
    const spans = [at(wrote(1), 0, 3), at(wrote(2), 0, 3), read(3, 4, 5)];
    const { states } = judged(spans, REGISTER);
    expect(states).toHaveLength(2); // numbered as met: 0 is the beginning
    expect(states).not.toContain(0);
  });
});

describe('beyond its bounds', () => {
  /** Many writes at once, and a read that none of them explains: every order has to be tried. */
  const hard: Span<Did>[] = [
    ...Array.from({ length: 16 }, (_, i) => at(wrote(i + 1), 0, 100)),
    ...Array.from({ length: 6 }, (_, i) => lost<Did>({ f: 'tried', from: i, to: i + 1 }, 0)),
    read(99, 200, 201),
  ];

  test('a search is given up, and the verdict says so', () => {
    expect(judged(hard, REGISTER, { steps: 5000, configurations: 1e6 }).verdict).toBe('undecided');
    const few = judged(hard, REGISTER, { steps: 1e7, configurations: 100 });
    expect(few).toMatchObject({ verdict: 'undecided', configurations: 100 });
    expect(judged(hard, REGISTER, { ...LIMITS, isOver: () => true }).verdict).toBe('undecided');
  });

  test('the same history comes to the same bound each time', () => {
    const limits = { steps: 5000, configurations: 1e6 };
    expect(judged(hard, REGISTER, limits)).toEqual(judged(hard, REGISTER, limits));
  });

  test('a search is not bounded by what came before it', () => {
    judged(hard, REGISTER, { steps: 1e7, configurations: 100 });
    const easy = [at(wrote(1), 0, 1), read(1, 2, 3)];
    expect(judged(easy, REGISTER, { steps: 10, configurations: 10 }).verdict).toBe('linearizable');
  });
});
