import type { KubeClient } from './client.ts';
import { isStatus } from './client.ts';
import { HoldfastError } from '../core/errors.ts';
import type { Claim, KubeObject, List, Node, Pod, Volume } from './objects.ts';

interface ResourceList {
  resources: { name: string; kind: string; namespaced: boolean }[];
}

const discovered = new WeakMap<KubeClient, Map<string, Promise<ResourceList>>>();

/** The API path of an object, from the server's own discovery, so that custom resources work too. */
export async function pathOf(client: KubeClient, object: KubeObject): Promise<string> {
  const prefix = object.apiVersion.includes('/') ? `/apis/${object.apiVersion}` : `/api/${object.apiVersion}`;
  const known = discovered.get(client) ?? new Map<string, Promise<ResourceList>>();
  discovered.set(client, known);
  let listing = known.get(prefix);
  if (listing === undefined) {
    listing = client.call<ResourceList>('GET', prefix);
    known.set(prefix, listing);
    listing.catch(() => known.delete(prefix));
  }
  const resource = (await listing).resources.find(
    (one) => one.kind === object.kind && !one.name.includes('/'),
  );
  if (resource === undefined) {
    throw new HoldfastError(
      `The cluster knows no ${object.kind} in ${object.apiVersion}; check the manifest of "${object.metadata.name}".`,
    );
  }
  const scope = resource.namespaced ? `/namespaces/${object.metadata.namespace ?? 'default'}` : '';
  return `${prefix}${scope}/${resource.name}/${object.metadata.name}`;
}

const pods = (namespace: string): string => `/api/v1/namespaces/${namespace}/pods`;

export const podPath = (namespace: string, name: string): string => `${pods(namespace)}/${name}`;

export async function listPods(client: KubeClient, namespace: string, labelSelector = ''): Promise<Pod[]> {
  return (await client.call<List<Pod>>('GET', pods(namespace), { query: { labelSelector } })).items;
}

/** Every pod on a node, in all namespaces. */
export async function listPodsOn(client: KubeClient, node: string): Promise<Pod[]> {
  const query = { fieldSelector: `spec.nodeName=${node}` };
  return (await client.call<List<Pod>>('GET', '/api/v1/pods', { query })).items;
}

export async function listNodes(client: KubeClient): Promise<Node[]> {
  return (await client.call<List<Node>>('GET', '/api/v1/nodes')).items;
}

export const getPod = (client: KubeClient, namespace: string, name: string): Promise<Pod | undefined> =>
  getOrUndefined<Pod>(client, podPath(namespace, name));

export const getClaim = (client: KubeClient, namespace: string, name: string): Promise<Claim | undefined> =>
  getOrUndefined<Claim>(client, `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}`);

export const getVolume = (client: KubeClient, name: string): Promise<Volume | undefined> =>
  getOrUndefined<Volume>(client, `/api/v1/persistentvolumes/${name}`);

/** The object at a path, or undefined where there is none (HTTP 404). */
export async function getOrUndefined<T>(client: KubeClient, path: string): Promise<T | undefined> {
  try {
    return await client.call<T>('GET', path);
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}

/** Deletes what is at a path; one that is gone already is fine. `graceSeconds` absent: the object's own. */
export async function deleteAt(client: KubeClient, path: string, graceSeconds?: number): Promise<void> {
  const body = graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds };
  try {
    await client.text('DELETE', path, { body: { apiVersion: 'v1', kind: 'DeleteOptions', ...body } });
  } catch (error) {
    if (!isStatus(error, 404)) throw error;
  }
}

/**
 * Deletes this very pod, never a successor of the same name; `graceSeconds` absent: with the pod's own grace period.
 * @returns the pod as the API server's answer has it. @throws KubeApiError, also where that pod is not there any more.
 */
export async function deletePod(
  client: KubeClient,
  { metadata }: Pick<Pod, 'metadata'>,
  graceSeconds?: number,
): Promise<Pod> {
  const { name, namespace = 'default', uid } = metadata;
  return await client.call<Pod>('DELETE', podPath(namespace, name), {
    body: {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      preconditions: { uid },
      ...(graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds }),
    },
  });
}
