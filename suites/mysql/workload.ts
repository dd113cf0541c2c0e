import { found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import { isRead } from '../../harness/model/functions.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import type { ReadBackFooter } from '../../harness/model/read-back.ts';
import { clientVersion } from '../../harness/stack/client-version.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { Plan, sentBy, type Write } from '../../harness/stack/table-plan.ts';
import type {
  Declaration,
  Planned,
  ReadBackSink,
  Workload,
  WorkloadOptions,
} from '../../harness/stack/workload.ts';
import { rowsOf, withMember } from './connection.ts';
import { FallbackWatch } from './fallback.ts';
import { podOfOrdinal } from './names.ts';
import { MemberPool } from './pool.ts';
import { readBackMember } from './read-back.ts';
import { ofRead, Readers } from './reads.ts';
import { createSchema, initialBalances } from './schema.ts';
import { Session } from './session.ts';
import { drain } from './settle.ts';
import { send } from './writer.ts';

/** Writes of every kind through a capped pool to the primary, and snapshot reads from each member. */
export class MysqlWorkload implements Workload {
  readonly #access: Access;
  readonly #primary: string;
  readonly #plan: Plan;
  readonly #watch = new FallbackWatch();
  readonly #writers: MemberPool;
  readonly #readers: Readers;
  #reads = 0;

  constructor(access: Access, primary: string, { seed, mix, writers }: WorkloadOptions) {
    this.#access = access;
    this.#primary = primary;
    this.#plan = new Plan(seed, mix);
    this.#writers = new MemberPool(access, primary, writers);
    this.#readers = new Readers(access, this.#watch);
  }

  async setUp(): Promise<void> {
    await withMember(this.#access, this.#primary, (connection) => createSchema(this.#access, connection));
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
    const member = podOfOrdinal(ordinal);
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
        withMember(this.#access, this.#primary, async (connection) => {
          await this.#watch.look(new Session(connection, this.#access.budgets.of('operation').seconds));
          const { left, position } = await drain(this.#access, connection);
          return left === undefined ? found(position) : notYet(left);
        }),
      { budget: this.#access.budgets.of('settle') },
    );
  }

  readBack(pod: string, position: string | undefined, sink: ReadBackSink): Promise<ReadBackFooter> {
    return readBackMember(this.#access, pod, position, sink);
  }

  /** Beside the versions: how often the primary acknowledged by itself what was to wait for a follower. */
  async versions(): Promise<Record<string, string>> {
    const server = await withMember(this.#access, this.#primary, async (connection) => {
      await this.#watch.look(new Session(connection, this.#access.budgets.of('operation').seconds));
      const text = 'SELECT VERSION() AS version';
      const [row] = await rowsOf<{ version: string }>(this.#access, connection, text);
      return row?.version ?? 'unknown';
    });
    const mysql2 = clientVersion(import.meta.resolve('mysql2/package.json'));
    return { mysql: server, mysql2, 'semi-synchronous replication': this.#watch.summary() };
  }

  async close(): Promise<void> {
    await Promise.all([this.#writers.close(), this.#readers.close()]);
  }
}
