import type { KubeObject } from '../kube/objects.ts';
import type { Scope } from './scenarios.ts';

/** Where a scenario's members may run; empty: wherever the scheduler puts them. */
export interface Placement {
  /** Host names of nodes on which no member may run. */
  avoid?: string[];
  /** The host name of the node that the scheduler prefers, and so gives to the member that it places first. */
  prefer?: string;
  /** The only node that a fault on a node may hit, where other scenarios run beside this one. */
  onlyHit?: string;
}

/** The node that faults hit: the last of the workers; undefined where members cannot stay off it, one a node. */
export function faultNode(workers: readonly string[], members: number): string | undefined {
  return workers.length > members ? workers.at(-1) : undefined;
}

/** What a scenario takes hold of here: without a node to spare, a fault on one node hits everybody. */
export function scopeOn(workers: readonly string[], members: number, scope: Scope): Scope {
  return scope === 'node' && faultNode(workers, members) === undefined ? 'cluster' : scope;
}

/**
 * Keeps `pods` scenarios off the fault node, also one that runs alone, so that a run is repeatable, and leads
 * the first member of `node` scenarios onto it. `cluster` scenarios are placed freely.
 */
export function placementFor(workers: readonly string[], members: number, scope: Scope): Placement {
  const node = faultNode(workers, members);
  if (node === undefined || scope === 'cluster') return {};
  return scope === 'pods' ? { avoid: [node] } : { prefer: node };
}

/**
 * For stacks that one fault hits together on several nodes: each keeps to the last workers, as many as it has members, so
 * that they are on the same nodes, one member each, and has its first member on the last.
 */
export function placementInCompany(workers: readonly string[], members: number): Placement {
  const prefer = workers.at(-1);
  const avoid = workers.slice(0, Math.max(workers.length - members, 0));
  return { ...(avoid.length === 0 ? {} : { avoid }), ...(prefer === undefined ? {} : { prefer }) };
}

interface Requirement {
  key: string;
  operator: string;
  values?: string[];
}

interface NodeAffinity {
  requiredDuringSchedulingIgnoredDuringExecution?: {
    nodeSelectorTerms: { matchExpressions?: Requirement[]; matchFields?: Requirement[] }[];
  };
  preferredDuringSchedulingIgnoredDuringExecution?: {
    weight: number;
    preference: { matchExpressions?: Requirement[]; matchFields?: Requirement[] };
  }[];
}

/** The kinds of objects whose pods may hold data. */
const KINDS = ['StatefulSet', 'Deployment'];

interface WorkloadSpec {
  template: { spec: { affinity?: { nodeAffinity?: NodeAffinity } } };
}

/**
 * The same objects with the placement in the pod template of every StatefulSet and Deployment, on top of whatever node affinity
 * it has; the objects given stay as they are. Preferred is the first member only where members start in order
 * and keep off each other's nodes.
 */
export function placed(objects: readonly KubeObject[], placement: Placement): KubeObject[] {
  if (placement.prefer === undefined && (placement.avoid ?? []).length === 0) return [...objects];
  return objects.map((object) => {
    if (!KINDS.includes(object.kind)) return object;
    const spec = structuredClone(object.spec) as WorkloadSpec;
    const pod = spec.template.spec;
    pod.affinity = {
      ...pod.affinity,
      nodeAffinity: withPlacement(pod.affinity?.nodeAffinity ?? {}, placement),
    };
    return { ...object, spec };
  });
}

function withPlacement(affinity: NodeAffinity, { avoid = [], prefer }: Placement): NodeAffinity {
  const result = { ...affinity };
  if (avoid.length > 0) {
    // Terms are alternatives: each of them has to keep off.
    const terms = affinity.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [{}];
    result.requiredDuringSchedulingIgnoredDuringExecution = {
      nodeSelectorTerms: terms.map((term) => ({
        ...term,
        matchExpressions: [...(term.matchExpressions ?? []), hostname('NotIn', avoid)],
      })),
    };
  }
  if (prefer !== undefined) {
    result.preferredDuringSchedulingIgnoredDuringExecution = [
      ...(affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []),
      { weight: 100, preference: { matchExpressions: [hostname('In', [prefer])] } },
    ];
  }
  return result;
}

const hostname = (operator: 'In' | 'NotIn', values: string[]): Requirement => ({
  key: 'kubernetes.io/hostname',
  operator,
  values: [...values],
});
