import { HoldfastError } from '../core/errors.ts';
import type { BuildStep } from './step.ts';

/**
 * The steps that must run so that every target's product is there, each after what it needs. A step
 * whose product is present is left out, with everything that only it would need.
 */
export async function planBuild(
  targets: readonly BuildStep[],
  isPresent: (step: BuildStep) => Promise<boolean>,
): Promise<BuildStep[]> {
  const order: BuildStep[] = [];
  const state = new Map<BuildStep, 'visiting' | 'done'>();
  const visit = async (step: BuildStep): Promise<void> => {
    if (state.get(step) === 'done') return;
    if (state.get(step) === 'visiting') {
      throw new HoldfastError(`The build step "${step.title}" needs itself; look at its "needs".`);
    }
    state.set(step, 'visiting');
    if (!(await isPresent(step))) {
      for (const need of step.needs) await visit(need);
      order.push(step);
    }
    state.set(step, 'done');
  };
  for (const target of targets) await visit(target);
  return order;
}

/** Which of the waiting steps may start now, the longest first: their needs are met and their lane is free. */
export function startable(
  waiting: readonly BuildStep[],
  running: readonly BuildStep[],
  most: number,
): BuildStep[] {
  const unfinished = new Set([...waiting, ...running]);
  const lanes = new Set(running.flatMap((step) => step.lane ?? []));
  const starting: BuildStep[] = [];
  const ready = waiting.filter((step) => !step.needs.some((need) => unfinished.has(need)));
  for (const step of ready.toSorted((a, b) => b.typicalSeconds - a.typicalSeconds)) {
    if (running.length + starting.length >= most) break;
    if (step.lane !== undefined && lanes.has(step.lane)) continue;
    if (step.lane !== undefined) lanes.add(step.lane);
    starting.push(step);
  }
  return starting;
}

/**
 * Roughly how many seconds are left: all work shared by `most`, but no less than what one lane has to do,
 * and no less than the longest chain of steps of which each needs the one before.
 */
export function secondsLeft(
  waiting: readonly BuildStep[],
  running: readonly { step: BuildStep; seconds: number }[],
  most: number,
): number {
  const left = new Map<BuildStep, number>(waiting.map((step) => [step, step.typicalSeconds]));
  for (const { step, seconds } of running) left.set(step, Math.max(1, step.typicalSeconds - seconds));
  const chain = (step: BuildStep): number => {
    return (left.get(step) ?? 0) + Math.max(0, ...step.needs.filter((need) => left.has(need)).map(chain));
  };
  const sum = (steps: readonly BuildStep[]): number =>
    steps.reduce((total, step) => total + (left.get(step) ?? 0), 0);
  const all = [...left.keys()];
  return Math.max(sum(all) / most, sum(all.filter(({ lane }) => lane === 'go')), ...all.map(chain));
}
