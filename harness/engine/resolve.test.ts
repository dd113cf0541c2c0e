import { describe, expect, test } from '@jest/globals';
import { nameOf } from './job.ts';
import { loadStack, stackNames } from './registry.ts';
import { resolveAll, type PlannedRequest } from './resolve.ts';

const namesOf = async (plan: readonly PlannedRequest[]): Promise<string[]> =>
  (await resolveAll(plan)).jobs.map(nameOf);

/** Each stack that leaves a scenario out, with that scenario and its reason. */
const LEFT_OUT = (await Promise.all(stackNames().map(loadStack))).flatMap(({ name, inapplicable = {} }) =>
  Object.entries(inapplicable).map(([scenario, why]) => ({ stack: name, scenario, why })),
);

describe('a scenario that stands in for another', () => {
  test('is run as well where the other does not apply, which says why', async () => {
    expect(LEFT_OUT.length).toBeGreaterThan(0);
    for (const { stack, scenario, why } of LEFT_OUT) {
      const { jobs } = await resolveAll([{ stack, scenario, instead: 'control' }]);
      expect(jobs.map(({ scenario: { id }, inapplicable }) => [id, inapplicable])).toEqual([
        [scenario, why],
        ['control', undefined],
      ]);
    }
  });

  test('is run once where it is asked for itself', async () => {
    for (const { stack, scenario } of LEFT_OUT) {
      const asked = [
        { stack, scenario, instead: 'control' },
        { stack, scenario: 'control' },
      ];
      expect(await namesOf(asked)).toEqual([`${stack} ${scenario}`, `${stack} control`]);
    }
  });

  test('is not run where the other applies, or where there is none', async () => {
    for (const stack of stackNames()) {
      expect(await namesOf([{ stack, scenario: 'control', instead: 'pod-kill' }])).toEqual([
        `${stack} control`,
      ]);
    }
    for (const { stack, scenario } of LEFT_OUT) {
      expect(await namesOf([{ stack, scenario }])).toEqual([`${stack} ${scenario}`]);
    }
  });
});
