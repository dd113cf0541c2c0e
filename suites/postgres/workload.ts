import { readFileSync } from 'node:fs';
import pg from 'pg';
import { Random } from '../../harness/core/random.ts';
import { found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import type { ReadBackFooter } from '../../harness/model/read-back.ts';
import type { Access } from '../../harness/stack/stack.ts';
import type { Planned, ReadBackSink, Workload } from '../../harness/stack/workload.ts';
import { LOAD_APPLICATION, withMember } from './connection.ts';
import { payload, sha256 } from './payload.ts';
import { readBackMember } from './read-back.ts';
import { Writer } from './writer.ts';

/** Concurrent inserts of a payload with its SHA-256, through a capped pool to the primary. */
export class PostgresWorkload implements Workload {
  readonly #access: Access;
  readonly #primary: string;
  readonly #random: Random;
  readonly #writer: Writer;
  #count = 0;

  constructor(access: Access, primary: string, seed: number, writers: number) {
    this.#access = access;
    this.#primary = primary;
    this.#random = new Random(seed);
    this.#writer = new Writer(access, primary, writers);
  }

  /** The key is not unique to the server, so that a row which came twice would be seen. */
  async setUp(): Promise<void> {
    await withMember(this.#access, this.#primary, async (client) => {
      await client.query(
        'CREATE TABLE writes (key text NOT NULL, payload bytea NOT NULL, sha256 text NOT NULL)',
      );
    });
  }

  next(): Planned {
    const data = payload(this.#random);
    const key = `k${String(this.#count++)}`;
    const sha = sha256(data);
    return {
      f: 'add',
      key,
      value: { sha256: sha, size: data.length },
      send: () => this.#writer.insert(key, data, sha),
    };
  }

  async settle(): Promise<string> {
    await this.#writer.close();
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
    const manifest = readFileSync(new URL(import.meta.resolve('pg/package.json')), 'utf8');
    return { postgresql: server, pg: (JSON.parse(manifest) as { version: string }).version };
  }

  async close(): Promise<void> {
    await this.#writer.close();
  }
}

// LSNs and sizes come as 64-bit integers; as text they lose nothing.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => text);
