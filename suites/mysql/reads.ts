import type { SnapshotValue } from '../../harness/model/functions.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import type { Access } from '../../harness/stack/stack.ts';
import type { FallbackWatch } from './fallback.ts';
import { PRIMARY } from './names.ts';
import { MemberPool } from './pool.ts';
import type { Session } from './session.ts';

/** One connection for reading to each member that was ever asked. */
export class Readers {
  readonly #access: Access;
  readonly #watch: FallbackWatch;
  readonly #connections = new Map<string, MemberPool>();
  #closed = false;

  constructor(access: Access, watch: FallbackWatch) {
    this.#access = access;
    this.#watch = watch;
  }

  /** Counters, accounts and the sizes of these groups, as one member has them at one moment. What goes wrong says nothing: `fail`. */
  async read(pod: string, groups: readonly string[]): Promise<Outcome> {
    if (this.#closed) return { type: 'fail', error: 'not sent: the connections for reading are closed' };
    const connection = this.#connections.get(pod) ?? new MemberPool(this.#access, pod, 1);
    this.#connections.set(pod, connection);
    return ofRead(
      await connection.perform(async (session) => {
        if (pod === PRIMARY) await this.#watch.lookNowAndThen(session);
        return await snapshot(session, groups);
      }),
    );
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

async function snapshot(session: Session, groups: readonly string[]): Promise<Outcome> {
  await session.beginSnapshot();
  const counters = await session.read<Entry>('SELECT k, n AS value FROM counters');
  const accounts = await session.read<Entry>('SELECT k, balance AS value FROM accounts');
  const places = groups.map(() => '?').join(', ');
  const text = `SELECT grp AS k, COUNT(*) AS value FROM group_rows WHERE grp IN (${places}) GROUP BY grp`;
  const found = groups.length === 0 ? [] : await session.read<Entry>(text, groups);
  const none = Object.fromEntries(groups.map((group) => [group, 0]));
  const value: SnapshotValue = {
    counters: entries(counters),
    accounts: entries(accounts),
    groups: { ...none, ...entries(found) },
  };
  return await session.commit(value);
}

interface Entry {
  k: string;
  value: number;
}

const entries = (rows: readonly Entry[]): Record<string, number> =>
  Object.fromEntries(rows.map(({ k, value }) => [k, value]));
