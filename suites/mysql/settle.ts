import type { Connection } from 'mysql2/promise';
import type { Access } from '../../harness/stack/stack.ts';
import { askWithin, LOAD_PROGRAM, operationMs, rowsOf } from './connection.ts';
import { errorNumber } from './outcomes.ts';

const NO_SUCH_THREAD = 1094;

/** What the primary still does for a load that has ended, and where it is. */
export interface Drained {
  /** What is left of the load, in words; absent: nothing. */
  left?: string;
  /** Every transaction that the primary has carried out, as a set of GTIDs. */
  position: string;
}

/**
 * Ends the load's sessions on the primary. A session whose client gave up may still wait for a lock or for a
 * follower, and a KILL does not end the wait for a follower: it must not end after the read-back began.
 */
export async function drain(access: Access, connection: Connection): Promise<Drained> {
  const sessions = await rowsOf<{ id: number }>(
    access,
    connection,
    `SELECT PROCESSLIST_ID AS id FROM performance_schema.session_account_connect_attrs
     WHERE ATTR_NAME = 'program_name' AND ATTR_VALUE = ?`,
    [LOAD_PROGRAM],
  );
  for (const { id } of sessions) {
    await askWithin(connection, operationMs(access), `KILL ${String(id)}`).catch((error: unknown) => {
      if (errorNumber(error) !== NO_SUCH_THREAD) throw error;
    });
  }
  const text =
    "SELECT REPLACE(@@GLOBAL.gtid_executed, '\\n', '') AS position, @@GLOBAL.gtid_owned AS committing";
  const [row] = await rowsOf<{ position: string; committing: string }>(access, connection, text);
  const { position = '', committing = 'unknown' } = row ?? {};
  if (sessions.length > 0) return { left: `${String(sessions.length)} sessions left`, position };
  if (committing !== '') return { left: `${committing} is being committed`, position };
  return { position };
}
