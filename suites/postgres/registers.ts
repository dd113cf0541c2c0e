import type { Swap } from '../../harness/model/register-functions.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import { outcomeOfSuccess } from './outcomes.ts';
import type { Session } from './session.ts';

// A register is a row, and each operation on it one statement by itself: READ COMMITTED looks at a row again that
// was changed while the statement waited for it, so that its condition holds of what it changes.

export async function writeRegister(session: Session, key: string, value: number): Promise<Outcome> {
  const text = `INSERT INTO registers (key, value) VALUES ($1, $2)
                ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value`;
  await session.autocommit(text, [key, value]);
  return outcomeOfSuccess(session.warnings);
}

/** That the register held something else is an answer: it comes back with whether the value was written. */
export async function swapRegister(session: Session, key: string, { from, to }: Swap): Promise<Outcome> {
  const text = 'UPDATE registers SET value = $3 WHERE key = $1 AND value = $2';
  const { rowCount } = await session.autocommit(text, [key, from, to]);
  return outcomeOfSuccess(session.warnings, rowCount === 1);
}

export async function readRegister(session: Session, key: string): Promise<Outcome> {
  const text = 'SELECT value FROM registers WHERE key = $1';
  const { rows } = await session.autocommit<{ value: number }>(text, [key]);
  return outcomeOfSuccess(session.warnings, rows[0]?.value ?? null);
}
