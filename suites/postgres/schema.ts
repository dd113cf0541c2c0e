import type pg from 'pg';
import { ACCOUNTS, COUNTERS, INITIAL_BALANCE } from '../../harness/stack/table-plan.ts';

/**
 * What the operations work on. Nothing here may hide what went wrong: the keys of `writes` and the rows of
 * `group_rows` are not unique to the server, so that a row which came twice would be seen, and no constraint
 * keeps a balance from falling below 0.
 */
const TABLES = [
  'CREATE TABLE writes (key text NOT NULL, payload bytea NOT NULL, sha256 text NOT NULL)',
  'CREATE INDEX ON writes (key)',
  'CREATE TABLE counters (key text PRIMARY KEY, n integer NOT NULL)',
  'CREATE TABLE accounts (key text PRIMARY KEY, balance integer NOT NULL)',
  'CREATE TABLE group_rows (grp text NOT NULL, n integer NOT NULL)',
  'CREATE INDEX ON group_rows (grp)',
  'CREATE TABLE registers (key text PRIMARY KEY, value integer NOT NULL)',
  'CREATE TABLE lists (key text PRIMARY KEY, vals integer[] NOT NULL)',
];

/** The balances that the accounts begin with. */
export const initialBalances = (): Record<string, number> =>
  Object.fromEntries(ACCOUNTS.map((account) => [account, INITIAL_BALANCE]));

/** Makes the tables, the counters at 0 and the accounts, in one transaction. */
export async function createSchema(client: pg.ClientBase): Promise<void> {
  await client.query('BEGIN');
  for (const table of TABLES) await client.query(table);
  await client.query('INSERT INTO counters SELECT unnest($1::text[]), 0', [COUNTERS]);
  await client.query('INSERT INTO accounts SELECT unnest($1::text[]), $2', [ACCOUNTS, INITIAL_BALANCE]);
  await client.query('COMMIT');
}
