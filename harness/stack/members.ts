import { found, notYet, waitFor } from '../core/wait-for.ts';
import { describePod, isReady, type Pod } from '../kube/objects.ts';
import { listPods } from '../kube/resources.ts';
import type { Deployment } from './stack.ts';

type Labels = Readonly<Record<string, string>>;

/** The members' pods that are not there or not ready, in words; undefined: none. */
export async function podsAway(deployment: Deployment, labels: Labels): Promise<string | undefined> {
  const { members } = deployment;
  const pods = await labelled(deployment, labels);
  const away = pods.filter((pod) => !isReady(pod) || pod.metadata.deletionTimestamp !== undefined);
  if (pods.length === members && away.length === 0) return undefined;
  const why = away.map((pod) => `${pod.metadata.name}: ${describePod(pod)}`).join('; ');
  return `${String(pods.length - away.length)} of ${String(members)} pods ready. ${why}`.trim();
}

/** Waits until there are no more pods than members wanted (budget "inject"). */
export async function membersGone(deployment: Deployment, labels: Labels): Promise<void> {
  const { members, budgets } = deployment;
  await waitFor(
    `the members beyond ${String(members)} to be gone`,
    async () => {
      const pods = await labelled(deployment, labels);
      return pods.length <= members
        ? found(true)
        : notYet(`there are ${pods.map((pod) => pod.metadata.name).join(', ')}`);
    },
    { budget: budgets.of('inject') },
  );
}

async function labelled({ client, namespace }: Deployment, labels: Labels): Promise<Pod[]> {
  const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return await listPods(client, namespace, selector.join(','));
}
