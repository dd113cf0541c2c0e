import { sentenceOf } from '../../harness/core/errors.ts';
import { podsAway } from '../../harness/stack/members.ts';
import { TABLE_MIX } from '../../harness/stack/mix.ts';
import type { Deployment, MemberView, Stack, Wholeness } from '../../harness/stack/stack.ts';
import { withMember } from './connection.ts';
import { contract } from './contract.ts';
import { LABELS, manifests, NAME } from './manifests/manifests.ts';
import { scale } from './scale.ts';
import { PostgresWorkload } from './workload.ts';

const MEMBERS = 3;
const PRIMARY = `${NAME}-0`;

/** PostgreSQL with streaming replication: a primary that acknowledges once one of its followers has the write on disk too. */
export const stack: Stack = {
  name: NAME,
  product: 'PostgreSQL 17',
  members: MEMBERS,
  images: ['postgres', 'postgres-previous'],
  upgrade: { from: 'postgres-previous', to: 'postgres' },
  layout: {
    statefulSet: NAME,
    service: NAME,
    container: 'postgres',
    volumePath: '/var/lib/postgresql/data',
    clientPort: 5432,
  },
  mix: TABLE_MIX,
  single: {
    image: 'postgres',
    environment: (password) => ({ POSTGRES_PASSWORD: password, POSTGRES_DB: 'holdfast' }),
    command: ['postgres', '-c', `cluster_name=${PRIMARY}`],
    dataPath: '/var/lib/postgresql/data',
    ready: ['pg_isready', '--host', '127.0.0.1'],
  },
  contract,
  manifests,
  describeMembers: async (deployment) =>
    await Promise.all(
      Array.from({ length: deployment.members }, (_, ordinal) => describeMember(deployment, ordinal)),
    ),
  isWhole,
  scale,
  workload: (access, options) => new PostgresWorkload(access, PRIMARY, options),
};

async function describeMember(deployment: Deployment, ordinal: number): Promise<MemberView> {
  const pod = `${NAME}-${String(ordinal)}`;
  try {
    return await withMember(deployment, pod, async (client) => {
      const { rows } = await client.query<{ standby: boolean; id: string }>(
        'SELECT pg_is_in_recovery() AS standby, system_identifier::text AS id FROM pg_control_system()',
      );
      const row = rows[0];
      if (row === undefined) return { ordinal, pod, role: 'unknown' };
      return { ordinal, pod, role: row.standby ? 'follower' : 'leader', productId: row.id };
    });
  } catch {
    return { ordinal, pod, role: 'unknown' };
  }
}

/** Whole: every pod is ready, and the primary streams to every follower. */
async function isWhole(deployment: Deployment): Promise<Wholeness> {
  const { members } = deployment;
  const away = await podsAway(deployment, LABELS);
  if (away !== undefined) return { whole: false, missing: away };
  try {
    const streaming = await withMember(deployment, PRIMARY, async (connection) => {
      const { rows } = await connection.query<{ name: string }>(
        "SELECT application_name AS name FROM pg_stat_replication WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum')",
      );
      return new Set(rows.map((row) => row.name));
    });
    const absent = Array.from({ length: members - 1 }, (_, i) => `${NAME}-${String(i + 1)}`).filter(
      (pod) => !streaming.has(pod),
    );
    return absent.length === 0
      ? { whole: true }
      : { whole: false, missing: `not streaming from ${PRIMARY}: ${absent.join(', ')}` };
  } catch (error) {
    return { whole: false, missing: `${PRIMARY} does not answer: ${sentenceOf(error)}` };
  }
}
