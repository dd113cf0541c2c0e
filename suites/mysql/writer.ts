import type { MicroOperation } from '../../harness/model/functions.ts';
import type { Outcome } from '../../harness/model/operation.ts';
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
  await session.autocommit('INSERT INTO writes (k, payload, sha256) VALUES (?, ?, ?)', [key, data, sha256]);
  return { type: 'ok' };
}

/** That there was no row to delete is no failure of the removal: the add may have failed. */
async function remove(session: Session, { key }: Kind<'remove'>): Promise<Outcome> {
  const { affectedRows } = await session.autocommit('DELETE FROM writes WHERE k = ?', [key]);
  return { type: 'ok', value: affectedRows };
}

/** LAST_INSERT_ID(expression) has the answer tell what was written: MySQL has no RETURNING. */
async function increment(session: Session, { key }: Kind<'increment'>): Promise<Outcome> {
  const text = 'UPDATE counters SET n = LAST_INSERT_ID(n + 1) WHERE k = ?';
  const { affectedRows, insertId } = await session.autocommit(text, [key]);
  // An UPDATE that found no row has changed nothing.
  if (affectedRows === 0) return { type: 'fail', error: `no such counter: ${key}` };
  return { type: 'ok', value: insertId };
}

/** Writes the balances that follow from what was read: where transactions are not isolated, money is made or lost. */
async function transfer(session: Session, { from, to, amount }: Kind<'transfer'>): Promise<Outcome> {
  await session.begin('SERIALIZABLE');
  const text = 'SELECT k, balance FROM accounts WHERE k IN (?, ?)';
  const rows = await session.read<{ k: string; balance: number }>(text, [from, to]);
  const balances = new Map(rows.map(({ k, balance }) => [k, balance]));
  const [source, target] = [balances.get(from), balances.get(to)];
  if (source === undefined || target === undefined || source < amount) {
    await session.rollBack();
    const missing = [from, to].filter((account) => !balances.has(account));
    const error = missing.length > 0 ? `no such account: ${missing.join(', ')}` : 'insufficient funds';
    return { type: 'fail', error };
  }
  const after: [string, number][] = [
    [from, source - amount],
    [to, target + amount],
  ];
  // In one order for all, so that fewer of those that hold read locks on the same rows deadlock.
  for (const [account, balance] of after.sort(([a], [b]) => (a < b ? -1 : 1))) {
    await session.write('UPDATE accounts SET balance = ? WHERE k = ?', [balance, account]);
  }
  return await session.commit();
}

async function addGroup(session: Session, { key, rows }: Kind<'add-group'>): Promise<Outcome> {
  await session.begin('READ COMMITTED');
  for (let n = 0; n < rows; n++) {
    await session.write('INSERT INTO group_rows (grp, n) VALUES (?, ?)', [key, n]);
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
    // The parameters of a prepared statement come as floating-point numbers.
    const text = `INSERT INTO lists (k, vals) VALUES (?, JSON_ARRAY(CAST(? AS SIGNED)))
                  ON DUPLICATE KEY UPDATE vals = JSON_ARRAY_APPEND(vals, '$', CAST(? AS SIGNED))`;
    await session.write(text, [list, value, value]);
    return operation;
  }
  const [row] = await session.read<{ vals: number[] }>('SELECT vals FROM lists WHERE k = ?', [list]);
  return ['read', list, row?.vals ?? []];
}
