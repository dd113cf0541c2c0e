import type { Budgets } from '../core/budgets.ts';
import type { KubeClient } from '../kube/client.ts';
import type { Endpoint } from '../kube/endpoints.ts';
import type { KubeObject } from '../kube/objects.ts';
import type { DurabilityContract } from '../model/contract.ts';
import type { Retention } from '../model/identity.ts';
import type { MemberRole } from '../model/member-role.ts';
import type { Pace } from './load.ts';
import type { Mix } from './mix.ts';
import type { SingleServer } from './single-server.ts';
import type { Workload, WorkloadOptions } from './workload.ts';

/** What a stack's manifests are made from. */
export interface ManifestParameters {
  namespace: string;
  members: number;
  /** Image references by the names that the stack declares in `images`. */
  images: Record<string, string>;
  /** The password of the stack's administrator, and of whatever else needs one. */
  password: string;
  /** Absent: the cluster's default class. */
  storageClass?: string;
}

/** How a stack's native client reaches its members, wherever they run. */
export interface Access {
  budgets: Budgets;
  password: string;
  /** How many members there should be now; changes while the stack is scaled. */
  members: number;
  /** How the harness reaches one member, ready or not. */
  endpoint(pod: string): Promise<Endpoint>;
}

/** A deployed stack, as its own code sees it. */
export interface Deployment extends ManifestParameters, Access {
  client: KubeClient;
}

/** What a member says of itself. */
export interface MemberView {
  ordinal: number;
  pod: string;
  role: MemberRole;
  /** The product's own id of the member or its data; absent: it could not be asked. */
  productId?: string;
}

/** Whether the stack is recovered, or what is still missing, in words. */
export type Wholeness = { whole: true } | { whole: false; missing: string };

/** Where the parts of a stack are that the harness looks at by itself. */
export interface StackLayout {
  statefulSet: string;
  /** The headless service that gives members their DNS names. */
  service: string;
  /** The container that holds the data, and that a kill hits. */
  container: string;
  /** Where the member's volume is mounted in it; a marker that names the owner is left there. */
  volumePath: string;
  clientPort: number;
  /** The fewest nodes that its members can live on, where several may share one; absent: each needs one of its own. */
  leastNodes?: number;
  /** What the stack promises of its claims; absent: they are kept, as by Kubernetes' own defaults. */
  retention?: Retention;
}

/** What a scenario is for one product, where that differs from the list: how many members it begins with, and its steps. */
export interface Adaptation {
  title?: string;
  members?: number;
  /** Faults by their ids, with their targets, in order. */
  steps?: readonly { fault: string; target: 'leader' | 'follower' | 'all' | 'follower-then-leader' }[];
}

/** What every stack fulfils. One folder under suites/ exports one, as `stack`. */
export interface Stack {
  /** The name used on the command line. */
  readonly name: string;
  /** The product's name and version line, for reports. */
  readonly product: string;
  readonly members: number;
  readonly images: readonly string[];
  /** An image of an earlier patch or minor version, and the one to upgrade it to; names of `images`. */
  readonly upgrade?: { from: string; to: string };
  readonly layout: StackLayout;
  /** The kinds of operations that its workload knows, each with the weight that it has by default. */
  readonly mix: Mix;
  /** How fast it is loaded by default; absent: DEFAULT_PACE. */
  readonly pace?: Pace;
  /** How one server runs by itself, without Kubernetes, for calibration. */
  readonly single: SingleServer;
  /** Scenarios that mean something else to this product, by their ids: what is named here takes the place of what the list says. */
  readonly adapts?: Readonly<Record<string, Adaptation>>;
  /** Scenarios that do not apply to this product, by their ids, each with its documented or probed reason as a sentence. */
  readonly inapplicable?: Readonly<Record<string, string>>;
  /**
   * What an acknowledgement promises with this many members under each class of fault, beside what the product's own
   * documentation promises. Pure; the judges hold the stack to it.
   */
  contract(members: number): DurabilityContract;
  /** Pure: parameters in, objects out, in the order in which they are applied. */
  manifests(parameters: ManifestParameters): KubeObject[];
  describeMembers(deployment: Deployment): Promise<MemberView[]>;
  isWhole(deployment: Deployment): Promise<Wholeness>;
  /**
   * Changes the number of members, with the product's own steps before and after the StatefulSet's. Sets
   * `deployment.members`, and tells of each contract: of one on fewer members before its first acknowledgement can be
   * given, of one on more once every acknowledgement keeps it. Returns when the new number is
   * wanted and no member beyond it is left; that the stack is whole is waited for by the caller.
   */
  scale(deployment: Deployment, to: number, inForce: (members: number) => Promise<void>): Promise<void>;
  workload(access: Access, options: WorkloadOptions): Workload;
}

/** The pod of an ordinal; StatefulSets name them so. */
export const podOf = (stack: Stack, ordinal: number): string =>
  `${stack.layout.statefulSet}-${String(ordinal)}`;

/** The names of all pods that the stack should have. */
export function podsOf(stack: Stack, members: number): string[] {
  return Array.from({ length: members }, (_, ordinal) => podOf(stack, ordinal));
}
