import type { Connection } from 'mysql2/promise';
import type { Access } from '../../harness/stack/stack.ts';
import { ACCOUNTS, COUNTERS, INITIAL_BALANCE } from '../../harness/stack/table-plan.ts';
import { askWithin, operationMs } from './connection.ts';

/**
 * What the operations work on. Nothing here may hide what went wrong: the primary keys of `writes` and `group_rows`
 * are the server's own, so that a row which came twice would be seen, and no constraint keeps a balance from falling
 * below 0. `k` is what an operation calls its key, a word of SQL's own.
 */
const TABLES = [
  `CREATE TABLE writes (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, k varchar(32) NOT NULL,
    payload mediumblob NOT NULL, sha256 char(64) NOT NULL, INDEX (k))`,
  'CREATE TABLE counters (k varchar(32) NOT NULL PRIMARY KEY, n int NOT NULL)',
  'CREATE TABLE accounts (k varchar(32) NOT NULL PRIMARY KEY, balance int NOT NULL)',
  `CREATE TABLE group_rows (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, grp varchar(32) NOT NULL,
    n int NOT NULL, INDEX (grp))`,
  'CREATE TABLE registers (k varchar(32) NOT NULL PRIMARY KEY, value int NOT NULL)',
  'CREATE TABLE lists (k varchar(32) NOT NULL PRIMARY KEY, vals json NOT NULL)',
];

/** The balances that the accounts begin with. */
export const initialBalances = (): Record<string, number> =>
  Object.fromEntries(ACCOUNTS.map((account) => [account, INITIAL_BALANCE]));

/** Makes the tables, the counters at 0 and the accounts. */
export async function createSchema(access: Access, connection: Connection): Promise<void> {
  const ask = (text: string, values?: (string | number)[]): Promise<unknown> =>
    askWithin(connection, operationMs(access), text, values);
  for (const table of TABLES) await ask(table);
  const rows = (keys: readonly string[], start: number): [string, (string | number)[]] => [
    keys.map(() => '(?, ?)').join(', '),
    keys.flatMap((key) => [key, start]),
  ];
  const [counters, counts] = rows(COUNTERS, 0);
  await ask(`INSERT INTO counters VALUES ${counters}`, counts);
  const [accounts, balances] = rows(ACCOUNTS, INITIAL_BALANCE);
  await ask(`INSERT INTO accounts VALUES ${accounts}`, balances);
}
