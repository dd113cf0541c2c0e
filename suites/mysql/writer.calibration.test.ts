import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../harness/model/operation.ts';
import type { Write } from '../../harness/stack/table-plan.ts';
import { Bench, INCREMENT, TRANSFER } from './bench.fixture.ts';

const LATE = `The server gave no answer within`;

describe('what the answers of a real server mean', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start('mysql-writer');
  }, 300_000);
  afterEach(() => bench.sql('SET GLOBAL super_read_only = OFF', 'SET GLOBAL read_only = OFF'));
  afterAll(() => bench.stop(), 60_000);

  test('acknowledged: the counter and the balances are what the answer says', async () => {
    const before = await bench.ask("SELECT n AS v FROM counters WHERE k = 'c0'");
    expect(await bench.perform(INCREMENT)).toEqual({ type: 'ok', value: Number(before) + 1 });
    expect(await bench.perform(TRANSFER)).toEqual({ type: 'ok' });
    expect([await bench.balance('a0'), await bench.balance('a1')]).toEqual([990, 1010]);
  });

  test('a register: nothing at first, then what was written; a swap says whether it found what it asked for', async () => {
    const read: Write = { f: 'read-register', key: 'r9' };
    const swap: Write = { f: 'cas', key: 'r9', from: 1, to: 2 };
    expect(await bench.perform(read)).toEqual({ type: 'ok', value: null });
    expect(await bench.perform(swap)).toEqual({ type: 'ok', value: false });
    expect(await bench.perform({ f: 'write', key: 'r9', value: 1 })).toEqual({ type: 'ok' });
    expect(await bench.perform(swap)).toEqual({ type: 'ok', value: true });
    expect(await bench.perform(swap)).toEqual({ type: 'ok', value: false });
    expect(await bench.perform(read)).toEqual({ type: 'ok', value: 2 });
  });

  test('a swap that waited for another write looks again at what it found', async () => {
    expect(await bench.perform({ f: 'write', key: 'r0', value: 1 })).toEqual({ type: 'ok' });
    await bench.locked("UPDATE registers SET value = 5 WHERE k = 'r0'", async (holder) => {
      const swap = bench.perform({ f: 'cas', key: 'r0', from: 1, to: 2 });
      await bench.somebodyWaits();
      await holder.query('COMMIT');
      expect(await swap).toEqual({ type: 'ok', value: false });
    });
    expect(await bench.perform({ f: 'read-register', key: 'r0' })).toEqual({ type: 'ok', value: 5 });
  });

  test('lists are appended to as integers, in order', async () => {
    const append = (value: number): Write => ({
      ...{ f: 'transact', key: `x${String(value)}` },
      operations: [
        ['append', 'l9', value],
        ['read', 'l9', null],
      ],
    });
    expect(await bench.perform(append(7))).toMatchObject({
      type: 'ok',
      value: [
        ['append', 'l9', 7],
        ['read', 'l9', [7]],
      ],
    });
    expect(await bench.perform(append(8))).toMatchObject({
      type: 'ok',
      value: [
        ['append', 'l9', 8],
        ['read', 'l9', [7, 8]],
      ],
    });
    expect(await bench.ask("SELECT CAST(vals AS char) AS v FROM lists WHERE k = 'l9'")).toBe('[7, 8]');
  });

  test('refused by the transaction itself: certainly not applied, on the same connection', async () => {
    const before = await bench.backend();
    const error = (write: Write): Promise<Outcome> => bench.perform(write);
    expect(await error({ ...TRANSFER, amount: 5000 })).toEqual({ type: 'fail', error: 'insufficient funds' });
    expect(await error({ ...TRANSFER, to: 'a99' })).toEqual({ type: 'fail', error: 'no such account: a99' });
    expect(await error({ ...INCREMENT, key: 'c99' })).toEqual({
      type: 'fail',
      error: 'no such counter: c99',
    });
    expect(await bench.backend()).toEqual(before);
  });

  test('refused by the server: certainly not applied, on the same connection', async () => {
    const before = await bench.backend();
    await bench.sql('RENAME TABLE group_rows TO elsewhere');
    const outcome = await bench.perform({ f: 'add-group', key: 'g0', rows: 3 });
    await bench.sql('RENAME TABLE elsewhere TO group_rows');
    expect(outcome).toMatchObject({
      type: 'fail',
      error: expect.stringContaining('not committed: ER_NO_SUCH_TABLE'),
    });
    expect(await bench.backend()).toEqual(before);
  });

  test('on a server that only reads: certainly not applied', async () => {
    await bench.sql('SET GLOBAL super_read_only = ON');
    const outcome = await bench.perform(INCREMENT);
    expect(outcome).toMatchObject({
      type: 'fail',
      error: expect.stringContaining('ER_OPTION_PREVENTS_STATEMENT'),
    });
  });

  test('the victim of a deadlock: certainly not applied, on the same connection', async () => {
    const before = await bench.backend();
    const [a0, a1] = [await bench.balance('a0'), await bench.balance('a1')];
    // The other transaction has changed more rows, so that it is not the one to be given up.
    await bench.locked("UPDATE counters SET n = n WHERE k <> ''", async (holder) => {
      await holder.query("SELECT * FROM accounts WHERE k = 'a1' FOR SHARE");
      const transfer = bench.perform(TRANSFER);
      await bench.somebodyWaits();
      await holder.query("UPDATE accounts SET balance = balance + 1 WHERE k IN ('a0', 'a1')");
      expect(await transfer).toMatchObject({
        type: 'fail',
        error: expect.stringContaining('not committed: ER_LOCK_DEADLOCK'),
      });
    });
    expect([await bench.balance('a0'), await bench.balance('a1')]).toEqual([a0, a1]);
    expect(await bench.backend()).toEqual(before);
  });

  test('late before COMMIT: certainly not applied, and the connection is given up', async () => {
    const before = await bench.backend();
    const a0 = await bench.balance('a0');
    const outcome = await bench.locked("SELECT * FROM accounts WHERE k = 'a1' FOR UPDATE", () =>
      bench.perform(TRANSFER),
    );
    expect(outcome).toMatchObject({ type: 'fail', error: expect.stringContaining(`not committed: ${LATE}`) });
    expect(await bench.backend()).not.toEqual(before);
    expect(await bench.balance('a0')).toBe(a0);
  });

  test('late without a transaction: it may still be applied, and the connection is given up', async () => {
    const before = await bench.backend();
    const outcome = await bench.locked("SELECT * FROM counters WHERE k = 'c0' FOR UPDATE", () =>
      bench.perform(INCREMENT),
    );
    expect(outcome).toMatchObject({ type: 'info', error: expect.stringContaining(LATE) });
    expect(await bench.backend()).not.toEqual(before);
  });

  test('interrupted without a transaction: nobody knows', async () => {
    await bench.locked("SELECT * FROM counters WHERE k = 'c1' FOR UPDATE", async () => {
      const outcome = bench.perform({ ...INCREMENT, key: 'c1' });
      await bench.somebodyWaits();
      const id = await bench.ask(
        "SELECT ID AS v FROM performance_schema.processlist WHERE INFO LIKE 'UPDATE counters%'",
      );
      await bench.sql(`KILL QUERY ${String(id)}`);
      expect(await outcome).toMatchObject({
        type: 'info',
        error: expect.stringContaining('ER_QUERY_INTERRUPTED'),
      });
    });
  });
});
