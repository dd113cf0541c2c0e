import { TABLE_MIX } from '../../harness/stack/mix.ts';
import type { Deployment, MemberView, Stack } from '../../harness/stack/stack.ts';
import { rowsOf, withMember } from './connection.ts';
import { contract } from './contract.ts';
import { manifests } from './manifests/manifests.ts';
import { DATABASE, NAME, podOfOrdinal, PRIMARY, serverIdOf } from './names.ts';
import { scale } from './scale.ts';
import { isWhole } from './wholeness.ts';
import { MysqlWorkload } from './workload.ts';

/** MySQL with semi-synchronous replication by GTIDs: a primary that acknowledges once one of its followers has received the write too. */
export const stack: Stack = {
  name: NAME,
  product: 'MySQL 9.7',
  members: 3,
  images: ['mysql'],
  layout: {
    statefulSet: NAME,
    service: NAME,
    container: 'mysql',
    volumePath: '/var/lib/mysql',
    clientPort: 3306,
  },
  mix: TABLE_MIX,
  single: {
    image: 'mysql',
    environment: (password) => ({ MYSQL_ROOT_PASSWORD: password, MYSQL_DATABASE: DATABASE }),
    command: ['mysqld', `--server-id=${String(serverIdOf(PRIMARY))}`],
    hostname: PRIMARY,
    dataPath: '/var/lib/mysql',
    user: 999,
    // Over TCP: the server that makes the data directory is reached by its socket alone.
    ready: ['mysqladmin', '--protocol=tcp', '--host=127.0.0.1', '--silent', 'ping'],
  },
  inapplicable: {
    upgrade:
      "Debian has one version of MySQL in all its suites: 9.7.4-2 in sid; its stable suites have MariaDB (probed with apt-cache madison mysql-server on the suites' package lists).",
  },
  contract,
  manifests,
  describeMembers: async (deployment) =>
    await Promise.all(
      Array.from({ length: deployment.members }, (_, ordinal) => describeMember(deployment, ordinal)),
    ),
  isWhole: (deployment) => isWhole(deployment),
  scale,
  workload: (access, options) => new MysqlWorkload(access, PRIMARY, options),
};

/** A follower is itself by whose data it has: all members go by the primary's UUID, and each was asked for its own server id. */
async function describeMember(deployment: Deployment, ordinal: number): Promise<MemberView> {
  const pod = podOfOrdinal(ordinal);
  try {
    return await withMember(deployment, pod, async (connection) => {
      const [row] = await rowsOf<{ readOnly: number; own: string; source: string | null }>(
        deployment,
        connection,
        `SELECT @@GLOBAL.super_read_only AS readOnly, @@server_uuid AS own,
                (SELECT SOURCE_UUID FROM performance_schema.replication_connection_status LIMIT 1) AS source`,
      );
      if (row === undefined) return { ordinal, pod, role: 'unknown' };
      if (row.readOnly === 0) return { ordinal, pod, role: 'leader', productId: row.own };
      const known = row.source === null || row.source === '' ? {} : { productId: row.source };
      return { ordinal, pod, role: 'follower', ...known };
    });
  } catch {
    return { ordinal, pod, role: 'unknown' };
  }
}
