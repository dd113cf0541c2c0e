import { found, notYet, waitFor, type WaitOptions } from '../core/wait-for.ts';
import type { KubeClient } from './client.ts';
import type { Condition, Lease, Node } from './objects.ts';
import { condition, isReady } from './objects.ts';
import { getOrUndefined, listPodsOn } from './resources.ts';

export const getNode = (client: KubeClient, name: string): Promise<Node | undefined> =>
  getOrUndefined<Node>(client, `/api/v1/nodes/${name}`);

/** The node's Ready condition, as one piece of a sentence. */
export function readiness(node: Node | undefined): string {
  const ready: Condition | undefined = node === undefined ? undefined : condition(node, 'Ready');
  if (ready === undefined) return 'no Ready condition';
  return `Ready=${ready.status} (${ready.reason ?? 'no reason'}: ${ready.message ?? ''})`;
}

/** When the holder of a lease last said that it is alive, as the API server has it; undefined where there is no lease. */
export async function renewedAt(
  client: KubeClient,
  namespace: string,
  name: string,
): Promise<string | undefined> {
  const path = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/${name}`;
  return (await getOrUndefined<Lease>(client, path))?.spec.renewTime;
}

/** Waits until a lease is renewed once more from now on: what a component that is gone said last does not count. */
export async function leaseRenewed(
  client: KubeClient,
  lease: { namespace: string; name: string },
  options: WaitOptions,
): Promise<void> {
  let first: string | undefined;
  let asked = false;
  await waitFor(
    `the lease of ${lease.name} to be renewed`,
    async () => {
      const now = await renewedAt(client, lease.namespace, lease.name);
      if (!asked) first = now;
      asked = true;
      return now === first ? notYet(`last renewed at ${first ?? 'no time'}`) : found(true);
    },
    options,
  );
}

/**
 * Waits until a node serves again: its kubelet renews its lease, the node is Ready, and so is every pod of the
 * cluster's own services on it.
 */
export async function nodeServes(client: KubeClient, node: string, options: WaitOptions): Promise<void> {
  await leaseRenewed(client, { namespace: 'kube-node-lease', name: node }, options);
  await waitFor(
    `node ${node} to be Ready`,
    async () => {
      const now = await getNode(client, node);
      return now !== undefined && isReady(now) ? found(true) : notYet(readiness(now));
    },
    options,
  );
  await waitFor(
    `the cluster's services on ${node} to be ready`,
    async () => {
      const pods = await listPodsOn(client, node);
      const away = pods.filter((pod) => pod.metadata.namespace === 'kube-system' && !isReady(pod));
      return away.length === 0 ? found(true) : notYet(away.map((pod) => pod.metadata.name).join(', '));
    },
    options,
  );
}
