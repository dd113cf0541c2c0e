import { HoldfastError } from '../core/errors.ts';
import { drain, setSchedulable } from '../kube/drain.ts';
import type { Node } from '../kube/objects.ts';
import { condition } from '../kube/objects.ts';
import { getOrUndefined } from '../kube/resources.ts';
import { evidenceFromPod, podReplaced } from './evidence.ts';
import type { Fault, FaultContext } from './fault.ts';

/**
 * Drains the victim's node through the eviction API, disruption budgets honoured, and uncordons it to heal.
 * Proof: the old pod gone, the node cordoned and, where the volume is bound to that node, the successor seen waiting for it.
 */
export const nodeDrain: Fault = {
  id: 'node-drain',
  expectation: 'new-pod',
  async inject(context) {
    const { cluster, clock, signal, victim } = context;
    const { evicted } = await drain(cluster.client, nodeOf(context), signal);
    if (!evicted.some((one) => one.uid === victim.podUid)) {
      throw new HoldfastError(
        `Draining ${nodeOf(context)} did not evict ${victim.pod}, which should have been on it.`,
      );
    }
    return { effectAt: clock.now() };
  },
  async prove(context) {
    const { cluster, victim, nodeBound } = context;
    const node = await getOrUndefined<Node>(cluster.client, `/api/v1/nodes/${nodeOf(context)}`);
    if (node?.spec.unschedulable !== true) {
      return { proven: false, evidence: [`Node ${nodeOf(context)} is not cordoned.`] };
    }
    return await evidenceFromPod(context, `${victim.pod} being evicted by the drain`, (pod) => {
      const gone = podReplaced(context, pod);
      if ('saw' in gone) return gone;
      const cordoned = `Node ${nodeOf(context)} is cordoned.`;
      if (!nodeBound) return { evidence: [cordoned, ...gone.evidence] };
      if (pod === undefined) return { saw: 'the pod is gone, and its successor is not made yet' };
      const scheduled = condition(pod, 'PodScheduled');
      if (pod.spec.nodeName !== undefined) {
        return {
          evidence: [
            cordoned,
            ...gone.evidence,
            `Its successor was placed on ${pod.spec.nodeName}, though its volume is bound to a node.`,
          ],
        };
      }
      if (scheduled?.status !== 'False')
        return { saw: 'the successor has not been looked at by the scheduler yet' };
      return {
        evidence: [
          cordoned,
          ...gone.evidence,
          `Its successor waits for its node: ${scheduled.message ?? ''}`,
        ],
      };
    });
  },
  async heal(context) {
    await setSchedulable(context.cluster.client, nodeOf(context), true);
  },
};

function nodeOf({ victim }: FaultContext): string {
  if (victim.node === null) throw new HoldfastError(`Pod ${victim.pod} is on no node that could be drained.`);
  return victim.node;
}
