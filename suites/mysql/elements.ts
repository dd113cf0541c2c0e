import type { Connection } from 'mysql2/promise';
import type { Element } from '../../harness/model/read-back.ts';
import { sha256 } from '../../harness/stack/payload.ts';
import { askWithin, type Rows } from './connection.ts';

/** Rows with payloads that are asked for at once. */
const ROWS_AT_ONCE = 200;

/** What is read as it is: each row is an element of the read-back. */
const AS_THEY_ARE = [
  `SELECT 'counter' AS \`of\`, k AS \`key\`, n AS value FROM counters`,
  `SELECT 'account' AS \`of\`, k AS \`key\`, balance FROM accounts`,
  `SELECT 'group' AS \`of\`, grp AS \`key\`, COUNT(*) AS \`rows\` FROM group_rows GROUP BY grp`,
  `SELECT 'register' AS \`of\`, k AS \`key\`, value FROM registers`,
  `SELECT 'list' AS \`of\`, k AS \`key\`, vals AS \`values\` FROM lists`,
];

interface Write {
  id: number;
  k: string;
  payload: Buffer;
  sha256: string;
}

/**
 * Everything in the tables, within the snapshot that is open; payloads come a few rows at a time, by the server's own
 * key, and each is hashed here.
 * @param ms how long the server may take for the next rows.
 */
export async function* elementsOf(connection: Connection, ms: number): AsyncGenerator<Element> {
  const text = `SELECT id, k, payload, sha256 FROM writes WHERE id > ? ORDER BY id LIMIT ${String(ROWS_AT_ONCE)}`;
  let after = 0;
  for (;;) {
    const rows = await askWithin<Rows<Write>>(connection, ms, text, [after]);
    for (const { k, payload, sha256: stored } of rows) {
      yield { of: 'element', key: k, sha256: sha256(payload), stored };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) break;
    after = last.id;
  }
  for (const question of AS_THEY_ARE) yield* await askWithin<Rows<Element>>(connection, ms, question);
}
