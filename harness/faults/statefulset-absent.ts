import { found, notYet, waitFor } from '../core/wait-for.ts';
import { getStatefulSet, podsOfStatefulSet, statefulSetPath } from '../kube/stateful-set.ts';
import type { Seen } from './evidence.ts';
import type { FaultContext, Injection } from './fault.ts';

/** Deletes the StatefulSet, and waits until it is gone; what becomes of its pods is the policy's business. */
export async function remove(
  { cluster, namespace, statefulSet, budgets, clock, signal }: FaultContext,
  propagationPolicy: 'Foreground' | 'Orphan',
): Promise<Injection> {
  const body = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy };
  await cluster.client.text('DELETE', statefulSetPath(namespace, statefulSet), { body });
  await waitFor(
    `StatefulSet ${namespace}/${statefulSet} to be gone`,
    async () => {
      const set = await getStatefulSet(cluster.client, namespace, statefulSet);
      return set === undefined ? found(true) : notYet(`${String(set.status.replicas)} pods left`);
    },
    { budget: budgets.of('inject'), everyMs: 100, signal },
  );
  return { effectAt: clock.now() };
}

/** Looks at the pods while there is no StatefulSet: their names by UID, and the names of those that have an owner. */
export async function whileAbsent(
  { cluster, namespace, statefulSet }: FaultContext,
  see: (present: Map<string, string>, owned: string[]) => Seen | Promise<Seen>,
): Promise<Seen> {
  const set = await getStatefulSet(cluster.client, namespace, statefulSet);
  if (set !== undefined) {
    return { saw: `StatefulSet ${statefulSet} is there, with UID ${set.metadata.uid ?? ''}` };
  }
  const pods = [...(await podsOfStatefulSet(cluster.client, namespace, statefulSet)).values()];
  const owned = pods.filter((pod) => (pod.metadata.ownerReferences ?? []).length > 0);
  const seen = await see(
    new Map(pods.map(({ metadata }) => [metadata.uid ?? '', metadata.name])),
    owned.map((pod) => pod.metadata.name),
  );
  if ('saw' in seen) return seen;
  return { evidence: [`There is no StatefulSet ${namespace}/${statefulSet} (HTTP 404).`, ...seen.evidence] };
}
