import { execa } from 'execa';
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Budgets } from '../core/budgets.ts';
import { HoldfastError, sentenceOf } from '../core/errors.ts';
import { docker } from '../host/docker.ts';
import { KubeClient } from '../kube/client.ts';
import { kubeconfigPath } from './records.ts';

/** The kind program, and what it is to make clusters from. */
export interface KindTool {
  binary: string;
  configPath: string;
  nodeImage: string;
}

/** The same for two clusters exactly when one can stand in for the other. */
export function clusterKey(configText: string, nodeImageId: string): string {
  return createHash('sha256').update(configText).update('\0').update(nodeImageId).digest('hex').slice(0, 16);
}

/** Runs `kind create cluster`; its kubeconfig goes to the cache, never to the user's own. */
export async function createKindCluster(
  tool: KindTool,
  name: string,
  budgets: Budgets,
  signal: AbortSignal,
): Promise<void> {
  const kubeconfig = kubeconfigPath(name);
  await mkdir(dirname(kubeconfig), { recursive: true });
  const budget = budgets.of('cluster-create');
  try {
    await execa(
      tool.binary,
      [
        'create',
        'cluster',
        '--name',
        name,
        '--config',
        tool.configPath,
        '--image',
        tool.nodeImage,
        '--kubeconfig',
        kubeconfig,
      ],
      { timeout: budget.seconds * 1000, cancelSignal: signal, stdin: 'ignore' },
    );
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const lines =
      (error as { stderr?: string }).stderr?.split('\n').filter((line) => /ERROR|error/i.test(line)) ?? [];
    const why = lines.at(0) ?? sentenceOf(error);
    throw new HoldfastError(`kind could not create the cluster ${name}: ${why.trim()}`, { cause: error });
  }
}

/** Removes a cluster's containers; a cluster that is gone already is fine. */
export async function deleteKindCluster(name: string): Promise<void> {
  const ids = await containersOf(name);
  if (ids.length > 0) await docker(['rm', '--force', '--volumes', ...ids], { timeoutSeconds: 120 });
}

/** The names of a cluster's node containers, running or not, found by kind's own label. */
export async function nodeContainers(name: string): Promise<string[]> {
  const out = await docker([
    'ps',
    '--all',
    '--filter',
    `label=io.x-k8s.kind.cluster=${name}`,
    '--format',
    '{{.Names}}',
  ]);
  return out.split('\n').filter(Boolean).sort();
}

export function clientOf(name: string, budgets: Budgets): KubeClient {
  return KubeClient.fromFile(kubeconfigPath(name), budgets);
}

async function containersOf(name: string): Promise<string[]> {
  const out = await docker(['ps', '--all', '--quiet', '--filter', `label=io.x-k8s.kind.cluster=${name}`]);
  return out.split('\n').filter(Boolean);
}
