import type { Outcome } from '../../harness/model/operation.ts';
import type { Swap } from '../../harness/model/register-functions.ts';
import type { Rows } from './connection.ts';
import type { Session } from './session.ts';

// A register is a row, and each operation on it one statement by itself. A statement that changes a row locks it and
// looks at what was committed last, whatever its snapshot, so that its condition holds of what it changes.

export async function writeRegister(session: Session, key: string, value: number): Promise<Outcome> {
  const text =
    'INSERT INTO registers (k, value) VALUES (?, ?) AS new ON DUPLICATE KEY UPDATE value = new.value';
  await session.autocommit(text, [key, value]);
  return { type: 'ok' };
}

/** That the register held something else is an answer: it comes back with whether the value was written. */
export async function swapRegister(session: Session, key: string, { from, to }: Swap): Promise<Outcome> {
  if (from === null) return { type: 'fail', error: 'not sent: a register that was never written has no row' };
  const text = 'UPDATE registers SET value = ? WHERE k = ? AND value = ?';
  const { affectedRows } = await session.autocommit(text, [to, key, from]);
  return { type: 'ok', value: affectedRows === 1 };
}

export async function readRegister(session: Session, key: string): Promise<Outcome> {
  const text = 'SELECT value FROM registers WHERE k = ?';
  const rows = await session.autocommit<Rows<{ value: number }>>(text, [key]);
  return { type: 'ok', value: rows[0]?.value ?? null };
}
