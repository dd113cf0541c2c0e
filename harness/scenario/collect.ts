import { writeFile } from 'node:fs/promises';
import { sentenceOf } from '../core/errors.ts';
import { redact } from '../core/redaction.ts';
import type { KubeClient } from '../kube/client.ts';
import type { Pod } from '../kube/objects.ts';
import { listPods, podPath } from '../kube/resources.ts';
import { logFile } from '../model/bundle.ts';

/** Writes the logs of every container of a namespace, those of a container's previous run included. */
export async function collectLogs(client: KubeClient, namespace: string, folder: string): Promise<void> {
  const pods = await listPods(client, namespace);
  await Promise.all(pods.map((pod) => collectPodLogs(client, pod, folder)));
}

/** Writes one pod's logs; `suffix` tells apart those of a pod that is about to go from its successor's. */
export async function collectPodLogs(
  client: KubeClient,
  pod: Pod,
  folder: string,
  suffix = '',
): Promise<void> {
  const { name, namespace = 'default' } = pod.metadata;
  const statuses = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
  for (const { name: container, restartCount, containerID } of statuses) {
    if (containerID === undefined) continue; // it never ran
    await collectLog(
      client,
      namespace,
      name,
      container,
      false,
      logFile(folder, `${name}${suffix}`, container),
    );
    if (restartCount > 0) {
      await collectLog(
        client,
        namespace,
        name,
        container,
        true,
        logFile(folder, `${name}${suffix}`, `${container}.previous`),
      );
    }
  }
}

async function collectLog(
  client: KubeClient,
  namespace: string,
  pod: string,
  container: string,
  previous: boolean,
  path: string,
): Promise<void> {
  const query = {
    container,
    previous: String(previous),
    timestamps: 'true',
    limitBytes: String(8 * 1024 * 1024),
  };
  const text = await client
    .text('GET', `${podPath(namespace, pod)}/log`, { query })
    .catch((error: unknown) => `The log could not be read: ${sentenceOf(error)}\n`);
  await writeFile(path, redact(text));
}
