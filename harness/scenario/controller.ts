import type { Pod, StatefulSet } from '../kube/objects.ts';
import type { ControllerIdentity, IdentitySnapshot, Stranger } from '../model/identity.ts';
import type { Stack } from '../stack/stack.ts';

/**
 * The ordinal of a pod that bears one of the StatefulSet's names and is either its own or, while the
 * StatefulSet is away, nobody's; undefined for any other pod of the namespace.
 */
export function ordinalOf(
  { layout }: Pick<Stack, 'layout'>,
  { metadata }: Pick<Pod, 'metadata'>,
): number | undefined {
  const owner = metadata.ownerReferences?.find((one) => one.controller === true);
  if (owner !== undefined && (owner.kind !== 'StatefulSet' || owner.name !== layout.statefulSet))
    return undefined;
  const prefix = `${layout.statefulSet}-`;
  const digits = metadata.name.startsWith(prefix) ? metadata.name.slice(prefix.length) : '';
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}

/** The pods that run the stack's data container and are none of its members, in the order of their names. */
export function strangersAmong(stack: Pick<Stack, 'layout'>, pods: readonly Pod[]): Stranger[] {
  return pods
    .filter(({ spec }) => spec.containers.some(({ name }) => name === stack.layout.container))
    .filter((pod) => ordinalOf(stack, pod) === undefined)
    .map(({ metadata }) => {
      const owner = metadata.ownerReferences?.find((one) => one.controller === true);
      return { pod: metadata.name, owner: owner === undefined ? null : `${owner.kind} ${owner.name}` };
    })
    .sort((a, b) => a.pod.localeCompare(b.pod, 'en'));
}

/** What a StatefulSet says of itself, with the API's own defaults for what it leaves out. */
export function controllerIdentity({ metadata, spec, status }: StatefulSet): ControllerIdentity {
  const { whenDeleted = 'Retain', whenScaled = 'Retain' } = spec.persistentVolumeClaimRetentionPolicy ?? {};
  return {
    uid: metadata.uid ?? '',
    replicas: spec.replicas,
    currentRevision: status.currentRevision ?? '',
    updateRevision: status.updateRevision ?? '',
    podManagementPolicy: spec.podManagementPolicy ?? 'OrderedReady',
    whenDeleted,
    whenScaled,
  };
}

/**
 * The claims that come from the StatefulSet's templates, by their names (`TEMPLATE-SET-ORDINAL`), those of
 * ordinals that are scaled away included. While there is no StatefulSet any template's name will do.
 */
export function claimsOf(
  { layout }: Pick<Stack, 'layout'>,
  set: StatefulSet | undefined,
  uids: ReadonlyMap<string, string>,
): IdentitySnapshot['claims'] {
  const templates = set?.spec.volumeClaimTemplates?.map(({ metadata }) => metadata.name);
  const end = `-${layout.statefulSet}-`;
  const fits = (claim: string): boolean => {
    const at = claim.lastIndexOf(end);
    if (at <= 0 || !/^\d+$/.test(claim.slice(at + end.length))) return false;
    return set === undefined || templates?.includes(claim.slice(0, at)) === true;
  };
  return [...uids]
    .filter(([name]) => fits(name))
    .map(([name, uid]) => ({ name, uid }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}
