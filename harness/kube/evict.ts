import { found, notYet, waitFor } from '../core/wait-for.ts';
import type { KubeClient } from './client.ts';
import { isStatus } from './client.ts';
import type { ObjectMeta } from './objects.ts';
import { podPath } from './resources.ts';

export interface Eviction {
  /** How often a disruption budget refused it first (HTTP 429). */
  refusals: number;
}

/**
 * Evicts a pod through the eviction API and tries again while a disruption budget refuses it, within
 * the budget "evict". The pod's UID goes with the request, so that a successor of the same name is never hit.
 * @throws BudgetExceededError with the refusal's own words; KubeApiError for any other refusal.
 */
export async function evict(
  client: KubeClient,
  pod: { metadata: ObjectMeta },
  signal?: AbortSignal,
): Promise<Eviction> {
  const { name, namespace = 'default', uid } = pod.metadata;
  let refusals = 0;
  return await waitFor(
    `the eviction of ${namespace}/${name} to be allowed`,
    async () => {
      try {
        await client.text('POST', `${podPath(namespace, name)}/eviction`, {
          body: {
            apiVersion: 'policy/v1',
            kind: 'Eviction',
            metadata: { name, namespace },
            deleteOptions: { preconditions: { uid } },
          },
        });
      } catch (error) {
        if (isStatus(error, 404) || isStatus(error, 409)) return found({ refusals }); // gone, or replaced already
        if (!isStatus(error, 429)) throw error;
        refusals += 1;
        return notYet(`refused ${String(refusals)} times: ${(error as Error).message}`);
      }
      return found({ refusals });
    },
    { budget: client.budgets.of('evict'), everyMs: 500, signal },
  );
}
