import type { Budgets } from '../core/budgets.ts';
import type { RunClock } from '../core/clock.ts';
import type { Progress } from '../core/progress.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { RuntimeTimeline } from '../cluster/runtime-timeline.ts';
import type { Fault } from '../faults/fault.ts';
import type { Mix } from '../stack/mix.ts';
import type { Company } from './company.ts';
import type { Placement } from './placement.ts';

/** What all scenarios of a run share. */
export interface RunContext {
  run: string;
  /** Which of the plan's scenarios it is, for the live line: `2 of 4`; empty outside of a plan. */
  place: string;
  cluster: Cluster;
  clock: RunClock;
  budgets: Budgets;
  /** The scenario's own live line. */
  progress: Progress;
  signal: AbortSignal;
  seed: number;
  /** Operations per second, over all writers of a stack; undefined: the stack's own number. */
  rate: number | undefined;
  writers: number;
  /** Which kinds of operations, and how often each, where it is not what each stack has by default. */
  mix: Mix | undefined;
  /** Reads per second; undefined: the stack's own number. */
  readRate: number | undefined;
  /** Seconds of load before the first fault and after the last recovery, however fast the stack is. */
  loadSeconds: number;
  /** Where the scenario's members may run, beside others of this run. */
  placement: Placement;
  /** The other stacks that the scenario's faults hit together with this one; absent: it is alone. */
  company?: Company;
  /** What the load waits for, where the faults would hit everything: that nothing else of the run is under way. */
  alone?: Promise<void>;
  /** Told when the last fault is over, whatever came of it. */
  calmed(): void;
  /** What the nodes' container runtimes tell. */
  runtimes: RuntimeTimeline;
  /** Members to begin with, where neither the scenario nor the stack's own number is to count. */
  members: number | undefined;
  /** Image references by name. */
  images: Record<string, string>;
  faults: ReadonlyMap<string, Fault>;
  /** The report's folder. */
  out: string;
  /** Told of every namespace that was made, which has been asked to go when its scenario ends. */
  onNamespace(namespace: string): void;
}
