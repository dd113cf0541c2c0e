import type { Budgets } from '../core/budgets.ts';
import { humanSeconds } from '../core/clock.ts';
import { sentenceOf } from '../core/errors.ts';
import { dnsLabel } from '../core/ids.ts';
import type { Progress } from '../core/progress.ts';
import { addHostRoutes } from '../host/routes.ts';
import type { ProvidedImage } from '../images/source.ts';
import { isControlPlane } from '../kube/endpoints.ts';
import { deleteNamespace, runNamespaces } from '../kube/namespaces.ts';
import { isReady } from '../kube/objects.ts';
import { listNodes } from '../kube/resources.ts';
import type { Cluster } from './cluster.ts';
import type { KindConfig } from './kind-config.ts';
import { requireFreePorts } from './kind-config.ts';
import { clientOf, clusterKey, createKindCluster, nodeContainers } from './kind.ts';
import { removeCluster } from './leftovers.ts';
import { dockerNodeControl } from './node-control.ts';
import type { ClusterRecord } from './records.ts';
import { isOwned, kubeconfigPath, readRecords, thisProcess, writeRecord } from './records.ts';
import { repair } from './repair.ts';
import { settleCluster } from './settle.ts';
import { closeSubnets, type Subnets } from './subnets.ts';

export interface AcquireOptions {
  run: string;
  keep: boolean;
  config: KindConfig;
  kindBinary: () => Promise<string>;
  nodeImage: ProvidedImage;
  budgets: Budgets;
  progress: Progress;
  signal: AbortSignal;
}

/** A cluster in this run's hands; `release` removes it, or leaves it for the next run where it is kept. */
export interface Holding {
  cluster: Cluster;
  release(): Promise<void>;
}

/** A kept cluster that fits and is idle, where `keep` is set; else a new one. */
export async function acquireCluster(options: AcquireOptions): Promise<Holding> {
  const key = clusterKey(options.config.text, options.nodeImage.id);
  if (options.keep) {
    const kept = await reuse(options, key);
    if (kept !== undefined) return kept;
  }
  return await create(options, key);
}

async function reuse(options: AcquireOptions, key: string): Promise<Holding | undefined> {
  const { progress, budgets, run } = options;
  for (const record of await readRecords()) {
    if (!record.keep || record.key !== key || isOwned(record)) continue;
    try {
      await writeRecord({ ...record, run, owner: thisProcess() });
      await mend(record.name, options);
      const cluster = await describe(record.name, true, budgets);
      await tidy(cluster, progress);
      progress.say(`Using the kept cluster ${record.name} (Kubernetes ${cluster.kubernetesVersion}).`);
      return { cluster, release: () => writeRecord({ ...record, run, owner: null }) };
    } catch (error) {
      progress.say(`The kept cluster ${record.name} cannot be used and is removed: ${sentenceOf(error)}`);
      await removeCluster(record);
    }
  }
  return undefined;
}

async function create(options: AcquireOptions, key: string): Promise<Holding> {
  const { run, keep, config, budgets, progress, signal } = options;
  await requireFreePorts(config);
  const name = dnsLabel('holdfast', run);
  const subnets = subnetsOf(config);
  const binary = await options.kindBinary();
  const owner = thisProcess();
  const record: ClusterRecord = {
    name,
    run,
    keep: false,
    key,
    owner,
    createdAt: new Date().toISOString(),
    routes: [],
  };
  await writeRecord(record); // before the first container, so that a killed run leaves a trace
  const since = performance.now();
  progress.status(() => `creating cluster ${name} for ${humanSeconds((performance.now() - since) / 1000)}`);
  try {
    record.routes = await addHostRoutes(Object.values(subnets));
    if (record.routes.length === 0) {
      progress.say(
        'No route was added on this host: it takes root, and subnets that overlap no other route.',
      );
    }
    await writeRecord(record);
    const tool = { binary, configPath: config.path, nodeImage: options.nodeImage.reference };
    await createKindCluster(tool, name, budgets, signal);
    const nodes = await nodeContainers(name);
    await closeSubnets(dockerNodeControl, nodes, subnets);
    await settleCluster(clientOf(name, budgets), nodes.length, signal);
    const cluster = await describe(name, false, budgets);
    await writeRecord({ ...record, keep });
    progress.say(
      `Cluster ${name} is up: Kubernetes ${cluster.kubernetesVersion}, ${String(cluster.nodes.length)} nodes.`,
    );
    const release = (): Promise<void> =>
      keep ? writeRecord({ ...record, keep, owner: null }) : removeCluster(record);
    return { cluster, release };
  } catch (error) {
    await removeCluster(record);
    throw error;
  } finally {
    progress.status(undefined);
  }
}

async function describe(name: string, reused: boolean, budgets: Budgets): Promise<Cluster> {
  const client = clientOf(name, budgets);
  const nodes = await listNodes(client);
  const away = nodes.filter((node) => !isReady(node)).map((node) => node.metadata.name);
  if (away.length > 0) throw new Error(`nodes not ready: ${away.join(', ')}`);
  return {
    name,
    kubeconfig: kubeconfigPath(name),
    client,
    control: dockerNodeControl,
    kubernetesVersion: nodes[0]?.status.nodeInfo?.kubeletVersion ?? 'unknown',
    nodes: nodes.map((node) => node.metadata.name),
    workers: nodes.filter((node) => !isControlPlane(node)).map((node) => node.metadata.name),
    reused,
  };
}

/** Takes back the faults that a killed run left in place, before anything asks the cluster how it is. */
async function mend(name: string, options: AcquireOptions): Promise<void> {
  const { progress, budgets, config, signal } = options;
  for (const sentence of await repair(dockerNodeControl, name, budgets, signal)) progress.say(sentence);
  await closeSubnets(dockerNodeControl, await nodeContainers(name), subnetsOf(config));
}

const subnetsOf = ({ podSubnet, serviceSubnet }: KindConfig): Subnets => ({
  pods: podSubnet,
  services: serviceSubnet,
});

/** Has the namespaces removed that a killed run left inside a kept cluster; they go while the run begins. */
async function tidy(cluster: Cluster, progress: Progress): Promise<void> {
  const { client } = cluster;
  const left = await runNamespaces(client);
  for (const { name, run } of left) {
    progress.say(`Removing namespace ${name}, left behind by run ${run}.`);
    await deleteNamespace(client, name);
  }
}
