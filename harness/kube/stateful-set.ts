import type { KubeClient } from './client.ts';
import type { List, Pod, StatefulSet } from './objects.ts';
import { getOrUndefined, listPods } from './resources.ts';

/** The label by which the controller tells from which template a pod was made. */
export const REVISION_LABEL = 'controller-revision-hash';

export const statefulSetPath = (namespace: string, name: string): string =>
  `/apis/apps/v1/namespaces/${namespace}/statefulsets/${name}`;

export const getStatefulSet = (
  client: KubeClient,
  namespace: string,
  name: string,
): Promise<StatefulSet | undefined> => getOrUndefined<StatefulSet>(client, statefulSetPath(namespace, name));

/**
 * Changes a StatefulSet by a strategic merge patch: containers are merged by their names.
 * @returns the StatefulSet as it is then. @throws KubeApiError, also where there is none.
 */
export async function patchStatefulSet(
  client: KubeClient,
  namespace: string,
  name: string,
  patch: object,
): Promise<StatefulSet> {
  return await client.call<StatefulSet>('PATCH', statefulSetPath(namespace, name), {
    contentType: 'application/strategic-merge-patch+json',
    body: patch,
  });
}

/** The pods that bear a name of the StatefulSet's (`NAME-ORDINAL`), whoever owns them now, by ordinal. */
export async function podsOfStatefulSet(
  client: KubeClient,
  namespace: string,
  name: string,
): Promise<Map<number, Pod>> {
  const pods = new Map<number, Pod>();
  for (const pod of await listPods(client, namespace)) {
    const ordinal = ordinalIn(name, pod.metadata.name);
    if (ordinal !== undefined) pods.set(ordinal, pod);
  }
  return pods;
}

/** The UIDs of all claims of a namespace, by the claims' names. */
export async function claimUids(client: KubeClient, namespace: string): Promise<Map<string, string>> {
  const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;
  const { items } = await client.call<List<Pick<Pod, 'metadata'>>>('GET', path);
  return new Map(items.map(({ metadata }) => [metadata.name, metadata.uid ?? '']));
}

/**
 * Whether what the StatefulSet says is rolled out.
 * @returns undefined once it is; until then what is missing, in words.
 */
export async function rollout(
  client: KubeClient,
  namespace: string,
  name: string,
): Promise<string | undefined> {
  const set = await getStatefulSet(client, namespace, name);
  return set === undefined ? `there is no StatefulSet ${namespace}/${name}` : rolloutMissing(set);
}

/** What a StatefulSet's own status still misses to be rolled out; undefined: nothing. */
export function rolloutMissing({ metadata, spec, status }: StatefulSet): string | undefined {
  const { replicas } = spec;
  const { readyReplicas = 0, updatedReplicas = 0, currentRevision, updateRevision } = status;
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) {
    return `the controller has not looked at generation ${String(metadata.generation)} of StatefulSet ${metadata.name} yet`;
  }
  if (status.replicas !== replicas) return `${String(status.replicas)} of ${String(replicas)} pods exist`;
  // Also where the revisions are the same: a StatefulSet that took over pods calls its own revision current at once.
  if (updatedReplicas !== replicas) {
    return `${String(updatedReplicas)} of ${String(replicas)} pods are of revision ${updateRevision ?? 'unknown'}`;
  }
  if (readyReplicas !== replicas) return `${String(readyReplicas)} of ${String(replicas)} pods are ready`;
  if (currentRevision !== updateRevision)
    return `revision ${updateRevision ?? 'unknown'} is not the current one yet`;
  return undefined;
}

function ordinalIn(name: string, pod: string): number | undefined {
  const digits = pod.startsWith(`${name}-`) ? pod.slice(name.length + 1) : '';
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}
