import { found, notYet, waitFor } from '../core/wait-for.ts';
import { podGone } from '../kube/drain.ts';
import { getStatefulSet, podsOfStatefulSet, REVISION_LABEL } from '../kube/stateful-set.ts';
import type { Pod, StatefulSet } from '../kube/objects.ts';
import { evidence, type Seen } from './evidence.ts';
import type { FaultContext, Proof } from './fault.ts';
import { thisPod } from './victim.ts';

/** What is looked at once a new revision has made its first pod. */
export interface Rolled {
  set: StatefulSet;
  /** A pod of the new revision in a victim's place. */
  successor: Pod;
  /** The pods of victims that are still there. */
  old: Pod[];
}

/**
 * Evidence of a roll-out: the StatefulSet went from a revision of which victims are, or which it still calls
 * current, to another, and at least one victim was replaced by a pod of that. `alsoSee` adds what is special.
 */
export async function rolledOut(
  context: FaultContext,
  what: string,
  alsoSee: (rolled: Rolled) => Seen,
): Promise<Proof> {
  const { cluster, namespace, statefulSet, victims } = context;
  const previous = new Set<string>();
  return await evidence(context, what, async () => {
    const set = await getStatefulSet(cluster.client, namespace, statefulSet);
    const to = set?.status.updateRevision;
    if (set === undefined || to === undefined) return { saw: `StatefulSet ${statefulSet} is not there` };
    const pods = await podsOfStatefulSet(cluster.client, namespace, statefulSet);
    const uids = new Set(victims.map((victim) => victim.podUid));
    const old = [...pods.values()].filter((pod) => uids.has(pod.metadata.uid ?? ''));
    // The roll-out may end between two looks; what was seen of its beginning stays true.
    for (const revision of [set.status.currentRevision, ...old.map(revisionOf)]) {
      if (revision !== undefined && revision !== to) previous.add(revision);
    }
    if (previous.size === 0) return { saw: `revision ${to} is the only one in use` };
    const gone = victims.filter((one) => pods.get(one.ordinal)?.metadata.uid !== one.podUid);
    const successor = gone
      .map((one) => pods.get(one.ordinal))
      .find((pod) => pod !== undefined && revisionOf(pod) === to);
    if (successor === undefined) {
      return {
        saw: `${String(gone.length)} of ${String(victims.length)} pods gone, and none of revision ${to} yet`,
      };
    }
    const more = alsoSee({ set, successor, old });
    if ('saw' in more) return more;
    const replaced = victims.find((one) => one.pod === successor.metadata.name);
    return {
      evidence: [
        `StatefulSet ${statefulSet} went from revision ${[...previous].join(', ')} to ${to}.`,
        `Pod ${successor.metadata.name} with UID ${replaced?.podUid ?? ''} was replaced by one with UID ` +
          `${successor.metadata.uid ?? ''} of revision ${to}; ${String(old.length)} of ${String(victims.length)} old pods were left then.`,
        ...more.evidence,
      ],
    };
  });
}

/**
 * Waits until the first of the victims' pods is gone.
 * @returns the run time at which one was seen terminating or gone: from then on a roll-out is felt.
 */
export async function firstGone(context: FaultContext): Promise<number> {
  const { cluster, namespace, statefulSet, victims, budgets, clock, signal } = context;
  const hit = await waitFor(
    `the first pod of ${statefulSet} to be taken down`,
    async () => {
      const pods = await podsOfStatefulSet(cluster.client, namespace, statefulSet);
      const down = victims.find((victim) => {
        const metadata = pods.get(victim.ordinal)?.metadata;
        return metadata?.uid !== victim.podUid || metadata.deletionTimestamp !== undefined;
      });
      return down === undefined ? notYet('every pod is still there') : found(down);
    },
    { budget: budgets.of('inject'), everyMs: 100, signal },
  );
  const effectAt = clock.now();
  await podGone(cluster.client, thisPod(hit, namespace), signal);
  return effectAt;
}

export const revisionOf = (pod: Pod): string | undefined => pod.metadata.labels?.[REVISION_LABEL];
