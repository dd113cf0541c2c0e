import type { QueryResult, ResultSetHeader } from 'mysql2';
import type { Connection } from 'mysql2/promise';
import { HoldfastError } from '../../harness/core/errors.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import { askWithin, type Rows, type Value } from './connection.ts';
import type { SendPhase } from './outcomes.ts';

/** One operation on a connection: its statements share one deadline, and it knows how far it has come. */
export class Session {
  readonly #connection: Connection;
  readonly #deadline: number;
  readonly #seconds: number;
  #phase: SendPhase = 'before-send';

  constructor(connection: Connection, seconds: number) {
    this.#connection = connection;
    this.#seconds = seconds;
    this.#deadline = performance.now() + seconds * 1000;
  }

  get phase(): SendPhase {
    return this.#phase;
  }

  /** Sends the one statement of an operation that needs no transaction. */
  async autocommit<T extends QueryResult = ResultSetHeader>(
    text: string,
    values: readonly Value[],
  ): Promise<T> {
    this.#phase = 'statement';
    return await this.#ask<T>(text, values);
  }

  async begin(isolation: 'SERIALIZABLE' | 'READ COMMITTED'): Promise<void> {
    this.#phase = 'before-commit';
    await this.#ask(`SET TRANSACTION ISOLATION LEVEL ${isolation}`);
    await this.#ask('START TRANSACTION');
  }

  /** Everything that is read until the end is of one moment, this one. */
  async beginSnapshot(): Promise<void> {
    this.#phase = 'before-commit';
    await this.#ask('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
  }

  /** A statement of an open transaction that writes. */
  async write(text: string, values: readonly Value[]): Promise<ResultSetHeader> {
    return await this.#ask(text, values);
  }

  /** A statement of an open transaction that reads. */
  async read<Row extends object>(text: string, values: readonly Value[] = []): Promise<Row[]> {
    return await this.#ask<Rows<Row>>(text, values);
  }

  /** Sends COMMIT; from then on only the answer tells what became of the transaction. */
  async commit(value?: unknown): Promise<Outcome> {
    this.#left(); // a transaction that is late already is not committed at all
    this.#phase = 'commit';
    await this.#ask('COMMIT');
    return value === undefined ? { type: 'ok' } : { type: 'ok', value };
  }

  async rollBack(): Promise<void> {
    await this.#ask('ROLLBACK');
  }

  async #ask<T extends QueryResult = ResultSetHeader>(text: string, values?: readonly Value[]): Promise<T> {
    return await askWithin<T>(this.#connection, this.#left(), text, values);
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
