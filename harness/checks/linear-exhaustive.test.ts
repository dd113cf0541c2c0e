import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  at,
  isLinearizableByForce,
  judged,
  lost,
  REGISTER,
  wrote,
  type Did,
  type Span,
} from './linear-brute-force.fixture.ts';
import type { KeyedModel } from './linear-model.ts';

/** First in, first out: an order of two enqueues can be told apart later, as it cannot of two writes. */
type Queued = { f: 'enqueue' | 'dequeue'; value: number } | { f: 'empty' };
const QUEUE: KeyedModel<readonly number[], Queued> = {
  initial: [],
  key: (state) => state.join(),
  step(state, did) {
    if (did.f === 'enqueue') return [...state, did.value];
    if (did.f === 'empty') return state.length === 0 ? state : undefined;
    return state[0] === did.value ? state.slice(1) : undefined;
  },
  alike: isDeepStrictEqual,
};

const DIDS: readonly Did[] = [
  ...[1, 2].map(wrote),
  ...[0, 1, 2].map((value): Did => ({ f: 'read', value })),
  { f: 'swapped', from: 0, to: 1 },
  { f: 'swapped', from: 1, to: 2 },
  { f: 'refused', from: 0, to: 2 },
  { f: 'refused', from: 1, to: 0 },
];
const UNKNOWN: readonly Did[] = [
  ...[1, 2].map(wrote),
  { f: 'tried', from: 0, to: 1 },
  { f: 'tried', from: 1, to: 2 },
];
const pureDid = ({ f }: Did): boolean => f === 'read' || f === 'refused';

describe('compared with every order there is', () => {
  test('all histories of three operations', () => {
    const counts = { linearizable: 0, 'not-linearizable': 0, undecided: 0 };
    for (const ends of interleavings(3)) {
      const choices = ends.map(([from, to]) => [
        ...DIDS.map((did) => at(did, from, to, pureDid(did))),
        ...(to > 4 ? UNKNOWN.map((did) => lost(did, from)) : []),
      ]);
      for (const a of choices[0] ?? []) {
        for (const b of choices[1] ?? []) {
          for (const c of choices[2] ?? []) {
            const spans = [a, b, c];
            const { verdict } = judged(spans, REGISTER);
            counts[verdict] += 1;
            if ((verdict === 'linearizable') !== isLinearizableByForce(spans, REGISTER)) {
              throw new Error(`${verdict}: ${JSON.stringify(spans)}`);
            }
          }
        }
      }
    }
    expect(counts.undecided).toBe(0);
    expect(counts.linearizable).toBeGreaterThan(10_000);
    expect(counts['not-linearizable']).toBeGreaterThan(10_000);
  });

  /** One operation in `crashOneIn` is never answered. */
  const span = <D>(did: fc.Arbitrary<D>, pure: (did: D) => boolean, crashOneIn = 5): fc.Arbitrary<Span<D>> =>
    fc
      .record({ did, from: fc.nat(12), took: fc.nat(9), crashed: fc.nat(crashOneIn - 1) })
      .map(({ did: one, from, took, crashed }) =>
        crashed === 0
          ? { did: one, invokedAt: from, pure: pure(one) }
          : at(one, from, from + took, pure(one)),
      );

  function expectRegistersToAgree(did: fc.Arbitrary<Did>, crashOneIn: number): void {
    fc.assert(
      fc.property(fc.array(span(did, pureDid, crashOneIn), { minLength: 4, maxLength: 7 }), (spans) => {
        const asSeen = spans.filter((one) => one.completedAt !== undefined || one.pure !== true);
        const expected = isLinearizableByForce(asSeen, REGISTER) ? 'linearizable' : 'not-linearizable';
        expect(judged(spans, REGISTER).verdict).toBe(expected);
      }),
      { numRuns: 4000 },
    );
  }

  test('registers, with many operations of unknown outcome', () => {
    expectRegistersToAgree(fc.constantFrom(...DIDS, ...UNKNOWN.slice(2)), 5);
  });

  test('registers, with many operations of unknown outcome that do the same', () => {
    const few: Did[] = [wrote(1), { f: 'read', value: 1 }, { f: 'swapped', from: 1, to: 2 }];
    expectRegistersToAgree(fc.constantFrom(...few, { f: 'tried', from: 2, to: 1 }), 2);
  });

  test('queues', () => {
    const queued = fc.oneof(
      fc.record({ f: fc.constantFrom('enqueue', 'dequeue'), value: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ f: fc.constant('empty') }),
    ) as fc.Arbitrary<Queued>;
    fc.assert(
      fc.property(
        fc.array(
          span(queued, ({ f }) => f === 'empty'),
          { maxLength: 6 },
        ),
        (all) => {
          const spans = all.filter((one) => one.completedAt !== undefined || one.did.f === 'enqueue');
          const expected = isLinearizableByForce(spans, QUEUE) ? 'linearizable' : 'not-linearizable';
          expect(judged(spans, QUEUE).verdict).toBe(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

/** Every way in which so many operations can overlap: the times of their two ends, each time once. */
function* interleavings(count: number): Generator<(readonly [number, number])[]> {
  const ends: number[][] = Array.from({ length: count }, () => []);
  function* place(time: number): Generator<(readonly [number, number])[]> {
    if (time === count * 2) {
      yield ends.map(([from = 0, to = 0]) => [from, to] as const);
      return;
    }
    for (const own of ends) {
      if (own.length === 2) continue;
      own.push(time);
      yield* place(time + 1);
      own.pop();
    }
  }
  yield* place(0);
}
