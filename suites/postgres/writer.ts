import type { MicroOperation } from '../../harness/model/functions.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import { outcomeOfSuccess } from './outcomes.ts';
import type { Write } from '../../harness/stack/table-plan.ts';
import { readRegister, swapRegister, writeRegister } from './registers.ts';
import type { Session } from './session.ts';

type Kind<F extends Write['f']> = Extract<Write, { f: F }>;

/** Sends one operation of the writers, once: an autocommit statement, or the statements of one transaction up to its COMMIT. */
export async function send(session: Session, write: Write): Promise<Outcome> {
  switch (write.f) {
    case 'add':
      return await add(session, write);
    case 'remove':
      return await remove(session, write);
    case 'increment':
      return await increment(session, write);
    case 'transfer':
      return await transfer(session, write);
    case 'add-group':
      return await addGroup(session, write);
    case 'transact':
      return await transact(session, write);
    case 'write':
      return await writeRegister(session, write.key, write.value);
    case 'cas':
      return await swapRegister(session, write.key, write);
    case 'read-register':
      return await readRegister(session, write.key);
  }
}

async function add(session: Session, { key, data, sha256 }: Kind<'add'>): Promise<Outcome> {
  await session.autocommit('INSERT INTO writes (key, payload, sha256) VALUES ($1, $2, $3)', [
    key,
    data,
    sha256,
  ]);
  return outcomeOfSuccess(session.warnings);
}

/** That there was no row to delete is no failure of the removal: the add may have failed. */
async function remove(session: Session, { key }: Kind<'remove'>): Promise<Outcome> {
  const { rowCount } = await session.autocommit('DELETE FROM writes WHERE key = $1', [key]);
  return outcomeOfSuccess(session.warnings, rowCount ?? undefined);
}

async function increment(session: Session, { key }: Kind<'increment'>): Promise<Outcome> {
  const text = 'UPDATE counters SET n = n + 1 WHERE key = $1 RETURNING n';
  const { rows } = await session.autocommit<{ n: number }>(text, [key]);
  const row = rows[0];
  // An UPDATE that found no row has changed nothing.
  if (row === undefined) return { type: 'fail', error: `no such counter: ${key}` };
  return outcomeOfSuccess(session.warnings, row.n);
}

/** Writes the balances that follow from what was read: where transactions are not isolated, money is made or lost. */
async function transfer(session: Session, { from, to, amount }: Kind<'transfer'>): Promise<Outcome> {
  await session.begin('SERIALIZABLE');
  const text = 'SELECT key, balance FROM accounts WHERE key IN ($1, $2)';
  const { rows } = await session.ask<{ key: string; balance: number }>(text, [from, to]);
  const balances = new Map(rows.map(({ key, balance }) => [key, balance]));
  const [source, target] = [balances.get(from), balances.get(to)];
  if (source === undefined || target === undefined || source < amount) {
    await session.rollBack();
    const missing = [from, to].filter((account) => !balances.has(account));
    const error = missing.length > 0 ? `no such account: ${missing.join(', ')}` : 'insufficient funds';
    return { type: 'fail', error };
  }
  balances.set(from, source - amount).set(to, target + amount);
  // In one order for all, so that two transfers between the same accounts do not deadlock.
  for (const account of [from, to].sort()) {
    const update = 'UPDATE accounts SET balance = $2 WHERE key = $1';
    await session.ask(update, [account, balances.get(account)]);
  }
  return await session.commit();
}

async function addGroup(session: Session, { key, rows }: Kind<'add-group'>): Promise<Outcome> {
  await session.begin('READ COMMITTED');
  for (let n = 0; n < rows; n++) {
    await session.ask('INSERT INTO group_rows (grp, n) VALUES ($1, $2)', [key, n]);
  }
  return await session.commit();
}

async function transact(session: Session, { operations }: Kind<'transact'>): Promise<Outcome> {
  await session.begin('SERIALIZABLE');
  const done: MicroOperation[] = [];
  for (const operation of operations) done.push(await carryOut(session, operation));
  return await session.commit(done);
}

async function carryOut(session: Session, operation: MicroOperation): Promise<MicroOperation> {
  const [kind, list, value] = operation;
  if (kind === 'append') {
    const text = `INSERT INTO lists (key, vals) VALUES ($1, ARRAY[$2::integer])
                  ON CONFLICT (key) DO UPDATE SET vals = lists.vals || EXCLUDED.vals`;
    await session.ask(text, [list, value]);
    return operation;
  }
  const { rows } = await session.ask<{ vals: number[] }>('SELECT vals FROM lists WHERE key = $1', [list]);
  return ['read', list, rows[0]?.vals ?? []];
}
