import { found, notYet, waitFor } from '../core/wait-for.ts';
import type { KubeClient } from './client.ts';
import { isStatus } from './client.ts';
import type { ObjectMeta } from './objects.ts';
import { podPath } from './resources.ts';

export interface Eviction {
  /** How often a disruption budget refused it first (HTTP 429). */
  refusals: number;
}

/** The answer to one request: `gone` where the very pod is not there any more, `refused` by a disruption budget (HTTP 429). */
export type EvictionAnswer = { answer: 'accepted' | 'gone' } | { answer: 'refused'; words: string };

/**
 * Asks once for a pod's eviction. The pod's UID goes with the request, so that a successor of the same name is
 * never hit. With `dryRun` the server decides, and does nothing.
 * @throws KubeApiError for any refusal that is not a disruption budget's.
 */
export async function askForEviction(
  client: KubeClient,
  pod: { metadata: ObjectMeta },
  options: { dryRun?: boolean } = {},
): Promise<EvictionAnswer> {
  const { name, namespace = 'default', uid } = pod.metadata;
  try {
    await client.text('POST', `${podPath(namespace, name)}/eviction`, {
      body: {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name, namespace },
        deleteOptions: { preconditions: { uid }, ...(options.dryRun === true ? { dryRun: ['All'] } : {}) },
      },
    });
    return { answer: 'accepted' };
  } catch (error) {
    if (isStatus(error, 404) || isStatus(error, 409)) return { answer: 'gone' };
    if (!isStatus(error, 429)) throw error;
    return { answer: 'refused', words: (error as Error).message };
  }
}

/**
 * Evicts a pod through the eviction API and tries again while a disruption budget refuses it, within
 * the budget "evict".
 * @throws BudgetExceededError with the refusal's own words; KubeApiError for any other refusal.
 */
export async function evict(
  client: KubeClient,
  pod: { metadata: ObjectMeta },
  signal?: AbortSignal,
): Promise<Eviction> {
  const { name, namespace = 'default' } = pod.metadata;
  let refusals = 0;
  return await waitFor(
    `the eviction of ${namespace}/${name} to be allowed`,
    async () => {
      const asked = await askForEviction(client, pod);
      if (asked.answer !== 'refused') return found({ refusals });
      refusals += 1;
      return notYet(`refused ${String(refusals)} times: ${asked.words}`);
    },
    { budget: client.budgets.of('evict'), everyMs: 500, signal },
  );
}
