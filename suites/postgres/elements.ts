import type pg from 'pg';
import Cursor from 'pg-cursor';
import { HoldfastError } from '../../harness/core/errors.ts';
import { raceAbort } from '../../harness/core/wait-for.ts';
import type { Element } from '../../harness/model/read-back.ts';
import { sha256 } from '../../harness/stack/payload.ts';

const ROWS_AT_ONCE = 200;

/** What is read as it is: each row is an element of the read-back. */
const AS_THEY_ARE = [
  `SELECT 'counter' AS of, key, n AS value FROM counters`,
  `SELECT 'account' AS of, key, balance FROM accounts`,
  `SELECT 'group' AS of, grp AS key, count(*)::integer AS rows FROM group_rows GROUP BY grp`,
  `SELECT 'register' AS of, key, value FROM registers`,
  `SELECT 'list' AS of, key, vals AS values FROM lists`,
];

interface Write {
  key: string;
  payload: Buffer;
  sha256: string;
}

/**
 * Everything in the tables, streamed within the transaction that is open; each payload is hashed here.
 * @param ms how long the server may take for the next rows.
 */
export async function* elementsOf(client: pg.Client, ms: number): AsyncGenerator<Element> {
  const writes = client.query(new Cursor<Write>('SELECT key, payload, sha256 FROM writes'));
  for await (const { key, payload, sha256: stored } of rowsOf(writes, ms)) {
    yield { of: 'element', key, sha256: sha256(payload), stored };
  }
  for (const text of AS_THEY_ARE) yield* rowsOf(client.query(new Cursor<Element>(text)), ms);
}

async function* rowsOf<Row>(cursor: Cursor<Row>, ms: number): AsyncGenerator<Row> {
  for (;;) {
    const deadline = AbortSignal.timeout(ms);
    const rows = await raceAbort(cursor.read(ROWS_AT_ONCE), deadline).catch((cause: unknown) => {
      if (!deadline.aborted) throw cause;
      const message = `The server gave no more rows for ${String(ms / 1000)} s (budget "operation").`;
      throw new HoldfastError(message, { cause });
    });
    if (rows.length === 0) return;
    yield* rows;
  }
}
