import { z } from 'zod';
import type { Call, Calls } from './calls.ts';
import { ValueReader } from './malformed.ts';

/** One increment that may have been applied; those that certainly were not are left out. */
export interface Increment {
  key: string;
  invokedAt: number;
  /** When it was acknowledged; undefined: it was not. */
  acknowledgedAt: number | undefined;
  /** What the counter became by it, where it was acknowledged. */
  value: number | undefined;
}

/** Every counter of a history. */
export interface Counters {
  /** In the order of invocation. */
  increments: readonly Increment[];
  totals: ReadonlyMap<string, { acknowledged: number; possible: number }>;
  /** Keys of which the history contradicts itself: nothing can be said about them. */
  suspect: ReadonlySet<string>;
  values: ValueReader;
}

const newValue = z.number().int();

/**
 * Reads the increments. One whose answer cannot be read counts as one whose outcome is unknown: to leave it
 * out altogether would make a right value look too high.
 */
export function countersOf({ calls, suspect }: Calls): Counters {
  const values = new ValueReader();
  const increments: Increment[] = [];
  const totals = new Map<string, { acknowledged: number; possible: number }>();
  for (const call of calls) {
    if (call.f !== 'increment' || call.outcome === 'fail' || suspect.has(call.key)) continue;
    const increment = incrementOf(call, values);
    increments.push(increment);
    const total = totals.get(increment.key) ?? { acknowledged: 0, possible: 0 };
    total.possible += 1;
    if (increment.acknowledgedAt !== undefined) total.acknowledged += 1;
    totals.set(increment.key, total);
  }
  return { increments, totals, suspect, values };
}

function incrementOf({ key, invokedAt, completedAt, outcome, got }: Call, values: ValueReader): Increment {
  const value =
    outcome === 'ok' ? values.read(newValue, got, `The answer to the increment of ${key}`) : undefined;
  return { key, invokedAt, acknowledgedAt: value === undefined ? undefined : completedAt, value };
}
