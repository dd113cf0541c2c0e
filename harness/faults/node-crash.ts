import { found, notYet, waitFor } from '../core/wait-for.ts';
import { getNode, nodeServes, readiness } from '../kube/nodes.ts';
import { isReady } from '../kube/objects.ts';
import { evidence } from './evidence.ts';
import type { Fault, FaultContext } from './fault.ts';
import { nodeOf } from './victim.ts';

/**
 * Cuts the power of the victim's node, and keeps it off until Kubernetes has seen that the node is not ready; then
 * switches it on again. Proof: the machine is off, since when, and the node's Ready condition is not True.
 */
export const nodeCrash: Fault = {
  id: 'node-crash',
  class: 'node',
  expectation: 'new-container',
  takesNode: true,
  async inject(context) {
    const { cluster, victim, once, clock } = context;
    const node = nodeOf(victim);
    const effectAt = await once(`kill ${node}`, async () => {
      await cluster.control.kill(node);
      return clock.now();
    });
    await seenNotReady(context, node);
    return { effectAt };
  },
  prove: (context) => {
    const { cluster, victim } = context;
    const node = nodeOf(victim);
    return evidence(context, `node ${node} being off`, async () => {
      const { running, startedAt, finishedAt } = await cluster.control.state(node);
      if (running) return { saw: `it has been running since ${startedAt}` };
      const now = await getNode(cluster.client, node);
      if (now === undefined || isReady(now)) return { saw: `it is off, but ${readiness(now)}` };
      return {
        evidence: [
          `Node ${node} had run since ${startedAt} and went off at ${finishedAt}.`,
          `Kubernetes says of it: ${readiness(now)}`,
        ],
      };
    });
  },
  async heal({ cluster, victim, once, budgets, signal }) {
    const { node } = victim;
    if (node === null) return;
    await once(`start ${node}`, () => cluster.control.start(node));
    await nodeServes(cluster.client, node, { budget: budgets.of('heal'), signal });
  },
};

/** Waits until the control plane says that a node is not ready, within the budget "not-ready". */
export async function seenNotReady({ cluster, budgets, signal }: FaultContext, node: string): Promise<void> {
  await waitFor(
    `node ${node} to be seen not ready`,
    async () => {
      const now = await getNode(cluster.client, node);
      return now === undefined || isReady(now) ? notYet(readiness(now)) : found(true);
    },
    { budget: budgets.of('not-ready'), everyMs: 500, signal },
  );
}
