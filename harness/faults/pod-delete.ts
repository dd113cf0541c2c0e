import { podGone } from '../kube/drain.ts';
import { deletePod } from '../kube/resources.ts';
import type { Victim } from '../model/fault-record.ts';
import { evidenceFromPod, podReplaced } from './evidence.ts';
import type { Fault } from './fault.ts';
import { thisPod } from './victim.ts';

/**
 * The grace period in seconds that the API server recorded of a deletion, by its victim. The object that says so
 * is gone when the fault is proven: that it is gone is the proof, this tells how.
 */
const recorded = new WeakMap<Victim, number>();

/** Deletes the victim's pod, `graceSeconds` absent: with the pod's own grace period. Proof: the old UID is gone. */
function podDeletion(id: string, graceSeconds?: number): Fault {
  return {
    id,
    class: 'pod',
    expectation: 'new-pod',
    // kubernetes.io/docs/tasks/run-application/force-delete-stateful-set-pod
    ...(graceSeconds === 0 ? { waivesAtMostOne: true } : {}),
    async inject({ cluster, namespace, victim, clock, signal }) {
      const pod = thisPod(victim, namespace);
      const { metadata } = await deletePod(cluster.client, pod, graceSeconds);
      if (metadata.deletionGracePeriodSeconds !== undefined) {
        recorded.set(victim, metadata.deletionGracePeriodSeconds);
      }
      await podGone(cluster.client, pod, signal);
      return { effectAt: clock.now() };
    },
    prove: (context) =>
      evidenceFromPod(context, `pod ${context.victim.pod} being deleted`, (pod) => {
        const gone = podReplaced(context.victim, pod);
        if ('saw' in gone || graceSeconds === undefined) return gone;
        const grace = recorded.get(context.victim);
        if (grace !== graceSeconds) {
          return {
            saw: `pod gone, but the grace period on record is ${String(grace)} s, not ${String(graceSeconds)} s`,
          };
        }
        const how = `The API server recorded a grace period of ${String(grace)} s for its deletion.`;
        return { evidence: [...gone.evidence, how] };
      }),
  };
}

/** As `kubectl delete pod` does. */
export const podDelete = podDeletion('pod-delete');

/** One second between the signal to end and the kill. */
export const podDeleteGrace1 = podDeletion('pod-delete-grace-1', 1);

/** As `kubectl delete pod --force` does: the object goes at once, and its name is free before its processes have ended. */
export const podDeleteGrace0 = podDeletion('pod-delete-grace-0', 0);
