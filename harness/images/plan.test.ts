import { describe, expect, test } from '@jest/globals';
import { planBuild, secondsLeft, startable } from './plan.ts';
import type { BuildStep } from './step.ts';

function step(name: string, needs: BuildStep[] = [], typicalSeconds = 10, lane?: 'go'): BuildStep {
  return {
    title: name,
    product: { kind: 'folder', name },
    needs,
    typicalSeconds,
    ...(lane === undefined ? {} : { lane }),
    parameters: {},
    inputs: [],
    run: () => Promise.resolve(),
  };
}

const names = (steps: readonly BuildStep[]): string[] => steps.map(({ title }) => title);
const absent = () => Promise.resolve(false);

describe('planBuild', () => {
  const base = step('base');
  const packages = step('packages', [base]);
  const program = step('program', [], 10, 'go');
  const image = step('image', [packages, program]);

  test('puts each step after what it needs, once', async () => {
    const other = step('other', [base]);
    expect(names(await planBuild([image, other], absent))).toEqual([
      'base',
      'packages',
      'program',
      'image',
      'other',
    ]);
  });

  test('leaves out what is present, and what only that would need', async () => {
    const present = (one: BuildStep) => Promise.resolve(one === packages);
    expect(names(await planBuild([image], present))).toEqual(['program', 'image']);
    expect(await planBuild([image], () => Promise.resolve(true))).toEqual([]);
  });

  test('refuses steps that need each other', async () => {
    const needs: BuildStep[] = [];
    const loop = step('loop', needs);
    needs.push(loop);
    await expect(planBuild([loop], absent)).rejects.toThrow('The build step "loop" needs itself');
  });
});

describe('startable', () => {
  test('starts the longest first, no more than allowed, and one of a lane', () => {
    const [short, long] = [step('short', [], 1), step('long', [], 9)];
    const [go1, go2] = [step('go1', [], 5, 'go'), step('go2', [], 4, 'go')];
    expect(names(startable([short, long, go1, go2], [], 2))).toEqual(['long', 'go1']);
    expect(names(startable([short, go2], [go1], 2))).toEqual(['short']);
    expect(names(startable([go2], [go1], 2))).toEqual([]);
  });

  test('waits for what a step needs', () => {
    const base = step('base');
    const image = step('image', [base]);
    expect(names(startable([image], [base], 2))).toEqual([]);
    expect(names(startable([image], [], 2))).toEqual(['image']);
  });
});

describe('secondsLeft', () => {
  test('shares work, but not along a chain or within a lane', () => {
    const base = step('base', [], 40);
    const image = step('image', [base], 30);
    expect(secondsLeft([step('a', [], 10), step('b', [], 10)], [], 2)).toBe(10);
    expect(secondsLeft([base, image], [], 2)).toBe(70);
    expect(secondsLeft([step('a', [], 10, 'go'), step('b', [], 10, 'go')], [], 2)).toBe(20);
  });

  test('takes off what a running step has used, but never all of it', () => {
    expect(secondsLeft([], [{ step: step('a', [], 40), seconds: 30 }], 2)).toBe(10);
    expect(secondsLeft([], [{ step: step('a', [], 40), seconds: 300 }], 2)).toBe(1);
  });
});
