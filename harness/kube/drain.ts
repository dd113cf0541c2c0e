import { found, notYet, waitFor } from '../core/wait-for.ts';
import type { KubeClient } from './client.ts';
import { evict } from './evict.ts';
import type { ObjectMeta, Pod } from './objects.ts';
import { getPod, listPodsOn } from './resources.ts';

export interface Drained {
  /** The pods whose eviction was accepted and that were then seen gone. */
  evicted: { namespace: string; pod: string; uid: string; refusals: number }[];
}

/** Marks a node unschedulable, or schedulable again. */
export async function setSchedulable(client: KubeClient, node: string, schedulable: boolean): Promise<void> {
  await client.text('PATCH', `/api/v1/nodes/${node}`, {
    contentType: 'application/merge-patch+json',
    body: { spec: { unschedulable: schedulable ? null : true } },
  });
}

/** What a drain evicts: everything but DaemonSet and mirror pods and pods that have ended. */
export function isDrainable(pod: Pod): boolean {
  const mirror = pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;
  const daemon =
    pod.metadata.ownerReferences?.some((owner) => owner.kind === 'DaemonSet' && owner.controller === true) ===
    true;
  const ended = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
  return !mirror && !daemon && !ended;
}

/**
 * Cordons a node, evicts what runs there and waits until it is gone, as `kubectl drain
 * --ignore-daemonsets --delete-emptydir-data` does. The node stays cordoned.
 */
export async function drain(client: KubeClient, node: string, signal?: AbortSignal): Promise<Drained> {
  await setSchedulable(client, node, false);
  const pods = (await listPodsOn(client, node)).filter(isDrainable);
  const evicted = await Promise.all(
    pods.map(async (pod) => {
      const { refusals } = await evict(client, pod, signal);
      await podGone(client, pod, signal);
      const { name, namespace = 'default', uid = '' } = pod.metadata;
      return { namespace, pod: name, uid, refusals };
    }),
  );
  return { evicted };
}

/** Waits until this very pod is gone; a successor of the same name does not count. Budget "inject". */
export async function podGone(
  client: KubeClient,
  pod: { metadata: ObjectMeta },
  signal?: AbortSignal,
): Promise<void> {
  const { name, namespace = 'default', uid } = pod.metadata;
  await waitFor(
    `pod ${namespace}/${name} to be gone`,
    async () => {
      const now = await getPod(client, namespace, name);
      if (now === undefined || now.metadata.uid !== uid) return found(true);
      return notYet(now.metadata.deletionTimestamp === undefined ? 'not being deleted' : 'terminating');
    },
    { budget: client.budgets.of('inject'), everyMs: 100, signal },
  );
}
