import pg from 'pg';
import type { Outcome } from '../../harness/model/operation.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { configFor, LOAD_APPLICATION, requireMember } from './connection.ts';
import { outcomeOfError } from './outcomes.ts';
import { Session } from './session.ts';

/** At most `connections` connections of the load to one member, each of which was first asked which member it leads to. */
export class MemberPool {
  readonly #access: Access;
  readonly #pod: string;
  readonly #connections: number;
  /** The warnings that the server sent to each open connection in the operation that uses it. */
  readonly #warnings = new WeakMap<pg.ClientBase, string[]>();
  #pool: Promise<pg.Pool> | undefined;
  #closed = false;

  constructor(access: Access, pod: string, connections: number) {
    this.#access = access;
    this.#pod = pod;
    this.#connections = connections;
  }

  /**
   * Carries out one operation, once; never throws. A connection is used again only where the server has said
   * that nothing of the operation is left on it.
   */
  async perform(operation: (session: Session) => Promise<Outcome>): Promise<Outcome> {
    let client: pg.PoolClient | undefined;
    let session: Session | undefined;
    try {
      client = await (await this.#open()).connect();
      const warnings = await this.#verified(client);
      session = new Session(client, warnings, this.#access.budgets.of('operation').seconds);
      const outcome = await operation(session);
      client.release(outcome.type === 'info');
      return outcome;
    } catch (error) {
      const outcome = outcomeOfError(error, session?.phase ?? 'before-send');
      const clean =
        outcome.type === 'fail' && error instanceof pg.DatabaseError && (await rolledBack(session));
      client?.release(!clean);
      return outcome;
    }
  }

  /** Waits for what is under way, then closes every connection. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const pool = await this.#pool?.catch(() => undefined);
    await pool?.end();
  }

  async #verified(client: pg.PoolClient): Promise<string[]> {
    const known = this.#warnings.get(client);
    if (known !== undefined) {
      known.length = 0;
      return known;
    }
    await requireMember(this.#access, client, this.#pod);
    const warnings: string[] = [];
    client.on('notice', (notice) => warnings.push(notice.message ?? ''));
    this.#warnings.set(client, warnings);
    return warnings;
  }

  #open(): Promise<pg.Pool> {
    if (this.#closed) return Promise.reject(new Error(`the load's connections to ${this.#pod} are closed`));
    if (this.#pool !== undefined) return this.#pool;
    const opening = this.#create();
    this.#pool = opening;
    // What could not be found once may be found the next time.
    opening.catch(() => (this.#pool = undefined));
    return opening;
  }

  async #create(): Promise<pg.Pool> {
    const config = await configFor(this.#access, this.#pod, LOAD_APPLICATION);
    const pool = new pg.Pool({ ...config, max: this.#connections });
    // A connection that breaks fails the query under way, if there is one; the next operation opens another.
    pool.on('connect', (client) => client.on('error', () => undefined));
    pool.on('error', () => undefined);
    return pool;
  }
}

async function rolledBack(session: Session | undefined): Promise<boolean> {
  try {
    await session?.rollBack();
    return session !== undefined;
  } catch {
    return false;
  }
}
