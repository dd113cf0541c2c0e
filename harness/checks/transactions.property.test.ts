import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MicroOperation } from '../model/functions.ts';
import { judge, operationsOf, tx, withLists, type Sample } from './transactions.fixture.ts';

type Lists = Map<string, number[]>;

interface World {
  samples: Sample[];
  /** What every member holds at the end. */
  final: Lists;
}

const MEMBERS = ['db-0', 'db-1', 'db-2'];
const NAMES = ['a', 'b', 'c'];

const planned = fc.record({
  outcome: fc.constantFrom<Sample['outcome']>('ok', 'ok', 'ok', 'fail', 'info', 'open'),
  applied: fc.boolean(),
  steps: fc.array(fc.record({ append: fc.boolean(), list: fc.constantFrom(...NAMES) }), {
    minLength: 1,
    maxLength: 5,
  }),
  from: fc.nat({ max: 500 }),
  took: fc.nat({ max: 200 }),
});

/** Transactions carried out one after the other, recorded with whatever times: serializable by construction. */
const serial: fc.Arbitrary<World> = fc
  .array(planned, { minLength: 1, maxLength: 40, size: 'max' })
  .map((plan) => {
    let final: Lists = new Map();
    let value = 0;
    const samples = plan.map(({ outcome, applied, steps, from, took }, i): Sample => {
      const state: Lists = new Map([...final].map(([list, values]) => [list, [...values]]));
      const done = steps.map(({ append, list }): MicroOperation => {
        const values = state.get(list) ?? [];
        if (!append) return ['read', list, [...values]];
        value += 1;
        state.set(list, [...values, value]);
        return ['append', list, value];
      });
      if (outcome === 'ok' || (applied && outcome !== 'fail')) final = state;
      return { name: `t${String(i)}`, outcome, steps: done, from, to: from + took };
    });
    return { samples, final };
  });

/** A world with a list of at least two acknowledged values, a member, and a place in that list. */
const broken = serial
  .map((world) => ({ world, list: [...world.final].find(([, values]) => values.length >= 2)?.[0] }))
  .filter(
    ({ world, list }) =>
      list !== undefined && world.samples.every(({ outcome }) => outcome === 'ok' || outcome === 'fail'),
  )
  .chain(({ world, list = '' }) =>
    fc.record({
      world: fc.constant(world),
      list: fc.constant(list),
      member: fc.constantFrom(...MEMBERS),
      at: fc.nat({ max: (world.final.get(list)?.length ?? 2) - 2 }),
    }),
  );

function judged(
  { samples, final }: World,
  change?: { list: string; member: string; to: (values: number[]) => number[] },
): string[] {
  const readBacks = MEMBERS.map((member) =>
    withLists(
      member,
      [...final].map(([key, values]) => ({
        of: 'list' as const,
        key,
        values: change?.member === member && change.list === key ? change.to(values) : values,
      })),
    ),
  );
  return judge(operationsOf(samples), readBacks).map(({ kind, effect }) => `${effect} ${kind}`);
}

/** More transactions on lists of their own. */
const plus = ({ samples, final }: World, more: Sample[], lists: [string, number[]][] = []): World => ({
  samples: [...samples, ...more],
  final: new Map([...final, ...lists]),
});

describe('the judge of transactions, over generated executions', () => {
  test('finds nothing in any serial execution, whatever overlaps and whatever is unknown', () => {
    fc.assert(
      fc.property(serial, (world) => {
        expect(judged(world)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('finds an append that one member dropped', () => {
    fc.assert(
      fc.property(broken, ({ world, list, member, at }) => {
        expect(judged(world, { list, member, to: (values) => values.toSpliced(at, 1) })).toEqual([
          'fail lost',
        ]);
      }),
    );
  });

  test('finds a value that is there twice, and one of nobody', () => {
    fc.assert(
      fc.property(broken, ({ world, list, member, at }) => {
        const twice = (values: number[]): number[] => [...values, values[at] ?? 0];
        const invented = (values: number[]): number[] => values.toSpliced(at, 0, 1_000_000);
        expect(judged(world, { list, member, to: twice })).toEqual(['fail duplicated']);
        expect(judged(world, { list, member, to: invented })).toEqual(['fail unexpected']);
      }),
    );
  });

  test('finds two values in another order', () => {
    fc.assert(
      fc.property(broken, ({ world, list, member, at }) => {
        const swapped = (values: number[]): number[] =>
          values.toSpliced(at, 2, ...values.slice(at, at + 2).reverse());
        expect(judged(world, { list, member, to: swapped })).toEqual(['fail incompatible-order']);
      }),
    );
  });

  test('finds an aborted transaction whose values are there', () => {
    fc.assert(
      fc.property(broken, ({ world, list, at }) => {
        const value = world.final.get(list)?.[at];
        const samples = world.samples.map((sample): Sample => {
          const wrote = sample.steps.some(
            ([kind, of, what]) => kind === 'append' && of === list && what === value,
          );
          return wrote ? { ...sample, outcome: 'fail' } : sample;
        });
        const kinds = judged({ ...world, samples });
        expect(new Set(kinds)).toEqual(new Set(['fail G1a']));
      }),
    );
  });

  test.each<[string, Sample[], [string, number[]][], string]>([
    [
      'a write cycle',
      [tx('x', 'p+1 q+1'), tx('y', 'p+2 q+2')],
      [
        ['p', [1, 2]],
        ['q', [2, 1]],
      ],
      'fail G0',
    ],
    [
      'a circular flow',
      [tx('x', 'p+1 q=2'), tx('y', 'q+2 p=1')],
      [
        ['p', [1]],
        ['q', [2]],
      ],
      'fail G1c',
    ],
    [
      'read skew',
      [tx('x', 'p+1 q+1'), tx('y', 'p= q=1')],
      [
        ['p', [1]],
        ['q', [1]],
      ],
      'fail G-single',
    ],
    [
      'write skew',
      [tx('x', 'p= q+1'), tx('y', 'q= p+2')],
      [
        ['p', [2]],
        ['q', [1]],
      ],
      'fail G2',
    ],
    ['an intermediate read', [tx('x', 'p+1 p+2'), tx('y', 'p=1')], [['p', [1, 2]]], 'fail G1b'],
    ['blindness for its own append', [tx('x', 'p+1 p=')], [['p', [1]]], 'fail internal'],
  ])('finds %s among all the rest, and nothing else', (_what, more, lists, finding) => {
    fc.assert(
      fc.property(serial, (world) => {
        const kinds = judged(plus(world, more, lists));
        // Half an intermediate read is read skew too.
        expect(kinds.filter((kind) => kind !== 'fail G-single' || finding === kind)).toEqual([finding]);
      }),
      { numRuns: 40 },
    );
  });
});
