import { found, notYet, waitFor } from '../core/wait-for.ts';
import type { KubeClient } from '../kube/client.ts';
import { isReady } from '../kube/objects.ts';
import { getOrUndefined, listNodes } from '../kube/resources.ts';

interface Deployment {
  spec: { replicas: number; template: { spec: { nodeSelector?: Record<string, string> } } };
  metadata: { generation: number };
  status: {
    observedGeneration?: number;
    updatedReplicas?: number;
    availableReplicas?: number;
    replicas?: number;
  };
}

/** Cluster services that must not go down with a worker: their absence would be blamed on the stack. */
const KEPT_OFF_WORKERS = [
  '/apis/apps/v1/namespaces/kube-system/deployments/coredns',
  '/apis/apps/v1/namespaces/local-path-storage/deployments/local-path-provisioner',
];

/** Pins DNS, and a volume provisioner that is not on every node, to the control plane, then waits until they and all nodes are ready. */
export async function settleCluster(
  client: KubeClient,
  nodeCount: number,
  signal?: AbortSignal,
): Promise<void> {
  const options = { budget: client.budgets.of('cluster-ready'), signal };
  await Promise.all(KEPT_OFF_WORKERS.map((path) => pinToControlPlane(client, path)));
  await waitFor(
    `${String(nodeCount)} nodes to be ready`,
    async () => {
      const nodes = await listNodes(client);
      const ready = nodes.filter(isReady).length;
      return ready >= nodeCount ? found(true) : notYet(`${String(ready)} of ${String(nodes.length)} ready`);
    },
    options,
  );
  for (const path of KEPT_OFF_WORKERS) {
    await waitFor(
      `${path.split('/').at(-1) ?? ''} to be available on the control plane`,
      async () => {
        const deployment = await getOrUndefined<Deployment>(client, path);
        if (deployment === undefined) return found(true);
        const { spec, status, metadata } = deployment;
        const rolled =
          status.observedGeneration === metadata.generation && status.updatedReplicas === spec.replicas;
        const settled =
          rolled && status.availableReplicas === spec.replicas && status.replicas === spec.replicas;
        return settled
          ? found(true)
          : notYet(`${String(status.availableReplicas ?? 0)} of ${String(spec.replicas)} available`);
      },
      options,
    );
  }
}

async function pinToControlPlane(client: KubeClient, path: string): Promise<void> {
  const deployment = await getOrUndefined<Deployment>(client, path);
  const label = 'node-role.kubernetes.io/control-plane';
  if (deployment === undefined || deployment.spec.template.spec.nodeSelector?.[label] !== undefined) return;
  await client.text('PATCH', path, {
    contentType: 'application/merge-patch+json',
    body: { spec: { template: { spec: { nodeSelector: { [label]: '' } } } } },
  });
}
