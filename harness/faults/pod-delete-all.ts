import { podGone } from '../kube/drain.ts';
import { deletePod } from '../kube/resources.ts';
import { podsOfStatefulSet } from '../kube/stateful-set.ts';
import { allReplaced, evidence } from './evidence.ts';
import type { Fault, FaultContext } from './fault.ts';
import { names, thisPod } from './victim.ts';

/** What was seen between the deletions and the first pod that was gone, by the victims hit. */
const together = new WeakMap<FaultContext['victims'], string>();

/**
 * Deletes every member's pod at once, each with its own grace period. Proof: every old UID is gone, and there
 * was a moment at which all of them were on their way out.
 */
export const podDeleteAll: Fault = {
  id: 'pod-delete-all',
  class: 'pod',
  expectation: 'new-pod',
  async inject(context) {
    const { cluster, namespace, victims, clock, signal } = context;
    const pods = victims.map((victim) => thisPod(victim, namespace));
    await Promise.all(pods.map((pod) => deletePod(cluster.client, pod)));
    const seen = await allOut(context);
    if (seen !== undefined) together.set(victims, seen);
    await Promise.all(pods.map((pod) => podGone(cluster.client, pod, signal)));
    return { effectAt: clock.now() };
  },
  prove: (context) => {
    const { victims } = context;
    return evidence(context, `${names(victims)} being deleted at once`, async () => {
      const seen = await allReplaced(context);
      if ('saw' in seen) return seen;
      const at = together.get(victims);
      if (at === undefined) return { saw: 'every pod is gone, but nothing shows that they went together' };
      return { evidence: [...seen.evidence, at] };
    });
  },
};

/** The moment at which every victim is terminating or gone; undefined where one is not. */
async function allOut({
  cluster,
  namespace,
  statefulSet,
  victims,
}: FaultContext): Promise<string | undefined> {
  const pods = await podsOfStatefulSet(cluster.client, namespace, statefulSet);
  const old = victims.map((victim) => {
    const pod = pods.get(victim.ordinal);
    return pod?.metadata.uid === victim.podUid ? pod : undefined;
  });
  const there = old.filter((pod) => pod !== undefined);
  if (there.some((pod) => pod.metadata.deletionTimestamp === undefined)) return undefined;
  return (
    `Right after the deletions ${String(there.length)} of the ${String(victims.length)} pods were terminating and ` +
    `${String(victims.length - there.length)} gone.`
  );
}
