import { describe, expect, test } from '@jest/globals';
import { Random } from '../core/random.ts';
import { RegisterPlan, type RegisterWrite } from './register-plan.ts';

const KINDS = ['write', 'cas', 'read-register'] as const;

function planned(count: number): RegisterWrite[] {
  const plan = new RegisterPlan(new Random(5));
  const kinds = new Random(6);
  return Array.from({ length: count }, () => plan.next(KINDS[kinds.between(0, 2)] ?? 'write'));
}

const valueOf = (one: RegisterWrite): number[] =>
  one.f === 'write' ? [one.value] : one.f === 'cas' ? [one.to] : [];

describe('the operations on registers', () => {
  const all = planned(6000);

  test('are on eight at a time, at most 200 on each, evenly', () => {
    expect(new Set(all.slice(0, 300).map(({ key }) => key))).toEqual(
      new Set(Array.from({ length: 8 }, (_, i) => `r${String(i)}`)),
    );
    const counts = new Map<string, number>();
    for (const { key } of all) counts.set(key, (counts.get(key) ?? 0) + 1);
    expect(Math.max(...counts.values())).toBe(200);
    expect(counts.size).toBeGreaterThanOrEqual(30);
    expect(counts.size).toBeLessThanOrEqual(38);
  });

  test('never write a value twice', () => {
    const values = all.flatMap(valueOf);
    expect(new Set(values).size).toBe(values.length);
  });

  test('write to a register before they swap', () => {
    const written = new Set<string>();
    for (const one of all) {
      if (one.f === 'write') written.add(one.key);
      if (one.f === 'cas') expect(written).toContain(one.key);
    }
  });

  test('swap mostly what a register holds where nothing goes wrong', () => {
    const registers = new Map<string, number>();
    const swaps = { done: 0, refused: 0 };
    for (const one of all) {
      if (one.f === 'write') registers.set(one.key, one.value);
      if (one.f !== 'cas') continue;
      if (registers.get(one.key) === one.from) {
        registers.set(one.key, one.to);
        swaps.done += 1;
      } else swaps.refused += 1;
    }
    const share = swaps.done / (swaps.done + swaps.refused);
    expect(share).toBeGreaterThan(0.6);
    expect(share).toBeLessThan(0.72);
  });
});
