import { sentenceOf } from '../core/errors.ts';
import type { RunClock } from '../core/clock.ts';
import type { Pod, Volume } from '../kube/objects.ts';
import { isReady } from '../kube/objects.ts';
import { getClaim, getVolume, listPods } from '../kube/resources.ts';
import { claimUids, getStatefulSet, REVISION_LABEL } from '../kube/stateful-set.ts';
import type { IdentitySnapshot, MemberIdentity } from '../model/identity.ts';
import type { Deployment, MemberView, Stack } from '../stack/stack.ts';
import { readMarker, resolveFrom } from './markers.ts';
import { claimsOf, controllerIdentity, ordinalOf, strangersAmong } from './controller.ts';

/** Kubernetes' own defaults. */
const KEPT = { whenDeleted: 'Retain', whenScaled: 'Retain' };

/** Looks at every member of a stack from all sides at once; what cannot be seen is left out and named in `problems`. */
export async function takeSnapshot(
  stack: Stack,
  deployment: Deployment,
  clock: RunClock,
): Promise<IdentitySnapshot> {
  const { client, namespace } = deployment;
  const problems: string[] = [];
  const everybody = await listPods(client, namespace);
  const pods = everybody.filter((pod) => ordinalOf(stack, pod) !== undefined);
  const views = await stack.describeMembers(deployment);
  const set = await getStatefulSet(client, namespace, stack.layout.statefulSet).catch((error: unknown) => {
    problems.push(sentenceOf(error));
    return undefined;
  });
  const uids = await claimUids(client, namespace);
  const members = await Promise.all(
    pods.map((pod) => {
      const view = views.find((one) => one.pod === pod.metadata.name);
      const resolver = pods.find((one) => one !== pod && isReady(one)) ?? pods.find(isReady);
      return look(stack, deployment, pod, view, resolver, problems);
    }),
  );
  members.sort((a, b) => a.ordinal - b.ordinal);
  return {
    takenAt: clock.now(),
    ...(set === undefined ? {} : { controller: controllerIdentity(set) }),
    retention: stack.layout.retention ?? KEPT,
    claims: claimsOf(stack, set, uids),
    wanted: deployment.members,
    members,
    strangers: strangersAmong(stack, everybody),
    problems,
  };
}

async function look(
  stack: Stack,
  deployment: Deployment,
  pod: Pod,
  view: MemberView | undefined,
  resolver: Pod | undefined,
  problems: string[],
): Promise<MemberIdentity> {
  const { client, namespace } = deployment;
  const { layout } = stack;
  const name = pod.metadata.name;
  const at = (target: Pod): { namespace: string; pod: string; container: string } => ({
    namespace,
    pod: target.metadata.name,
    container: layout.container,
  });
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      problems.push(sentenceOf(error));
      return undefined;
    }
  };
  const dnsName = `${name}.${layout.service}.${namespace}.svc`;
  const claimName = pod.spec.volumes?.find((volume) => volume.persistentVolumeClaim)?.persistentVolumeClaim
    ?.claimName;
  const [claim, dnsAddresses, marker] = await Promise.all([
    claimName === undefined ? undefined : attempt(() => getClaim(client, namespace, claimName)),
    resolver === undefined ? undefined : attempt(() => resolveFrom(client, at(resolver), dnsName)),
    attempt(() => readMarker(client, at(pod), layout.volumePath)),
  ]);
  const volumeName = claim?.spec.volumeName;
  const volume = volumeName === undefined ? undefined : await attempt(() => getVolume(client, volumeName));
  const status = pod.status.containerStatuses?.find((one) => one.name === layout.container);
  return {
    ordinal: ordinalOf(stack, pod) ?? -1,
    pod: name,
    podUid: pod.metadata.uid ?? '',
    node: pod.spec.nodeName ?? null,
    podIp: pod.status.podIP ?? null,
    containerId: status?.containerID ?? null,
    restartCount: status?.restartCount ?? 0,
    ownerUid: pod.metadata.ownerReferences?.find((owner) => owner.controller === true)?.uid ?? null,
    revision: pod.metadata.labels?.[REVISION_LABEL] ?? null,
    ready: isReady(pod) && pod.metadata.deletionTimestamp === undefined,
    claim: claimName ?? null,
    claimUid: claim?.metadata.uid ?? null,
    claimOwners: (claim?.metadata.ownerReferences ?? []).map((owner) => owner.kind),
    volume: volumeName ?? null,
    volumeHandle: volume === undefined ? null : handleOf(volume),
    volumeNode: volume === undefined ? null : nodeOf(volume),
    dnsName,
    role: view?.role ?? 'unknown',
    ...(dnsAddresses === undefined ? {} : { dnsAddresses }),
    ...(view?.productId === undefined ? {} : { productId: view.productId }),
    ...(marker === undefined ? {} : { marker }),
  };
}

function handleOf({ spec }: Volume): string | null {
  return spec.csi?.volumeHandle ?? spec.local?.path ?? spec.hostPath?.path ?? null;
}

/** The one node that the volume's affinity names. */
function nodeOf({ spec }: Volume): string | null {
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  const matches = terms.flatMap((term) => [...(term.matchExpressions ?? []), ...(term.matchFields ?? [])]);
  const values = matches
    .filter((match) => ['kubernetes.io/hostname', 'metadata.name'].includes(match.key))
    .flatMap((match) => match.values ?? []);
  return terms.length === 1 && values.length === 1 ? (values[0] ?? null) : null;
}
