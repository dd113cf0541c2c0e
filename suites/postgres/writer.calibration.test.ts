import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Budgets } from '../../harness/core/budgets.ts';
import { found, notYet, waitFor, type Look } from '../../harness/core/wait-for.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import { imageFromEnvironment } from '../../harness/calibration/image-from-environment.ts';
import { startSingleServer, type RunningServer } from '../../harness/calibration/single-server.ts';
import { podOf } from '../../harness/stack/stack.ts';
import type { Write } from '../../harness/stack/table-plan.ts';
import { askWithin, openMember, withMember } from './connection.ts';
import { MemberPool } from './pool.ts';
import { createSchema } from './schema.ts';
import { stack } from './stack.ts';
import { send } from './writer.ts';

const POD = podOf(stack, 0);

const TRANSFER: Write = { f: 'transfer', key: 't0', from: 'a0', to: 'a1', amount: 10 };
const INCREMENT: Write = { f: 'increment', key: 'c0' };
const WRITE: Write = { f: 'write', key: 'r0', value: 1 };
const budgets = new Budgets({ operation: 1.5, load: 20 });

describe('what the answers of a real server mean', () => {
  let server: RunningServer;
  let pool: MemberPool;
  beforeAll(async () => {
    server = await startSingleServer(stack, imageFromEnvironment(stack), { user: 'writer', budgets });
    await withMember(server.access, POD, createSchema);
    pool = new MemberPool(server.access, POD, 1);
  }, 120_000);
  afterEach(() => sql('ALTER SYSTEM RESET ALL', 'SELECT pg_reload_conf()'));
  afterAll(async () => {
    await pool.close();
    await server.remove();
  });

  /** Sends statements with the rights of the administrator, one after the other. */
  const sql = (...statements: string[]): Promise<void> =>
    withMember(server.access, POD, async (client) => {
      for (const statement of statements) await client.query(statement);
    });
  const perform = (write: Write): Promise<Outcome> => pool.perform((session) => send(session, write));
  /** The server process behind the pool's only connection. */
  const backend = (): Promise<Outcome> =>
    pool.perform(async (session) => {
      const { rows } = await session.autocommit<{ pid: number }>('SELECT pg_backend_pid() AS pid', []);
      return { type: 'ok', value: rows[0]?.pid };
    });
  const ask = async (text: string): Promise<unknown> =>
    await withMember(
      server.access,
      POD,
      async (client) => (await client.query<{ v: unknown }>(text)).rows[0]?.v,
    );
  const balance = (account: string): Promise<unknown> =>
    ask(`SELECT balance AS v FROM accounts WHERE key = '${account}'`);

  /** Holds the row locks that a statement takes for as long as `during` runs. */
  async function locked<T>(statement: string, during: () => Promise<T>): Promise<T> {
    const holder = await openMember(server.access, POD);
    try {
      await holder.query('BEGIN');
      await holder.query(statement);
      return await during();
    } finally {
      await holder.query('ROLLBACK');
      await holder.end();
    }
  }

  const waiting = (): Promise<unknown> =>
    ask("SELECT count(*)::integer AS v FROM pg_stat_activity WHERE wait_event = 'SyncRep'");

  /** Sessions that wait for a lock. */
  const blocked = (): Promise<unknown> =>
    ask("SELECT count(*)::integer AS v FROM pg_stat_activity WHERE wait_event_type = 'Lock'");

  async function lookFor(count: () => Promise<unknown>): Promise<Look<true>> {
    return (await count()) === 0 ? notYet('nobody waiting') : found(true);
  }

  /** Cancels the wait of whoever waits for a standby, until nobody does. */
  async function cancelWait(): Promise<void> {
    const wait = { budget: budgets.of('load'), everyMs: 50 };
    await waitFor('somebody to wait for synchronous replication', () => lookFor(waiting), wait);
    const cancel = async (): Promise<Look<true>> => {
      await sql("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
      return (await waiting()) === 0 ? found(true) : notYet('still waiting');
    };
    await waitFor('nobody to wait for synchronous replication', cancel, wait);
  }

  /** Makes every commit wait for a standby that does not exist; returns once one has been seen to wait. */
  async function withoutStandby(): Promise<void> {
    await sql("ALTER SYSTEM SET synchronous_standby_names = 'nobody'", 'SELECT pg_reload_conf()');
    const look = (): Promise<Look<true>> =>
      withMember(server.access, POD, (client) =>
        askWithin(client, 300, "UPDATE counters SET n = n WHERE key = 'c14'").then(
          () => notYet('committed at once'),
          () => found(true),
        ),
      );
    await waitFor('a commit to wait', look, { budget: budgets.of('load'), everyMs: 50 });
    await cancelWait();
  }

  test('acknowledged: the counter and the balances are what the answer says', async () => {
    const before = await ask("SELECT n AS v FROM counters WHERE key = 'c0'");
    expect(await perform(INCREMENT)).toEqual({ type: 'ok', value: Number(before) + 1 });
    expect(await perform(TRANSFER)).toEqual({ type: 'ok' });
    expect(await balance('a0')).toBe(990);
    expect(await balance('a1')).toBe(1010);
  });

  test('a register: nothing at first, then what was written; a swap says whether it found what it asked for', async () => {
    const read: Write = { f: 'read-register', key: 'r9' };
    const swap: Write = { f: 'cas', key: 'r9', from: 1, to: 2 };
    expect(await perform(read)).toEqual({ type: 'ok', value: null });
    expect(await perform(swap)).toEqual({ type: 'ok', value: false });
    expect(await perform({ ...WRITE, key: 'r9' })).toEqual({ type: 'ok' });
    expect(await perform(swap)).toEqual({ type: 'ok', value: true });
    expect(await perform(swap)).toEqual({ type: 'ok', value: false });
    expect(await perform(read)).toEqual({ type: 'ok', value: 2 });
    expect(await perform({ f: 'write', key: 'r9', value: 7 })).toEqual({ type: 'ok' });
    expect(await perform(read)).toEqual({ type: 'ok', value: 7 });
  });

  test('a swap that waited for another write looks again at what it found', async () => {
    expect(await perform(WRITE)).toEqual({ type: 'ok' });
    const holder = await openMember(server.access, POD);
    try {
      await holder.query('BEGIN');
      await holder.query("UPDATE registers SET value = 5 WHERE key = 'r0'");
      const swap = perform({ f: 'cas', key: 'r0', from: 1, to: 2 });
      await waitFor('the swap to wait', () => lookFor(blocked), { budget: budgets.of('load'), everyMs: 20 });
      await holder.query('COMMIT');
      expect(await swap).toEqual({ type: 'ok', value: false });
    } finally {
      await holder.end();
    }
    expect(await perform({ f: 'read-register', key: 'r0' })).toEqual({ type: 'ok', value: 5 });
  });

  test('refused by the transaction itself: certainly not applied, on the same connection', async () => {
    const before = await backend();
    expect(await perform({ ...TRANSFER, amount: 5000 })).toEqual({
      type: 'fail',
      error: 'insufficient funds',
    });
    expect(await perform({ ...TRANSFER, to: 'a99' })).toEqual({
      type: 'fail',
      error: 'no such account: a99',
    });
    expect(await perform({ ...INCREMENT, key: 'c99' })).toEqual({
      type: 'fail',
      error: 'no such counter: c99',
    });
    expect(await backend()).toEqual(before);
  });

  test('refused by the server: certainly not applied, on the same connection', async () => {
    const before = await backend();
    await sql('ALTER TABLE group_rows RENAME TO elsewhere');
    const outcome = await perform({ f: 'add-group', key: 'g0', rows: 3 });
    await sql('ALTER TABLE elsewhere RENAME TO group_rows');
    expect(outcome).toMatchObject({ type: 'fail', error: expect.stringContaining('not committed: 42P01') });
    expect(await backend()).toEqual(before);
  });

  test('late before COMMIT: certainly not applied, and the connection is given up', async () => {
    const before = await backend();
    const a0 = await balance('a0');
    const outcome = await locked("SELECT FROM accounts WHERE key = 'a1' FOR UPDATE", () => perform(TRANSFER));
    expect(outcome).toEqual({ type: 'fail', error: 'not committed: Query read timeout' });
    expect(await backend()).not.toEqual(before);
    expect(await balance('a0')).toBe(a0);
  });

  test('late without a transaction: it may still be applied, and the connection is given up', async () => {
    const before = await backend();
    const outcome = await locked("SELECT FROM counters WHERE key = 'c0' FOR UPDATE", () =>
      perform(INCREMENT),
    );
    expect(outcome).toEqual({ type: 'info', error: 'Query read timeout' });
    expect(await backend()).not.toEqual(before);
  });

  test.each<[string, Write]>([
    ['a statement', INCREMENT],
    ['a write to a register', WRITE],
    ['a swap', { f: 'cas', key: 'r0', from: 1, to: 2 }],
    ['a transaction', TRANSFER],
  ])('committed but not replicated: %s is no acknowledgement', async (_name, write) => {
    const before = await backend();
    await withoutStandby();
    const [outcome] = await Promise.all([perform(write), cancelWait()]);
    expect(outcome).toMatchObject({
      type: 'info',
      error: expect.stringContaining('applied, not replicated'),
    });
    expect(await backend()).not.toEqual(before);
  });

  test('late while COMMIT waits: nobody knows', async () => {
    await withoutStandby();
    const outcome = await perform(TRANSFER);
    expect(outcome).toEqual({ type: 'info', error: 'Query read timeout' });
    await cancelWait();
  });

  test('another member answers: nothing is sent', async () => {
    const other = new MemberPool(server.access, 'postgres-7', 1);
    const outcome = await other.perform((session) => send(session, INCREMENT));
    await other.close();
    expect(outcome).toEqual({
      type: 'fail',
      error: `not sent: The connection to postgres-7 was answered by "${POD}".`,
    });
  });

  test('a pool that was closed sends nothing', async () => {
    const closed = new MemberPool(server.access, POD, 1);
    await closed.close();
    const outcome = await closed.perform((session) => send(session, INCREMENT));
    expect(outcome).toMatchObject({ type: 'fail', error: expect.stringContaining('not sent') });
  });
});
