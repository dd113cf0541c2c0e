import type { Connection } from 'mysql2/promise';
import { sentenceOf } from '../../harness/core/errors.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { rowsOf, withMember } from './connection.ts';

/** The primary's GTIDs, and whether its commits are to wait for a follower, and do. */
export interface PrimaryState {
  position: string;
  enabled: boolean;
  waiting: boolean;
}

export async function primaryState(access: Access, connection: Connection): Promise<PrimaryState> {
  const [row] = await rowsOf<{ position: string; enabled: number; status: string }>(
    access,
    connection,
    `SELECT REPLACE(@@GLOBAL.gtid_executed, '\\n', '') AS position,
            @@GLOBAL.rpl_semi_sync_source_enabled AS enabled, VARIABLE_VALUE AS status
     FROM performance_schema.global_status WHERE VARIABLE_NAME = 'Rpl_semi_sync_source_status'`,
  );
  return { position: row?.position ?? '', enabled: row?.enabled === 1, waiting: row?.status === 'ON' };
}

/** What a follower tells of its replication, in the server's own words. */
export interface FollowerRow {
  receiver: string;
  applier: string;
  acknowledges: string;
  there: number;
  trouble: string;
}

/** Whether a follower receives, applies and acknowledges, and has received that position: what is missing, in words; undefined: nothing. */
export async function notFollowing(
  access: Access,
  pod: string,
  position: string,
): Promise<string | undefined> {
  try {
    return await withMember(access, pod, async (connection) => {
      const [row] = await rowsOf<FollowerRow>(
        access,
        connection,
        `SELECT r.SERVICE_STATE AS receiver, a.SERVICE_STATE AS applier, s.VARIABLE_VALUE AS acknowledges,
                GTID_SUBSET(?, CONCAT(@@GLOBAL.gtid_executed, ',', r.RECEIVED_TRANSACTION_SET)) AS there,
                r.LAST_ERROR_MESSAGE AS trouble
         FROM performance_schema.replication_connection_status r
         JOIN performance_schema.replication_applier_status a USING (CHANNEL_NAME)
         JOIN performance_schema.global_status s ON s.VARIABLE_NAME = 'Rpl_semi_sync_replica_status'`,
        [position],
      );
      return missingIn(pod, row);
    });
  } catch (error) {
    return `${pod} does not answer: ${sentenceOf(error)}`;
  }
}

/** What is missing in what a follower tells; one that is not told to follow has no row. */
export function missingIn(pod: string, row: FollowerRow | undefined): string | undefined {
  if (row === undefined) return `${pod} follows nobody`;
  if (row.receiver !== 'ON') return `${pod} does not receive (${row.receiver}): ${row.trouble}`.trim();
  if (row.applier !== 'ON') return `${pod} does not apply what it receives`;
  if (row.acknowledges !== 'ON') return `${pod} acknowledges nothing`;
  return row.there === 1 ? undefined : `${pod} has not received what the primary has committed`;
}
