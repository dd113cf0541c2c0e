import type { Budgets } from '../core/budgets.ts';
import { found, waitFor } from '../core/wait-for.ts';
import { setSchedulable } from '../kube/drain.ts';
import { nodeServes } from '../kube/nodes.ts';
import { listNodes } from '../kube/resources.ts';
import { pausedOn, resume } from './containers.ts';
import { controlPlaneStopped, startControlPlane } from './control-plane.ts';
import { kubeletState, startKubelet } from './kubelet.ts';
import { clientOf, nodeContainers } from './kind.ts';
import type { NodeControl } from './node-control.ts';

/**
 * Takes back what a run that was killed in the middle of a fault may have left of a kept cluster: nodes that are
 * off, kubelets and a control plane that are stopped, containers that are frozen, nodes that are cordoned.
 * Returns once everything that was repaired serves again.
 * @returns what was done, as sentences; none where nothing was broken.
 * @throws BudgetExceededError where it does not serve within the budget "cluster-ready".
 */
export async function repair(
  control: NodeControl,
  name: string,
  budgets: Budgets,
  signal?: AbortSignal,
): Promise<string[]> {
  const nodes = await nodeContainers(name);
  const done = (await Promise.all(nodes.map((node) => repairNode(control, node)))).flat();
  const client = clientOf(name, budgets);
  const options = { budget: budgets.of('cluster-ready'), signal };
  if (done.length > 0) {
    await waitFor(
      `the API server of ${name} to answer`,
      async () => found(await client.text('GET', '/readyz')),
      options,
    );
    await Promise.all(nodes.map((node) => nodeServes(client, node, options)));
  }
  for (const { metadata, spec } of await listNodes(client)) {
    if (spec.unschedulable !== true) continue;
    await setSchedulable(client, metadata.name, true);
    done.push(`Node ${metadata.name} was cordoned, and is schedulable again.`);
  }
  return done;
}

async function repairNode(control: NodeControl, node: string): Promise<string[]> {
  const done: string[] = [];
  const { running, finishedAt } = await control.state(node);
  if (!running) {
    await control.start(node);
    done.push(`Node ${node} was off since ${finishedAt}, and was started.`);
  }
  if (await controlPlaneStopped(control, node)) {
    await startControlPlane(control, node);
    done.push(`The control plane on ${node} was stopped, and was started.`);
  }
  if (!running) return done; // the boot starts its kubelet, and nothing on it can be frozen
  if (['inactive', 'failed'].includes(await kubeletState(control, node))) {
    await startKubelet(control, node);
    done.push(`The kubelet of ${node} was stopped, and was started.`);
  }
  for (const container of await pausedOn(control, node)) {
    await resume(control, node, container);
    done.push(`Container ${container} on ${node} was frozen, and was thawed.`);
  }
  return done;
}
