import type { Budgets } from '../core/budgets.ts';
import type { RunClock } from '../core/clock.ts';
import type { Progress } from '../core/progress.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Fault } from '../faults/fault.ts';

/** What all scenarios of a run share. */
export interface RunContext {
  run: string;
  /** Which of the plan's scenarios it is, for the live line: `2 of 4`; empty outside of a plan. */
  place: string;
  cluster: Cluster;
  clock: RunClock;
  budgets: Budgets;
  progress: Progress;
  signal: AbortSignal;
  seed: number;
  rate: number;
  writers: number;
  /** Image references by name. */
  images: Record<string, string>;
  faults: ReadonlyMap<string, Fault>;
  /** The report's folder. */
  out: string;
  /** Told of every namespace that was made, which has been asked to go when its scenario ends. */
  onNamespace(namespace: string): void;
}
