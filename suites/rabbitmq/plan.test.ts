import { describe, expect, test } from '@jest/globals';
import { FIXED_DEFINITIONS } from './definitions.ts';
import { MIX, Plan, type Step } from './plan.ts';
import { ORDERS, PARCELS } from './topology.ts';

const steps = (seed: number, count: number): Step[] => {
  const plan = new Plan(seed, MIX);
  return Array.from({ length: count }, () => plan.next());
};

describe('the sequence of operations', () => {
  test('depends on the seed alone', () => {
    expect(steps(1, 300)).toEqual(steps(1, 300));
    expect(steps(1, 300)).not.toEqual(steps(2, 300));
  });

  test('never uses a key twice', () => {
    const keys = steps(3, 2000).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('sends more to each queue than it takes off', () => {
    const all = steps(4, 4000);
    for (const queue of [ORDERS, PARCELS]) {
      const of = (f: string): number =>
        all.filter((step) => step.f !== 'add' && step.f === f && step.queue === queue).length;
      expect(of('enqueue')).toBeGreaterThan(1.5 * of('dequeue'));
      expect(of('dequeue')).toBeGreaterThan(100);
    }
  });

  test('begins its definitions with those that are imported, and remembers them all', () => {
    const plan = new Plan(5, { add: 1 });
    const keys = Array.from({ length: 4 }, () => plan.next().key);
    expect(keys).toEqual([...FIXED_DEFINITIONS, 'binding-2', 'binding-3']);
    expect(plan.definitions()).toEqual(keys);
  });
});
