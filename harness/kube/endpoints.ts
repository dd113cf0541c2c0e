import { HoldfastError } from '../core/errors.ts';
import { apply } from './apply.ts';
import type { KubeClient } from './client.ts';
import type { Node } from './objects.ts';
import { isReady } from './objects.ts';
import { listNodes } from './resources.ts';

/** A way from the harness to one member. */
export interface Endpoint {
  member: string;
  host: string;
  port: number;
}

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane';

/** The address at which node ports are entered: a control-plane node, which no worker's fault takes away. */
export async function entryAddress(client: KubeClient): Promise<string> {
  const nodes = await listNodes(client);
  const entry = nodes.find((node) => isControlPlane(node) && isReady(node));
  const address = entry?.status.addresses?.find((one) => one.type === 'InternalIP')?.address;
  if (address === undefined) {
    throw new HoldfastError(
      `No ready control-plane node with an internal address among ${String(nodes.length)} nodes; node ports cannot be reached.`,
    );
  }
  return address;
}

export function isControlPlane(node: Node): boolean {
  return node.metadata.labels?.[CONTROL_PLANE] !== undefined;
}

/**
 * Makes a NodePort service for one pod of a StatefulSet and returns where it is reached. The service
 * also leads to a pod that is not ready: the harness judges members that Kubernetes would hide.
 */
export async function memberEndpoint(
  client: KubeClient,
  options: { namespace: string; pod: string; targetPort: number; host: string },
): Promise<Endpoint> {
  const { namespace, pod, targetPort, host } = options;
  // Every later container of the namespace is given variables named after the service: none may begin with the product's
  // name, which could be read as its settings.
  const name = `holdfast-${pod}`;
  const service = await apply(client, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: {
      type: 'NodePort',
      publishNotReadyAddresses: true,
      selector: { 'statefulset.kubernetes.io/pod-name': pod },
      ports: [{ name: 'client', port: targetPort, targetPort, protocol: 'TCP' }],
    },
  });
  const { ports } = service.spec as { ports: { nodePort?: number }[] };
  const port = ports[0]?.nodePort;
  if (port === undefined) {
    throw new HoldfastError(`The service ${namespace}/${name} was given no node port.`);
  }
  return { member: pod, host, port };
}
