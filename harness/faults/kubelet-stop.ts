import { kubeletState, startKubelet, stopKubelet } from '../cluster/kubelet.ts';
import { getNode, nodeServes, readiness } from '../kube/nodes.ts';
import { condition } from '../kube/objects.ts';
import { evidence } from './evidence.ts';
import type { Fault } from './fault.ts';
import { seenNotReady } from './node-crash.ts';
import { nodeOf } from './victim.ts';

/**
 * Stops the kubelet of the victim's node until Kubernetes has seen that the node is not ready: nobody looks after
 * its pods, but their containers go on. For Kubernetes, and for all who believe it, the node is lost. Proof: the node's service manager says that the kubelet is not active, and
 * the node's Ready condition is Unknown, which only a kubelet's silence makes it.
 */
export const kubeletStop: Fault = {
  id: 'kubelet-stop',
  class: 'node',
  expectation: 'unchanged',
  undisturbed: true,
  async inject(context) {
    const { cluster, victim, once, clock } = context;
    const node = nodeOf(victim);
    const effectAt = await once(`stop the kubelet of ${node}`, async () => {
      await stopKubelet(cluster.control, node);
      return clock.now();
    });
    await seenNotReady(context, node);
    return { effectAt };
  },
  prove: (context) => {
    const { cluster, victim } = context;
    const node = nodeOf(victim);
    return evidence(context, `the kubelet of ${node} being stopped`, async () => {
      const state = await kubeletState(cluster.control, node);
      if (state === 'active') return { saw: 'it is active' };
      const now = await getNode(cluster.client, node);
      const ready = now === undefined ? undefined : condition(now, 'Ready');
      if (ready?.status !== 'Unknown') return { saw: `the kubelet is ${state}, but ${readiness(now)}` };
      return {
        evidence: [`The kubelet of ${node} is ${state}.`, `Kubernetes says of the node: ${readiness(now)}`],
      };
    });
  },
  async heal({ cluster, victim, once, budgets, signal }) {
    const { node } = victim;
    if (node === null) return;
    await once(`start the kubelet of ${node}`, () => startKubelet(cluster.control, node));
    await nodeServes(cluster.client, node, { budget: budgets.of('heal'), signal });
  },
};
