import { describe, expect, test } from '@jest/globals';
import { fitted } from './applicability.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

const named = (id: string): Scenario => {
  const scenario = SCENARIOS.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`there is no scenario ${id}`);
  return scenario;
};
const upgrade = { from: 'old', to: 'new' };

describe('a scenario for one stack', () => {
  test('is that of the list where the stack says nothing', () => {
    for (const scenario of SCENARIOS)
      expect(fitted({ product: 'A', upgrade }, scenario)).toEqual({ scenario });
  });

  test('is what the stack puts in its place, and keeps the rest', () => {
    const steps = [{ fault: 'restart-into-8', target: 'all' }] as const;
    const adapts = { 'scale-up': { title: 'A pool is added', members: 4, steps } };
    const { scenario, inapplicable } = fitted({ product: 'A', adapts }, named('scale-up'));
    expect(inapplicable).toBeUndefined();
    expect(scenario).toEqual({ ...named('scale-up'), title: 'A pool is added', members: 4, steps });
    expect(fitted({ product: 'A', adapts }, named('scale-down')).scenario).toEqual(named('scale-down'));
  });

  test('does not apply for the reason that the stack gives', () => {
    const stack = { product: 'A', inapplicable: { 'scale-down': 'It only grows.' } };
    expect(fitted(stack, named('scale-down')).inapplicable).toBe('It only grows.');
    expect(fitted(stack, named('scale-up')).inapplicable).toBeUndefined();
  });

  test('an upgrade needs a version to begin on', () => {
    expect(fitted({ product: 'A' }, named('upgrade')).inapplicable).toMatch(
      /^There is no second version of A/,
    );
    const stack = { product: 'A', inapplicable: { upgrade: 'One version is packaged.' } };
    expect(fitted(stack, named('upgrade')).inapplicable).toBe('One version is packaged.');
    expect(fitted({ product: 'A', upgrade }, named('upgrade')).inapplicable).toBeUndefined();
  });
});
