import type { Connection } from 'mysql2/promise';
import { errorCode, sentenceOf } from '../../harness/core/errors.ts';
import { BudgetExceededError, found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import type { ReadBackFooter, ReadBackHeader } from '../../harness/model/read-back.ts';
import type { Access } from '../../harness/stack/stack.ts';
import type { ReadBackSink } from '../../harness/stack/workload.ts';
import { askWithin, openMember, operationMs, rowsOf } from './connection.ts';
import { elementsOf } from './elements.ts';
import { errorNumber } from './outcomes.ts';

const NO_SUCH_TABLE = 1146;
const UNKNOWN_DATABASE = 1049;

/** Seconds that a member is asked to wait for the position before it says that it has not got there. */
const AT_A_TIME = 1;

/**
 * Reads everything that one member holds in one snapshot, once it has carried out every transaction of the position.
 * @throws what the sink throws: that is no answer of the member.
 */
export async function readBackMember(
  access: Access,
  pod: string,
  position: string | undefined,
  sink: ReadBackSink,
): Promise<ReadBackFooter> {
  const visit = new Visit(access, pod, position);
  const ms = operationMs(access);
  let elements = 0;
  let keeping = false;
  try {
    const saw = await visit.arrive();
    keeping = true;
    await sink.begin({ wanted: visit.wanted, reached: saw === undefined, saw: saw ?? visit.saw }, visit.role);
    keeping = false;
    if (visit.connection === undefined)
      return { end: visit.gone ? 'dataset-gone' : 'unreachable', elements, detail: saw ?? '' };
    await askWithin(visit.connection, ms, 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    for await (const element of elementsOf(visit.connection, ms)) {
      keeping = true;
      await sink.element(element);
      keeping = false;
      elements += 1;
    }
    return { end: 'complete', elements };
  } catch (error) {
    if (keeping) throw error;
    return {
      end: errorNumber(error) === NO_SUCH_TABLE ? 'dataset-gone' : 'unreachable',
      elements,
      detail: `${errorCode(error) ?? ''} ${sentenceOf(error)}`.trim(),
    };
  } finally {
    visit.connection?.destroy();
  }
}

/** One connection to a member, on which it is waited for and then read. */
class Visit {
  readonly wanted: string;
  connection: Connection | undefined;
  role: ReadBackHeader['role'] = 'unknown';
  saw = 'nothing';
  /** The database itself does not exist. */
  gone = false;
  readonly #access: Access;
  readonly #pod: string;
  readonly #position: string | undefined;

  constructor(access: Access, pod: string, position: string | undefined) {
    this.#access = access;
    this.#pod = pod;
    this.#position = position;
    this.wanted = position ?? 'unknown';
  }

  /** Waits until the member has the position; returns what was seen instead, if it does not get there in time. */
  async arrive(): Promise<string | undefined> {
    try {
      return await waitFor(
        `${this.#pod} to have carried out ${this.wanted}`,
        async () => {
          const behind = await this.#look().catch((error: unknown) => {
            this.gone = errorNumber(error) === UNKNOWN_DATABASE;
            this.connection?.destroy();
            this.connection = undefined;
            throw error;
          });
          if (behind === undefined) return found(undefined);
          // Without a position from the primary there is nothing to wait for: what the follower has is read as it is.
          return this.#position === undefined ? found(behind) : notYet(behind);
        },
        { budget: this.#access.budgets.of('replica-replay') },
      );
    } catch (error) {
      if (!(error instanceof BudgetExceededError)) throw error;
      return error.lastSeen;
    }
  }

  /** Undefined where the member has the position; the primary has it by definition. */
  async #look(): Promise<string | undefined> {
    this.connection ??= await openMember(this.#access, this.#pod);
    const [row] = await rowsOf<{ follower: number; held: string }>(
      this.#access,
      this.connection,
      "SELECT @@GLOBAL.super_read_only AS follower, REPLACE(@@GLOBAL.gtid_executed, '\\n', '') AS held",
    );
    if (row?.follower === 0) {
      this.role = 'leader';
      this.saw = 'the primary itself';
      return undefined;
    }
    this.role = 'follower';
    this.saw = `carried out ${row === undefined || row.held === '' ? 'nothing' : row.held}`;
    if (this.#position === undefined) return this.saw;
    const [waited] = await rowsOf<{ late: number }>(
      this.#access,
      this.connection,
      'SELECT WAIT_FOR_EXECUTED_GTID_SET(?, ?) AS late',
      [this.#position, AT_A_TIME],
    );
    if (waited?.late !== 0) return this.saw;
    this.saw = `carried out ${this.#position}`;
    return undefined;
  }
}
