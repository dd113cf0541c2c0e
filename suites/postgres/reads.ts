import type { SnapshotValue } from '../../harness/model/functions.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { MemberPool } from './pool.ts';
import type { Session } from './session.ts';

/** One connection for reading to each member that was ever asked. */
export class Readers {
  readonly #access: Access;
  readonly #connections = new Map<string, MemberPool>();
  #closed = false;

  constructor(access: Access) {
    this.#access = access;
  }

  /** Counters, accounts and the sizes of these groups, as one member has them at one moment. What goes wrong says nothing: `fail`. */
  async read(pod: string, groups: readonly string[]): Promise<Outcome> {
    if (this.#closed) return { type: 'fail', error: 'not sent: the connections for reading are closed' };
    const connection = this.#connections.get(pod) ?? new MemberPool(this.#access, pod, 1);
    this.#connections.set(pod, connection);
    return ofRead(await connection.perform((session) => snapshot(session, groups)));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#connections.values()].map((connection) => connection.close()));
  }
}

/** What the outcome of a read means: without an answer it says nothing, and has changed nothing. */
export function ofRead(outcome: Outcome): Outcome {
  return outcome.type === 'info' ? { ...outcome, type: 'fail' } : outcome;
}

/** Reads in one transaction. Standbys refuse SERIALIZABLE. */
async function snapshot(session: Session, groups: readonly string[]): Promise<Outcome> {
  await session.begin('REPEATABLE READ READ ONLY');
  const counters = await session.ask<Entry>('SELECT key, n AS value FROM counters');
  const accounts = await session.ask<Entry>('SELECT key, balance AS value FROM accounts');
  const text =
    'SELECT grp AS key, count(*)::integer AS value FROM group_rows WHERE grp = ANY($1) GROUP BY grp';
  const found = await session.ask<Entry>(text, [groups]);
  const none = Object.fromEntries(groups.map((group) => [group, 0]));
  const value: SnapshotValue = {
    counters: entries(counters.rows),
    accounts: entries(accounts.rows),
    groups: { ...none, ...entries(found.rows) },
  };
  return await session.commit(value);
}

interface Entry {
  key: string;
  value: number;
}

const entries = (rows: readonly Entry[]): Record<string, number> =>
  Object.fromEntries(rows.map(({ key, value }) => [key, value]));
