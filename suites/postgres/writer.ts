import pg from 'pg';
import type { Outcome } from '../../harness/model/operation.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { configFor, LOAD_APPLICATION, requireMember } from './connection.ts';
import type { SendPhase } from './outcomes.ts';
import { outcomeOfError, outcomeOfSuccess } from './outcomes.ts';

/** Sends inserts through a pool of at most `connections`, each of which was first asked which member it leads to. */
export class Writer {
  readonly #access: Access;
  readonly #pod: string;
  readonly #connections: number;
  /** The warnings that the server sent to each open connection since its last statement. */
  readonly #warnings = new WeakMap<pg.ClientBase, string[]>();
  #pool: Promise<pg.Pool> | undefined;
  #closed = false;

  constructor(access: Access, pod: string, connections: number) {
    this.#access = access;
    this.#pod = pod;
    this.#connections = connections;
  }

  /** One autocommit INSERT; never sent twice, whatever comes back. */
  async insert(key: string, data: Buffer, sha256: string): Promise<Outcome> {
    let phase: SendPhase = 'before-send';
    let client: pg.PoolClient | undefined;
    try {
      client = await (await this.#open()).connect();
      const warnings = await this.#verified(client);
      phase = 'sent';
      await client.query('INSERT INTO writes (key, payload, sha256) VALUES ($1, $2, $3)', [
        key,
        data,
        sha256,
      ]);
      client.release();
      return outcomeOfSuccess(warnings);
    } catch (error) {
      // Whatever went wrong, the connection's state is in doubt: it is never used again.
      client?.release(true);
      return outcomeOfError(error, phase);
    }
  }

  /** Waits for what is under way, then closes every connection. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await (await this.#pool)?.end();
  }

  async #verified(client: pg.PoolClient): Promise<string[]> {
    const known = this.#warnings.get(client);
    if (known !== undefined) {
      known.length = 0;
      return known;
    }
    await requireMember(client, this.#pod);
    const warnings: string[] = [];
    client.on('notice', (notice) => warnings.push(notice.message ?? ''));
    this.#warnings.set(client, warnings);
    return warnings;
  }

  #open(): Promise<pg.Pool> {
    this.#pool ??= (async () => {
      const config = await configFor(this.#access, this.#pod, LOAD_APPLICATION);
      const pool = new pg.Pool({ ...config, max: this.#connections });
      // A connection that breaks fails the query under way, if there is one; the next operation opens another.
      pool.on('connect', (client) => client.on('error', () => undefined));
      pool.on('error', () => undefined);
      return pool;
    })();
    return this.#pool;
  }
}
