import { RUN_LABEL } from '../core/ids.ts';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import { apply } from './apply.ts';
import type { KubeClient } from './client.ts';
import type { KubeObject, List } from './objects.ts';
import { deleteAt, getOrUndefined } from './resources.ts';

const path = (name: string): string => `/api/v1/namespaces/${name}`;

/** Makes a namespace that belongs to a run. */
export async function createNamespace(client: KubeClient, name: string, run: string): Promise<void> {
  await apply(client, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { [RUN_LABEL]: run } },
  });
}

/**
 * Asks for the deletion of a namespace and of what takes long to go, and returns at once. Pods are given a second:
 * what is to be known of them is known. Kubernetes begins to empty a namespace after 5 s, and looks again only after
 * another 5 s, or half of its pods' grace periods, where pods or claims are left by then.
 */
export async function deleteNamespace(client: KubeClient, name: string): Promise<void> {
  await deleteAt(client, `/apis/apps/v1/namespaces/${name}/statefulsets`);
  await deleteAt(client, `${path(name)}/pods`, 1);
  await deleteAt(client, `${path(name)}/persistentvolumeclaims`);
  await deleteAt(client, path(name));
}

/** Waits until a namespace that was asked to go is gone, within the budget "namespace-gone". */
export async function namespaceGone(client: KubeClient, name: string): Promise<void> {
  await waitFor(
    `namespace ${name} to be gone`,
    async () => {
      const namespace = await getOrUndefined<{ status: { phase: string } }>(client, path(name));
      return namespace === undefined ? found(true) : notYet(`phase ${namespace.status.phase}`);
    },
    { budget: client.budgets.of('namespace-gone'), everyMs: 500 },
  );
}

/** The namespaces that carry any run's label. */
export async function runNamespaces(client: KubeClient): Promise<{ name: string; run: string }[]> {
  const list = await client.call<List<KubeObject>>('GET', '/api/v1/namespaces', {
    query: { labelSelector: RUN_LABEL },
  });
  return list.items.map(({ metadata }) => ({ name: metadata.name, run: metadata.labels?.[RUN_LABEL] ?? '' }));
}
