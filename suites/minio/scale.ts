import { HoldfastError } from '../../harness/core/errors.ts';
import { found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import { patchStatefulSet, podsOfStatefulSet } from '../../harness/kube/stateful-set.ts';
import type { Deployment } from '../../harness/stack/stack.ts';
import { argumentsOf, NAME } from './manifests/pools.ts';

/**
 * Changes the number of servers: takes all away, brings as many back, or adds pools. The pools that there are never change. Every
 * server has to know all pools, and one that does not would not find what others write to the new ones, so that all are
 * stopped before the first one starts that is told of them.
 * @throws HoldfastError where pools would have to be given up.
 */
export async function scale(
  deployment: Deployment,
  to: number,
  inForce: (members: number) => Promise<void>,
): Promise<void> {
  const from = deployment.members;
  if (to !== 0 && to < from) {
    throw new HoldfastError(
      `MinIO cannot be scaled from ${String(from)} to ${String(to)} servers: a pool is decommissioned, which moves its objects, and not scaled away.`,
    );
  }
  if (from > 0 && to !== from) await stopAll(deployment);
  deployment.members = to;
  if (to === 0) return;
  const args = argumentsOf(to);
  await patchStatefulSet(deployment.client, deployment.namespace, NAME, {
    spec: { replicas: to, template: { spec: { containers: [{ name: NAME, args }] } } },
  });
  // Nobody has acknowledged anything since the last server stopped.
  if (from > 0) await inForce(to);
}

async function stopAll({ client, namespace, budgets }: Deployment): Promise<void> {
  await patchStatefulSet(client, namespace, NAME, { spec: { replicas: 0 } });
  await waitFor(
    `every server of ${NAME} to have stopped`,
    async () => {
      const pods = await podsOfStatefulSet(client, namespace, NAME);
      if (pods.size === 0) return found(true);
      return notYet(`there are ${[...pods.values()].map(({ metadata }) => metadata.name).join(', ')}`);
    },
    { budget: budgets.of('inject') },
  );
}
