import type { Cluster } from '../cluster/cluster.ts';
import {
  CONTROL_PLANE_PARTS,
  runningParts,
  startControlPlane,
  stopControlPlane,
} from '../cluster/control-plane.ts';
import { HoldfastError, sentenceOf } from '../core/errors.ts';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import { KubeApiError } from '../kube/client.ts';
import { leaseRenewed, nodeServes } from '../kube/nodes.ts';
import { evidence, evidenceHeld, type Seen } from './evidence.ts';
import type { Fault, FaultContext } from './fault.ts';

/**
 * Ends the API server, its store, the controllers and the scheduler, and keeps them away for the budget
 * "control-plane-down". Pods and their connections need none of them.
 * Proof: the API server answers nobody throughout, and no container of the control plane runs on its nodes.
 */
export const controlPlaneStop: Fault = {
  id: 'control-plane-stop',
  class: 'none',
  expectation: 'unchanged',
  undisturbed: true,
  async inject({ cluster, once, budgets, clock, signal }) {
    for (const node of controlPlaneNodes(cluster)) {
      await once(`stop the control plane on ${node}`, () => stopControlPlane(cluster.control, node));
    }
    await waitFor(
      'the API server to be away',
      async () => {
        const { answers, words } = await ask(cluster);
        return answers ? notYet(`it answers: ${words}`) : found(true);
      },
      { budget: budgets.of('inject'), signal },
    );
    return { effectAt: clock.now() };
  },
  async prove(context) {
    const { cluster } = context;
    const first = await evidence(context, 'the control plane being stopped', () => away(context));
    return await evidenceHeld(context, first, {
      what: 'The absence of the API server',
      budget: 'control-plane-down',
      look: async () => {
        const { answers, words } = await ask(cluster);
        return answers ? `it answers: ${words}` : undefined;
      },
      atEnd: () => away(context),
    });
  },
  async heal({ cluster, once, budgets, signal }) {
    const { client, control, nodes } = cluster;
    const options = { budget: budgets.of('heal'), signal };
    for (const node of controlPlaneNodes(cluster)) {
      await once(`start the control plane on ${node}`, () => startControlPlane(control, node));
    }
    await waitFor(
      'the API server to be ready',
      async () => found(await client.text('GET', '/readyz', { signal })),
      options,
    );
    await Promise.all([
      ...['kube-controller-manager', 'kube-scheduler'].map((name) =>
        leaseRenewed(client, { namespace: 'kube-system', name }, options),
      ),
      ...nodes.map((node) => nodeServes(client, node, options)),
    ]);
  },
};

async function away({ cluster }: FaultContext): Promise<Seen> {
  const asked = await ask(cluster);
  if (asked.answers) return { saw: `the API server answers: ${asked.words}` };
  const sentences = [asked.words];
  for (const node of controlPlaneNodes(cluster)) {
    const running = await runningParts(cluster.control, node);
    if (running.length > 0) return { saw: `${running.join(', ')} still run on ${node}` };
    sentences.push(`No container of ${CONTROL_PLANE_PARTS.join(', ')} runs on ${node}.`);
  }
  return { evidence: sentences };
}

/** Asks the API server for its version; a refusal is an answer, too. */
async function ask({ client }: Cluster): Promise<{ answers: boolean; words: string }> {
  try {
    return {
      answers: true,
      words: (await client.call<{ gitVersion: string }>('GET', '/version')).gitVersion,
    };
  } catch (error) {
    return { answers: error instanceof KubeApiError, words: sentenceOf(error) };
  }
}

function controlPlaneNodes({ name, nodes, workers }: Cluster): string[] {
  const found = nodes.filter((node) => !workers.includes(node));
  if (found.length > 0) return found;
  throw new HoldfastError(
    `Cluster ${name} shows no node of its control plane, so that it cannot be stopped.`,
  );
}
