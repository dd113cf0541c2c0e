import type { Budgets } from '../core/budgets.ts';
import type { RunClock } from '../core/clock.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { FaultReach } from '../model/contract.ts';
import type { Expectation, Victim } from '../model/fault-record.ts';
import type { Once } from './once.ts';

/** What only the stack knows how to do; a fault asks for it and proves by itself that it was done. */
export interface Operations {
  /** How many members the stack should have now. */
  members(): number;
  /** Changes the number of members, the product's own steps included; returns when that many are wanted and no more are there. */
  scale(to: number): Promise<void>;
  /** Applies the stack's manifests again, for as many members as there should be. */
  applyManifests(): Promise<void>;
  /** The image of another patch or minor version, to upgrade to; undefined where there is none to be had. */
  upgradeImage: string | undefined;
}

/** What a fault works on: one member or several, already resolved from the target. */
export interface FaultContext {
  cluster: Cluster;
  namespace: string;
  statefulSet: string;
  /** The container of the victims that holds the data. */
  container: string;
  victims: readonly Victim[];
  /** The first of the victims: the one that a fault on a single member hits. */
  victim: Victim;
  /** Whether the first victim's volume can be reached from one node only. */
  nodeBound: boolean;
  operations: Operations;
  /** For what is done to a node or to the cluster: other stacks may be hit by the very same fault. */
  once: Once;
  clock: RunClock;
  budgets: Budgets;
  signal: AbortSignal;
}

/** What an injection did. */
export interface Injection {
  /** The run time at which the fault had taken hold. */
  effectAt: number;
}

export interface Proof {
  proven: boolean;
  /** What was seen, as sentences. */
  evidence: string[];
}

/**
 * One kind of fault. `inject` carries it out; `prove` looks for evidence of its own, without trusting what
 * `inject` believes it did; `heal` takes it back, where Kubernetes does not by itself. A heal must be safe
 * to call when the injection failed half-way.
 */
export interface Fault {
  id: string;
  /**
   * What it can at worst take away, or make Kubernetes hold for lost: the class whose promise the stack's contract
   * is held to. `none` takes nothing, and excuses no loss.
   */
  class: FaultReach;
  /** What it must change about the members it hits. */
  expectation: Expectation;
  /** What it must change about one of several victims, where that differs. */
  expectationOf?(victim: Victim, victims: readonly Victim[]): Expectation;
  /** Kubernetes itself gives up at most one incarnation at a time here. */
  waivesAtMostOne?: boolean;
  /** The data plane has to go on: the budget of the longest gap in acknowledgements meanwhile is "data-plane". */
  undisturbed?: boolean;
  /** The victims' nodes lose their power. */
  takesNode?: boolean;
  /** It goes on to take one member after the other until the stack is whole; its effect tells of the first. */
  goesOn?: boolean;
  /** The controller replaces every pod by one of another revision. */
  rollsOut?: boolean;
  /** The server has to have another version afterwards. */
  newVersion?: boolean;
  /** How many members there are until it is healed, where that is not how many there are afterwards. */
  membersMeanwhile?: number;
  /** How many members there are afterwards, where the fault changes that. */
  membersAfter?: number;
  inject(context: FaultContext): Promise<Injection>;
  prove(context: FaultContext): Promise<Proof>;
  heal?(context: FaultContext): Promise<void>;
}
