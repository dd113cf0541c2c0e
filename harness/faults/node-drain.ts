import { HoldfastError } from '../core/errors.ts';
import { drain, setSchedulable } from '../kube/drain.ts';
import { getNode } from '../kube/nodes.ts';
import { condition } from '../kube/objects.ts';
import { evidenceFromPod, podReplaced } from './evidence.ts';
import type { Fault } from './fault.ts';
import { nodeOf } from './victim.ts';

/**
 * Drains the victim's node through the eviction API, disruption budgets honoured, and uncordons it to heal.
 * Proof: the old pod gone, the node cordoned and, where the volume is bound to that node, the successor seen waiting for it.
 */
export const nodeDrain: Fault = {
  id: 'node-drain',
  class: 'pod',
  expectation: 'new-pod',
  async inject(context) {
    const { cluster, clock, once, signal, victim } = context;
    const node = nodeOf(victim);
    const { evicted } = await once(`drain ${node}`, () => drain(cluster.client, node, signal));
    if (!evicted.some((one) => one.uid === victim.podUid)) {
      throw new HoldfastError(`Draining ${node} did not evict ${victim.pod}, which should have been on it.`);
    }
    return { effectAt: clock.now() };
  },
  async prove(context) {
    const { cluster, victim, nodeBound } = context;
    const name = nodeOf(victim);
    const node = await getNode(cluster.client, name);
    if (node?.spec.unschedulable !== true) {
      return { proven: false, evidence: [`Node ${name} is not cordoned.`] };
    }
    return await evidenceFromPod(context, `${victim.pod} being evicted by the drain`, (pod) => {
      const gone = podReplaced(victim, pod);
      if ('saw' in gone) return gone;
      const cordoned = `Node ${name} is cordoned.`;
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
  async heal({ cluster, victim }) {
    if (victim.node !== null) await setSchedulable(cluster.client, victim.node, true);
  },
};
