import type { Connection } from 'mysql2/promise';
import { imageFromEnvironment } from '../../harness/calibration/image-from-environment.ts';
import { startSingleServer, type RunningServer } from '../../harness/calibration/single-server.ts';
import { Budgets } from '../../harness/core/budgets.ts';
import { found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import type { Write } from '../../harness/stack/table-plan.ts';
import { openMember, withMember, type Rows } from './connection.ts';
import { MemberPool } from './pool.ts';
import { createSchema } from './schema.ts';
import { stack } from './stack.ts';
import { send } from './writer.ts';

export const TRANSFER = { f: 'transfer', key: 't0', from: 'a0', to: 'a1', amount: 10 } satisfies Write;
export const INCREMENT = { f: 'increment', key: 'c0' } satisfies Write;
/** How long an operation may take. */
export const SECONDS = 4;
const budgets = new Budgets({ operation: SECONDS });

/** A server by itself, with a pool of one connection through which the load would write. */
export class Bench {
  readonly server: RunningServer;
  readonly pool: MemberPool;

  private constructor(server: RunningServer) {
    this.server = server;
    this.pool = new MemberPool(server.access, server.pod, 1);
  }

  /** @param user whose server it is: a word in its container's name. */
  static async start(user: string): Promise<Bench> {
    const server = await startSingleServer(stack, imageFromEnvironment(stack), { user, budgets });
    await withMember(server.access, server.pod, (connection) => createSchema(server.access, connection));
    return new Bench(server);
  }

  async stop(): Promise<void> {
    await this.pool.close();
    await this.server.remove();
  }

  /** Statements on a connection of their own. */
  async sql(...statements: string[]): Promise<void> {
    await withMember(this.server.access, this.server.pod, async (connection) => {
      for (const statement of statements) await connection.query(statement);
    });
  }

  /** What the first row has for `v`. */
  async ask(text: string): Promise<unknown> {
    return await withMember(this.server.access, this.server.pod, async (connection) => {
      const [rows] = await connection.query(text);
      return (rows as { v: unknown }[])[0]?.v;
    });
  }

  async perform(write: Write): Promise<Outcome> {
    return await this.pool.perform((session) => send(session, write));
  }

  /** The server's session behind the pool's only connection. */
  async backend(): Promise<Outcome> {
    return await this.pool.perform(async (session) => {
      const [row] = await session.autocommit<Rows<object>>('SELECT CONNECTION_ID() AS id', []);
      return { type: 'ok', value: row };
    });
  }

  async balance(account: string): Promise<unknown> {
    return await this.ask(`SELECT balance AS v FROM accounts WHERE k = '${account}'`);
  }

  /** Holds the row locks that a statement takes for as long as `during` runs. */
  async locked<T>(statement: string, during: (holder: Connection) => Promise<T>): Promise<T> {
    const holder = await openMember(this.server.access, this.server.pod);
    try {
      await holder.query('START TRANSACTION');
      await holder.query(statement);
      return await during(holder);
    } finally {
      holder.destroy();
    }
  }

  async somebodyWaits(): Promise<void> {
    await waitFor(
      'somebody to wait for a lock',
      async () => {
        const waiting = await this.ask('SELECT COUNT(*) AS v FROM performance_schema.data_lock_waits');
        return waiting === 0 ? notYet('nobody') : found(true);
      },
      { budget: budgets.of('load'), everyMs: 50 },
    );
  }
}
