import type pg from 'pg';
import { sentenceOf } from '../../../../harness/core/errors.ts';
import type { Outcome } from '../../../../harness/model/operation.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import type { Access } from '../../../../harness/stack/stack.ts';
import type { WorkloadOptions } from '../../../../harness/stack/workload.ts';
import { openMember } from '../../connection.ts';
import type { Write } from '../../../../harness/stack/table-plan.ts';
import { stack } from '../../stack.ts';
import { PostgresWorkload } from '../../workload.ts';

const PRIMARY = 'postgres-0';

/** Rows to a COMMIT, for each connection. */
const BATCH = 25;

type Add = Extract<Write, { f: 'add' }>;

/** A connection that commits its rows in batches, and counts each as done once its INSERT was answered. */
class Batch {
  readonly #access: Access;
  #client: pg.Client | undefined;
  #rows = 0;
  /** One statement after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(access: Access) {
    this.#access = access;
  }

  add(write: Add): Promise<Outcome> {
    const done = this.#turn.then(() => this.#add(write));
    this.#turn = done;
    return done;
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#client?.query('COMMIT').catch(() => undefined);
    await this.#drop();
  }

  async #add({ key, data, sha256 }: Add): Promise<Outcome> {
    try {
      this.#client ??= await openMember(this.#access, PRIMARY);
      if (this.#rows === 0) await this.#client.query('BEGIN');
      const text = 'INSERT INTO writes (key, payload, sha256) VALUES ($1, $2, $3)';
      await this.#client.query(text, [key, data, sha256]);
      this.#rows += 1;
      if (this.#rows === BATCH) {
        await this.#client.query('COMMIT');
        this.#rows = 0;
      }
      return { type: 'ok' }; // the flaw: the COMMIT has yet to come
    } catch (error) {
      // Only of a COMMIT that was sent nobody knows.
      const type = this.#rows === BATCH ? 'info' : 'fail';
      await this.#drop();
      return { type, error: sentenceOf(error) };
    }
  }

  async #drop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#rows = 0;
    await client?.end().catch(() => undefined);
  }
}

class CommitsInBatches extends PostgresWorkload {
  readonly #batches: Batch[];
  #next = 0;

  constructor(access: Access, options: WorkloadOptions) {
    super(access, PRIMARY, options);
    this.#batches = Array.from({ length: options.writers }, () => new Batch(access));
  }

  protected override perform(write: Write): Promise<Outcome> {
    const batch = this.#batches[this.#next++ % this.#batches.length];
    return write.f === 'add' && batch !== undefined ? batch.add(write) : super.perform(write);
  }

  override async close(): Promise<void> {
    await Promise.all(this.#batches.map((batch) => batch.close()));
    await super.close();
  }
}

export const knownBad: KnownBad = {
  flaw: 'The client commits rows in batches, and counts each as written once its INSERT was answered.',
  stack: { ...stack, workload: (access, options) => new CommitsInBatches(access, options) },
  scenario: 'pod-kill',
  expects: { verdict: 'fail', reasons: [{ kind: 'lost', judge: 'set', atLeast: 3 }] },
};
