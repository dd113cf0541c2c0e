import type { Budgets } from '../core/budgets.ts';
import type { RunClock } from '../core/clock.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Expectation, Victim } from '../model/fault-record.ts';

/** What a fault works on: one member, already resolved from the target. */
export interface FaultContext {
  cluster: Cluster;
  namespace: string;
  victim: Victim;
  /** The container of the victim that holds the data. */
  container: string;
  /** Whether the victim's volume can be reached from one node only. */
  nodeBound: boolean;
  clock: RunClock;
  budgets: Budgets;
  signal: AbortSignal;
}

export interface Proof {
  proven: boolean;
  /** What was seen, as sentences. */
  evidence: string[];
}

/**
 * One kind of fault. `inject` carries it out; `prove` looks for evidence of its own, without trusting what
 * `inject` believes it did; `heal` takes it back, where Kubernetes does not by itself.
 */
export interface Fault {
  id: string;
  expectation: Expectation;
  /** @returns the run time at which the fault had taken hold. */
  inject(context: FaultContext): Promise<{ effectAt: number }>;
  prove(context: FaultContext): Promise<Proof>;
  heal?(context: FaultContext): Promise<void>;
}
