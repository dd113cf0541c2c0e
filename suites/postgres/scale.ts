import { found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import { patchStatefulSet } from '../../harness/kube/stateful-set.ts';
import { membersGone } from '../../harness/stack/members.ts';
import type { Deployment } from '../../harness/stack/stack.ts';
import { withMember } from './connection.ts';
import { LABELS, NAME } from './manifests/manifests.ts';

const PRIMARY = `${NAME}-0`;

/**
 * Changes the number of members. A commit must never wait for a member that is about to go, nor be
 * acknowledged by the word of one: on the way down whom commits wait for is changed and reloaded first, and with
 * nobody left to wait for it is cleared. On the way up it is restored once a new member follows; until then
 * commits would wait for nobody, or for ever. The slot of a member that goes stays, with its WAL bounded
 * (max_slot_wal_keep_size), so that the member can catch up from its old claim.
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
    await waitForStandbys(deployment, left);
  }
  deployment.members = to;
  await patchStatefulSet(deployment.client, deployment.namespace, NAME, { spec: { replicas: to } });
  if (to < from) await membersGone(deployment, LABELS);
  if (to > from && to > 1) {
    await following(deployment);
    await waitForStandbys(deployment, to);
    await inForce(to);
  }
}

/** `ANY 1` of the members there are; nobody where the primary is alone. */
function standbyNames(members: number): string {
  const followers = Array.from({ length: members - 1 }, (_, i) => `"${NAME}-${String(i + 1)}"`);
  return followers.length === 0 ? '' : `ANY 1 (${followers.join(', ')})`;
}

/** Has the primary's commits wait for so many members, and sees that they do. */
async function waitForStandbys(deployment: Deployment, members: number): Promise<void> {
  const names = standbyNames(members);
  await withMember(deployment, PRIMARY, async (client) => {
    await client.query(`ALTER SYSTEM SET synchronous_standby_names = '${names}'`);
    await client.query('SELECT pg_reload_conf()');
    await waitFor(
      `${PRIMARY} to have reloaded whom its commits wait for`,
      async () => {
        const { rows } = await client.query<{ value: string }>(
          "SELECT current_setting('synchronous_standby_names') AS value",
        );
        const value = rows[0]?.value;
        return value === names ? found(true) : notYet(`synchronous_standby_names is '${value ?? ''}'`);
      },
      { budget: deployment.budgets.of('settle'), everyMs: 100 },
    );
  });
}

/** Waits until one follower streams: from then on a commit that waits for one of them is answered. */
async function following(deployment: Deployment): Promise<void> {
  await waitFor(
    `a member to follow ${PRIMARY}`,
    () =>
      withMember(deployment, PRIMARY, async (client) => {
        const { rows } = await client.query<{ name: string }>(
          "SELECT application_name AS name FROM pg_stat_replication WHERE state = 'streaming'",
        );
        return rows.some((row) => row.name.startsWith(`${NAME}-`))
          ? found(true)
          : notYet('nobody follows it');
      }),
    { budget: deployment.budgets.of('recover') },
  );
}
