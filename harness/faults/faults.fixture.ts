import { dockerNodeControl } from '../cluster/node-control.ts';
import type { BudgetName } from '../core/budgets.ts';
import { Budgets } from '../core/budgets.ts';
import { RunClock } from '../core/clock.ts';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import { applyAll } from '../kube/apply.ts';
import type { Ground } from '../kube/cluster.fixture.ts';
import { isControlPlane } from '../kube/endpoints.ts';
import type { KubeObject, Pod } from '../kube/objects.ts';
import { listNodes } from '../kube/resources.ts';
import { claimUids, patchStatefulSet, podsOfStatefulSet, rollout } from '../kube/stateful-set.ts';
import type { Victim } from '../model/fault-record.ts';
import type { FaultContext } from './fault.ts';
import { onceEach } from './once.ts';

const NAME = 'member';
const CONTAINER = 'data';

/** Idle members with a volume each, one a node, of which at most one may be away. */
function members({ namespace, image }: Ground, replicas: number): KubeObject[] {
  const labels = { app: NAME };
  const metadata = { name: NAME, namespace };
  const mounts = [{ name: 'data', mountPath: '/data' }];
  const idle = 'trap "exit 0" TERM; while :; do sleep 1 & wait $!; done';
  const anti = { labelSelector: { matchLabels: labels }, topologyKey: 'kubernetes.io/hostname' };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { clusterIP: 'None', selector: labels } },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata,
      spec: {
        serviceName: NAME,
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 5,
            affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [anti] } },
            initContainers: [{ name: 'prepare', image, command: ['true'] }],
            containers: [{ name: CONTAINER, image, command: ['sh', '-c', idle], volumeMounts: mounts }],
          },
        },
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '16Mi' } } },
          },
        ],
      },
    },
  ];
}

/** Deploys members, and waits until all are there. */
export async function deployMembers(on: Ground, replicas: number): Promise<void> {
  await applyAll(on.client, members(on, replicas));
  await membersReady(on);
}

export async function membersReady({ client, namespace }: Ground): Promise<void> {
  await waitFor(
    'the members to be ready',
    async () => {
      const missing = await rollout(client, namespace, NAME);
      return missing === undefined ? found(true) : notYet(missing);
    },
    { budget: client.budgets.of('recover') },
  );
}

/** What a fault on these ordinals works on, as the members are now. */
export async function contextOf(
  on: Ground,
  ordinals: readonly number[],
  rest: { budgets?: Partial<Record<BudgetName, number>>; upgradeImage?: string } = {},
): Promise<FaultContext> {
  const { client, namespace } = on;
  const pods = await podsOfStatefulSet(client, namespace, NAME);
  const claims = await claimUids(client, namespace);
  const victims = ordinals.map((ordinal) => victimOf(ordinal, pods.get(ordinal), claims));
  const [victim] = victims;
  if (victim === undefined) throw new Error('there is no victim');
  const nodes = await listNodes(client);
  let wanted = pods.size;
  return {
    cluster: {
      name: 'test',
      kubeconfig: '',
      client,
      control: dockerNodeControl,
      kubernetesVersion: '',
      nodes: nodes.map((node) => node.metadata.name),
      workers: nodes.filter((node) => !isControlPlane(node)).map((node) => node.metadata.name),
      reused: false,
    },
    namespace,
    statefulSet: NAME,
    container: CONTAINER,
    victims,
    victim,
    nodeBound: true,
    operations: {
      members: () => wanted,
      scale: async (to) => {
        wanted = to;
        await patchStatefulSet(client, namespace, NAME, { spec: { replicas: to } });
        await waitFor(
          `no more than ${String(to)} members`,
          async () => {
            const { size } = await podsOfStatefulSet(client, namespace, NAME);
            return size <= to ? found(true) : notYet(`${String(size)} are there`);
          },
          { budget: client.budgets.of('recover') },
        );
      },
      applyManifests: () => applyAll(client, members(on, wanted)),
      upgradeImage: rest.upgradeImage,
    },
    once: onceEach(),
    clock: new RunClock(),
    budgets: new Budgets(rest.budgets),
    signal: new AbortController().signal,
  };
}

function victimOf(ordinal: number, pod: Pod | undefined, claims: ReadonlyMap<string, string>): Victim {
  const status = pod?.status.containerStatuses?.find((one) => one.name === CONTAINER);
  const name = `${NAME}-${String(ordinal)}`;
  return {
    stack: 'idle',
    pod: name,
    podUid: pod?.metadata.uid ?? '',
    ordinal,
    node: pod?.spec.nodeName ?? null,
    containerId: status?.containerID ?? null,
    restartCount: status?.restartCount ?? 0,
    claimUid: claims.get(`data-${name}`) ?? null,
  };
}
