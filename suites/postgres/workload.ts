import pg from 'pg';
import { found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import { isRead } from '../../harness/model/functions.ts';
import type { ReadBackFooter } from '../../harness/model/read-back.ts';
import { clientVersion } from '../../harness/stack/client-version.ts';
import type { Access } from '../../harness/stack/stack.ts';
import type {
  Declaration,
  Planned,
  ReadBackSink,
  Workload,
  WorkloadOptions,
} from '../../harness/stack/workload.ts';
import { LOAD_APPLICATION, withMember } from './connection.ts';
import { NAME } from './manifests/manifests.ts';
import { Plan, sentBy, type Write } from '../../harness/stack/table-plan.ts';
import { MemberPool } from './pool.ts';
import { readBackMember } from './read-back.ts';
import { ofRead, Readers } from './reads.ts';
import { createSchema, initialBalances } from './schema.ts';
import { send } from './writer.ts';

/** Writes of every kind through a capped pool to the primary, and snapshot reads from each member. */
export class PostgresWorkload implements Workload {
  readonly #access: Access;
  readonly #primary: string;
  readonly #plan: Plan;
  readonly #writers: MemberPool;
  readonly #readers: Readers;
  #reads = 0;

  constructor(access: Access, primary: string, { seed, mix, writers }: WorkloadOptions) {
    this.#access = access;
    this.#primary = primary;
    this.#plan = new Plan(seed, mix);
    this.#writers = new MemberPool(access, primary, writers);
    this.#readers = new Readers(access);
  }

  async setUp(): Promise<void> {
    await withMember(this.#access, this.#primary, createSchema);
  }

  declared(): Declaration[] {
    return [{ f: 'accounts', key: 'accounts', value: initialBalances() }];
  }

  next(): Planned {
    const write = this.#plan.next();
    const value = sentBy(write);
    return {
      f: write.f,
      key: write.key,
      ...(value === undefined ? {} : { value }),
      send: async () => {
        const outcome = await this.perform(write);
        return isRead(write.f) ? ofRead(outcome) : outcome;
      },
    };
  }

  /** Sends one write, once, and says what the answer means. */
  protected perform(write: Write): Promise<Outcome> {
    return this.#writers.perform((session) => send(session, write));
  }

  nextRead(ordinal: number): Planned {
    const member = `${NAME}-${String(ordinal)}`;
    const groups = this.#plan.recentGroups();
    return {
      f: 'read',
      key: `s${String(this.#reads++)}`,
      member,
      send: () => this.#readers.read(member, groups),
    };
  }

  async settle(): Promise<string> {
    await this.close();
    return await waitFor(
      `${this.#primary} to have ended the load's connections`,
      () =>
        withMember(this.#access, this.#primary, async (client) => {
          // A session whose client gave up may still wait for its commit: it must not end after the read-back began.
          const ended = await client.query(
            'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1',
            [LOAD_APPLICATION],
          );
          if ((ended.rowCount ?? 0) > 0) return notYet(`${String(ended.rowCount)} sessions left`);
          const { rows } = await client.query<{ lsn: string }>('SELECT pg_current_wal_flush_lsn() AS lsn');
          const lsn = rows[0]?.lsn;
          return lsn === undefined ? notYet('no position') : found(lsn);
        }),
      { budget: this.#access.budgets.of('settle') },
    );
  }

  readBack(pod: string, position: string | undefined, sink: ReadBackSink): Promise<ReadBackFooter> {
    return readBackMember(this.#access, pod, position, sink);
  }

  async versions(): Promise<Record<string, string>> {
    const server = await withMember(this.#access, this.#primary, async (client) => {
      const { rows } = await client.query<{ version: string }>('SELECT version()');
      return rows[0]?.version ?? 'unknown';
    });
    return { postgresql: server, pg: clientVersion(import.meta.resolve('pg/package.json')) };
  }

  async close(): Promise<void> {
    await Promise.all([this.#writers.close(), this.#readers.close()]);
  }
}

// LSNs and sizes come as 64-bit integers; as text they lose nothing.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => text);
