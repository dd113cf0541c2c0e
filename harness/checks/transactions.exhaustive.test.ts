import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judge, operationsOf, withLists, type Sample } from './transactions.fixture.ts';

type Lists = Map<string, number[]>;

test('the judge of transactions agrees with trying every serial order, for steps that are interleaved without any isolation', () => {
  const interleaved = fc.record({
    plans: fc.array(
      fc.array(fc.record({ append: fc.boolean(), list: fc.constantFrom('a', 'b') }), {
        minLength: 1,
        maxLength: 3,
      }),
      { minLength: 2, maxLength: 5 },
    ),
    schedule: fc.array(fc.nat({ max: 4 }), { minLength: 15, maxLength: 15 }),
  });
  const verdicts = { serializable: 0, not: 0 };
  fc.assert(
    fc.property(interleaved, ({ plans, schedule }) => {
      const { samples, final } = interleave(plans, schedule);
      const possible = permutations(samples).some((order) => explains(order, final));
      verdicts[possible ? 'serializable' : 'not'] += 1;
      const elements = [...final].map(([key, values]) => ({ of: 'list' as const, key, values }));
      expect(judge(operationsOf(samples), [withLists('db-0', elements)]).length === 0).toBe(possible);
    }),
    { numRuns: 1500, seed: 4 },
  );
  expect(verdicts.serializable).toBeGreaterThan(100);
  expect(verdicts.not).toBeGreaterThan(100);
});

/** Carries out steps one at a time, each transaction's next one whenever the schedule names it, then what is left. */
function interleave(
  plans: { append: boolean; list: string }[][],
  schedule: number[],
): { samples: Sample[]; final: Lists } {
  const final: Lists = new Map();
  const samples = plans.map((_, i): Sample => ({ name: `t${String(i)}`, outcome: 'ok', steps: [] }));
  let value = 0;
  const rest = plans.flatMap((steps, i) => steps.map(() => i));
  for (const which of [...schedule, ...rest]) {
    const sample = samples[which];
    const step = plans[which]?.[sample?.steps.length ?? 0];
    if (sample === undefined || step === undefined) continue;
    const values = final.get(step.list) ?? [];
    if (step.append) {
      value += 1;
      final.set(step.list, [...values, value]);
      sample.steps.push(['append', step.list, value]);
    } else sample.steps.push(['read', step.list, values]);
  }
  return { samples, final };
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

/** Whether this order gives every read and the end just as they were. */
function explains(order: readonly Sample[], final: Lists): boolean {
  const state: Lists = new Map();
  for (const { steps } of order) {
    for (const [kind, list, value] of steps) {
      const values = state.get(list) ?? [];
      if (kind === 'append') state.set(list, [...values, value]);
      else if (String(value) !== String(values)) return false;
    }
  }
  return [...final].every(([list, values]) => String(state.get(list)) === String(values));
}
