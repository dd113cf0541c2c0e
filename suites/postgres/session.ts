import type pg from 'pg';
import { HoldfastError } from '../../harness/core/errors.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import { askWithin } from './connection.ts';
import { outcomeOfCommit, type SendPhase } from './outcomes.ts';

export type Isolation = 'READ COMMITTED' | 'SERIALIZABLE' | 'REPEATABLE READ READ ONLY';

/** One operation on a connection: its statements share one deadline, and it knows how far it has come. */
export class Session {
  readonly #client: pg.ClientBase;
  readonly #deadline: number;
  readonly #seconds: number;
  #phase: SendPhase = 'before-send';
  /** The warnings that the server sent with this operation's statements. */
  readonly warnings: readonly string[];

  constructor(client: pg.ClientBase, warnings: readonly string[], seconds: number) {
    this.#client = client;
    this.warnings = warnings;
    this.#seconds = seconds;
    this.#deadline = performance.now() + seconds * 1000;
  }

  get phase(): SendPhase {
    return this.#phase;
  }

  /** Sends the one statement of an operation that needs no transaction. */
  async autocommit<R extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<pg.QueryResult<R>> {
    this.#phase = 'sent';
    return await this.ask<R>(text, values);
  }

  async begin(isolation: Isolation): Promise<void> {
    this.#phase = 'before-commit';
    await this.ask(`BEGIN ISOLATION LEVEL ${isolation}`);
  }

  /** A statement of an open transaction. */
  async ask<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<pg.QueryResult<R>> {
    return await askWithin<R>(this.#client, this.#left(), text, values);
  }

  /** Sends COMMIT; from then on only the answer tells what became of the transaction. */
  async commit(value?: unknown): Promise<Outcome> {
    this.#left(); // a transaction that is late already is not committed at all
    this.#phase = 'sent';
    const { command } = await this.ask('COMMIT');
    return outcomeOfCommit(command, this.warnings, value);
  }

  async rollBack(): Promise<void> {
    await this.ask('ROLLBACK');
  }

  /** Milliseconds until the deadline. @throws HoldfastError once it has passed. */
  #left(): number {
    const left = Math.ceil(this.#deadline - performance.now());
    if (left > 0) return left;
    throw new HoldfastError(
      `The operation was not done after ${String(this.#seconds)} s (budget "operation").`,
    );
  }
}
