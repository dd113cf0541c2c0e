import type { KubeClient } from '../kube/client.ts';
import { isReady, type Pod } from '../kube/objects.ts';
import { listPods, podPath } from '../kube/resources.ts';

/** Of so many pods, so many lines, each so long. */
const PODS = 2;
const LINES = 3;
const LINE_LENGTH = 200;

/**
 * What the members that are not ready wrote last, as sentences: of each the container that it waits for. Empty where
 * none wrote anything.
 */
export async function lastWords(client: KubeClient, namespace: string): Promise<string> {
  const pods = (await listPods(client, namespace)).filter((pod) => !isReady(pod)).slice(0, PODS);
  const words = await Promise.all(pods.map((pod) => wordsOf(client, namespace, pod)));
  return words.filter((one) => one !== '').join(' ');
}

async function wordsOf(client: KubeClient, namespace: string, pod: Pod): Promise<string> {
  const { name } = pod.metadata;
  const statuses = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
  const awaited = statuses.find(({ ready, containerID }) => !ready && containerID !== undefined);
  if (awaited === undefined) return '';
  const { name: container, restartCount, state } = awaited;
  // One that was just started again has said nothing yet: what it ended with is in its previous log.
  const previous = restartCount > 0 && state?.running === undefined;
  const query = { container, previous: String(previous), tailLines: String(LINES) };
  const text = await client.text('GET', `${podPath(namespace, name)}/log`, { query }).catch(() => '');
  const lines = text
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [line.trim().slice(0, LINE_LENGTH)]));
  return lines.length === 0 ? '' : `The last lines of ${name} (${container}): ${lines.join(' | ')}`;
}
