import { found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import { patchStatefulSet } from '../../harness/kube/stateful-set.ts';
import { membersGone } from '../../harness/stack/members.ts';
import type { Access, Deployment } from '../../harness/stack/stack.ts';
import { askWithin, operationMs, rowsOf, withMember } from './connection.ts';
import { notFollowing } from './followers.ts';
import { LABELS, NAME, podOfOrdinal, PRIMARY } from './names.ts';

/**
 * Changes the number of members. A commit must never wait for a member that is about to go, nor be acknowledged by
 * the word of one: any follower's word counts, so that those who go stop receiving first; and with nobody left to
 * wait for, commits no longer wait. On the way up they wait again once a new member follows; until then they would
 * wait in vain. A member that comes back on an old claim catches up from the primary's binary logs.
 */
export async function scale(
  deployment: Deployment,
  to: number,
  inForce: (members: number) => Promise<void>,
): Promise<void> {
  const from = deployment.members;
  if (to < from) {
    const left = Math.max(to, 1);
    await inForce(left);
    if (left === 1) await setWaiting(deployment, false);
    else await silence(deployment, left, from);
  }
  deployment.members = to;
  await patchStatefulSet(deployment.client, deployment.namespace, NAME, { spec: { replicas: to } });
  if (to < from) await membersGone(deployment, LABELS);
  if (to > from && to > 1) {
    await following(deployment);
    await setWaiting(deployment, true);
    await inForce(to);
  }
}

/** Has the primary's commits wait for a follower or not, also after it was started again, and sees that they do. */
export async function setWaiting(access: Access, wait: boolean): Promise<void> {
  await withMember(access, PRIMARY, async (connection) => {
    const setting = `SET PERSIST rpl_semi_sync_source_enabled = ${wait ? 'ON' : 'OFF'}`;
    await askWithin(connection, operationMs(access), setting);
    await waitFor(
      `${PRIMARY} to have its commits wait for ${wait ? 'a follower' : 'nobody'}`,
      async () => {
        const text = 'SELECT @@GLOBAL.rpl_semi_sync_source_enabled AS enabled';
        const [row] = await rowsOf<{ enabled: number }>(access, connection, text);
        return (row?.enabled === 1) === wait
          ? found(true)
          : notYet(`rpl_semi_sync_source_enabled is ${String(row?.enabled)}`);
      },
      { budget: access.budgets.of('settle'), everyMs: 100 },
    );
  });
}

/** Has the members that are about to go receive nothing more: what they do not receive they acknowledge not. */
async function silence(deployment: Deployment, left: number, from: number): Promise<void> {
  const leaving = Array.from({ length: from - left }, (_, i) => podOfOrdinal(left + i));
  await Promise.all(
    leaving.map((pod) =>
      withMember(deployment, pod, (connection) =>
        askWithin(connection, operationMs(deployment), 'STOP REPLICA IO_THREAD'),
      ),
    ),
  );
}

/** Waits until one member follows: from then on a commit that waits for one of them is answered. */
async function following(deployment: Deployment): Promise<void> {
  const followers = Array.from({ length: deployment.members - 1 }, (_, i) => podOfOrdinal(i + 1));
  await waitFor(
    `a member to follow ${PRIMARY}`,
    async () => {
      const troubles = await Promise.all(followers.map((pod) => notFollowing(deployment, pod, '')));
      return troubles.includes(undefined) ? found(true) : notYet(troubles.join('; '));
    },
    { budget: deployment.budgets.of('recover') },
  );
}
