import { dnsLabel, newRunId } from '../core/ids.ts';
import { Budgets, type BudgetName } from '../core/budgets.ts';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import { applyAll } from './apply.ts';
import { KubeClient } from './client.ts';
import { createNamespace, deleteNamespace } from './namespaces.ts';
import type { KubeObject, Pod } from './objects.ts';
import { isReady } from './objects.ts';
import { listPods } from './resources.ts';

/** What a test of this layer works on: a namespace of its own on the cluster that the tests were started with. */
export interface Ground {
  client: KubeClient;
  namespace: string;
  /** An image that every node has, with a shell in it. */
  image: string;
  remove(): Promise<void>;
}

/** The cluster that the runner names in HOLDFAST_CLUSTER, and an image that every node of it has. */
export function clusterUnderTest(budgets: Partial<Record<BudgetName, number>> = {}): {
  client: KubeClient;
  image: string;
} {
  const { kubeconfig = '', image = '' } = JSON.parse(process.env.HOLDFAST_CLUSTER ?? '{}') as Record<
    string,
    string
  >;
  if (kubeconfig === '') throw new Error('HOLDFAST_CLUSTER names no cluster; start this with "npm test".');
  return { client: KubeClient.fromFile(kubeconfig, new Budgets(budgets)), image };
}

/** Makes a namespace on the cluster under test. */
export async function ground(budgets: Partial<Record<BudgetName, number>> = {}): Promise<Ground> {
  const { client, image } = clusterUnderTest(budgets);
  const run = newRunId();
  const namespace = dnsLabel('hf-test', run);
  await createNamespace(client, namespace, run);
  return { client, namespace, image, remove: () => deleteNamespace(client, namespace) };
}

/** A StatefulSet of idle pods, one a node, with a headless service. */
function idlePods({ namespace, image }: Ground, replicas: number, container: object): KubeObject[] {
  const labels = { app: 'idle' };
  const anti = { labelSelector: { matchLabels: labels }, topologyKey: 'kubernetes.io/hostname' };
  const idle = {
    name: 'idle',
    image,
    command: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 1 & wait $!; done'],
  };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'idle', namespace },
      spec: { clusterIP: 'None', selector: labels },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'idle', namespace },
      spec: {
        serviceName: 'idle',
        replicas,
        podManagementPolicy: 'Parallel',
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 5,
            affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [anti] } },
            containers: [{ ...idle, ...container }],
          },
        },
      },
    },
  ];
}

/** Deploys idle pods and waits for them; `container` overrides what they run. */
export async function deployIdle(on: Ground, replicas: number, container: object = {}): Promise<Pod[]> {
  await applyAll(on.client, idlePods(on, replicas, container));
  return await waitFor(
    `${String(replicas)} idle pods to be ready`,
    async () => {
      const ready = (await listPods(on.client, on.namespace)).filter(isReady);
      return ready.length === replicas ? found(ready) : notYet(`${String(ready.length)} ready`);
    },
    { budget: on.client.budgets.of('deploy') },
  );
}
