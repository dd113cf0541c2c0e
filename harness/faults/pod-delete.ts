import { podGone } from '../kube/drain.ts';
import { deleteAt, getPod, podPath } from '../kube/resources.ts';
import { evidenceFromPod, podReplaced } from './evidence.ts';
import type { Fault } from './fault.ts';

/** Deletes a pod with its own grace period, as `kubectl delete pod` does. Proof: the old UID is gone. */
export const podDelete: Fault = {
  id: 'pod-delete',
  expectation: 'new-pod',
  async inject({ cluster, namespace, victim, clock, signal }) {
    const pod = await getPod(cluster.client, namespace, victim.pod);
    await deleteAt(cluster.client, podPath(namespace, victim.pod));
    if (pod !== undefined) await podGone(cluster.client, pod, signal);
    return { effectAt: clock.now() };
  },
  prove: (context) =>
    evidenceFromPod(context, `pod ${context.victim.pod} being deleted`, (pod) => podReplaced(context, pod)),
};
