import mysql, { type Pool, type PoolConnection } from 'mysql2/promise';
import type { Connection as CoreConnection } from 'mysql2';
import { raceAbort } from '../../harness/core/wait-for.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { configFor, connectWithin, LOAD_PROGRAM, requireMember } from './connection.ts';
import { isAnswer, outcomeOfError } from './outcomes.ts';
import { Session } from './session.ts';

/** At most `connections` connections of the load to one member, each of which was first asked which member it leads to. */
export class MemberPool {
  readonly #access: Access;
  readonly #pod: string;
  readonly #connections: number;
  readonly #verified = new WeakSet<object>();
  #pool: Promise<Pool> | undefined;
  #closed = false;
  readonly #underWay = new Set<Promise<Outcome>>();

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
    const performed = this.#perform(operation);
    this.#underWay.add(performed);
    try {
      return await performed;
    } finally {
      this.#underWay.delete(performed);
    }
  }

  /** Waits for what is under way, then ends every connection. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all(this.#underWay);
    const pool = await this.#pool?.catch(() => undefined);
    if (pool === undefined) return;
    // A server that does not answer need not say goodbye.
    const deadline = AbortSignal.timeout(this.#access.budgets.of('connect').seconds * 1000);
    await raceAbort(pool.end(), deadline).catch(() => undefined);
  }

  async #perform(operation: (session: Session) => Promise<Outcome>): Promise<Outcome> {
    let connection: PoolConnection | undefined;
    let session: Session | undefined;
    try {
      connection = await this.#connect();
      session = new Session(connection, this.#access.budgets.of('operation').seconds);
      const outcome = await operation(session);
      if (outcome.type === 'info') connection.destroy();
      else connection.release();
      return outcome;
    } catch (error) {
      const outcome = outcomeOfError(error, session?.phase ?? 'before-send');
      const clean = outcome.type === 'fail' && isAnswer(error) && (await rolledBack(session));
      if (clean) connection?.release();
      else connection?.destroy();
      return outcome;
    }
  }

  async #connect(): Promise<PoolConnection> {
    const connecting = (await this.#open()).getConnection();
    const connection = await connectWithin(this.#access.budgets.of('connect'), connecting, this.#pod).catch(
      (error: unknown) => {
        // One that comes after all is nobody's.
        connecting.then(
          (late) => {
            late.destroy();
          },
          () => undefined,
        );
        throw error;
      },
    );
    try {
      await this.#verify(connection);
      return connection;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  async #verify(connection: PoolConnection): Promise<void> {
    const { connection: underneath } = connection;
    if (this.#verified.has(underneath)) return;
    await requireMember(this.#access, connection, this.#pod);
    this.#verified.add(underneath);
  }

  #open(): Promise<Pool> {
    if (this.#closed) return Promise.reject(new Error(`the load's connections to ${this.#pod} are closed`));
    if (this.#pool !== undefined) return this.#pool;
    const opening = this.#create();
    this.#pool = opening;
    // What could not be found once may be found the next time.
    opening.catch(() => (this.#pool = undefined));
    return opening;
  }

  async #create(): Promise<Pool> {
    const config = await configFor(this.#access, this.#pod, LOAD_PROGRAM);
    const pool = mysql.createPool({ ...config, connectionLimit: this.#connections });
    // A connection that breaks fails the query under way, if there is one; the next operation opens another.
    pool.pool.on('connection', (connection: CoreConnection) => connection.on('error', () => undefined));
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
