import { HoldfastError } from '../../harness/core/errors.ts';
import { found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import { exec } from '../../harness/kube/exec.ts';
import { patchStatefulSet } from '../../harness/kube/stateful-set.ts';
import { membersGone } from '../../harness/stack/members.ts';
import type { Deployment } from '../../harness/stack/stack.ts';
import { LABELS } from './manifests/manifests.ts';
import { isWhole } from './members.ts';
import { NAME } from './names.ts';

/**
 * Changes the number of members. On the way down each member that goes leaves the cluster first, the last one at first,
 * while its peers are there: queues that had a majority with it would have none without it, and could not be shrunk any
 * more. It is reset then, so that its claim holds nothing when it is used again. Down to none nobody leaves: the cluster
 * stops, and goes on with its data. On the way up new nodes join by
 * themselves, and the leaders of quorum queues see that there is a node without a replica, and grow onto it.
 */
export async function scale(
  deployment: Deployment,
  to: number,
  inForce: (members: number) => Promise<void>,
): Promise<void> {
  const from = deployment.members;
  if (to < from) {
    await inForce(Math.max(to, 1));
    if (to > 0)
      for (let ordinal = from - 1; ordinal >= to; ordinal--) {
        await run(deployment, ordinal, ['sh', '/scripts/leave-cluster.sh']);
      }
  }
  deployment.members = to;
  await patchStatefulSet(deployment.client, deployment.namespace, NAME, { spec: { replicas: to } });
  if (to < from) await membersGone(deployment, LABELS);
  if (to > from) {
    await grown(deployment);
    await inForce(to);
  }
}

/** Runs a command on a member, with as long as a fault may take. @throws HoldfastError with what it printed where it fails. */
async function run(deployment: Deployment, ordinal: number, command: readonly string[]): Promise<void> {
  const { client, namespace, budgets } = deployment;
  const pod = `${NAME}-${String(ordinal)}`;
  const target = { namespace, pod, container: NAME };
  const { exitCode, stdout, stderr } = await exec(client, target, command, budgets.of('inject'));
  if (exitCode === 0) return;
  const said = (stderr.trim() || stdout.trim()).slice(-400);
  throw new HoldfastError(
    `"${command.join(' ')}" failed on ${pod} (status ${String(exitCode)}): ${said}. Look at the pod's log.`,
  );
}

/** Waits until the quorum queues have grown onto the new members: only then does a confirmation mean more. */
async function grown(deployment: Deployment): Promise<void> {
  await waitFor(
    `the quorum queues to have grown onto ${String(deployment.members)} members`,
    async () => {
      const wholeness = await isWhole(deployment);
      return wholeness.whole ? found(true) : notYet(wholeness.missing);
    },
    { budget: deployment.budgets.of('recover') },
  );
}
