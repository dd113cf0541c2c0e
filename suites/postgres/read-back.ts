import type pg from 'pg';
import { errorCode, sentenceOf } from '../../harness/core/errors.ts';
import { BudgetExceededError, found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import type { ReadBackFooter, ReadBackHeader } from '../../harness/model/read-back.ts';
import type { Access } from '../../harness/stack/stack.ts';
import type { ReadBackSink } from '../../harness/stack/workload.ts';
import { askWithin, openMemberForCursors } from './connection.ts';
import { elementsOf } from './elements.ts';

const UNDEFINED_TABLE = '42P01';
const UNKNOWN_DATABASE = '3D000';

/**
 * Reads everything that one member holds in one transaction, once it has replayed to the position.
 * @throws what the sink throws: that is no answer of the member.
 */
export async function readBackMember(
  access: Access,
  pod: string,
  position: string | undefined,
  sink: ReadBackSink,
): Promise<ReadBackFooter> {
  const visit = new Visit(access, pod, position);
  const ms = access.budgets.of('operation').seconds * 1000;
  let elements = 0;
  let keeping = false;
  try {
    const saw = await visit.arrive();
    keeping = true;
    await sink.begin({ wanted: visit.wanted, reached: saw === undefined, saw: saw ?? visit.saw }, visit.role);
    keeping = false;
    if (visit.client === undefined)
      return { end: visit.gone ? 'dataset-gone' : 'unreachable', elements, detail: saw ?? '' };
    // Standbys refuse SERIALIZABLE.
    const begin = 'BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY';
    await askWithin(visit.client, ms, begin);
    for await (const element of elementsOf(visit.client, ms)) {
      keeping = true;
      await sink.element(element);
      keeping = false;
      elements += 1;
    }
    return { end: 'complete', elements };
  } catch (error) {
    if (keeping) throw error;
    const code = errorCode(error);
    return {
      end: code === UNDEFINED_TABLE ? 'dataset-gone' : 'unreachable',
      elements,
      detail: `${code ?? ''} ${sentenceOf(error)}`.trim(),
    };
  } finally {
    await visit.client?.end().catch(() => undefined);
  }
}

/** One connection to a member, on which it is waited for and then read. */
class Visit {
  readonly wanted: string;
  client: pg.Client | undefined;
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
        `${this.#pod} to have replayed to ${this.wanted}`,
        async () => {
          const behind = await this.#look().catch(async (error: unknown) => {
            this.gone = errorCode(error) === UNKNOWN_DATABASE;
            await this.client?.end().catch(() => undefined);
            this.client = undefined;
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
    this.client ??= await openMemberForCursors(this.#access, this.#pod);
    const { rows } = await askWithin<{ standby: boolean; replayed: string | null; there: boolean | null }>(
      this.client,
      this.#access.budgets.of('operation').seconds * 1000,
      `SELECT pg_is_in_recovery() AS standby, pg_last_wal_replay_lsn()::text AS replayed,
              NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= $1::pg_lsn AS there`,
      [this.#position ?? null],
    );
    const row = rows[0];
    this.role = row?.standby === false ? 'leader' : 'follower';
    this.saw = row?.standby === false ? 'the primary itself' : `replayed to ${row?.replayed ?? 'nothing'}`;
    return row?.there === true ? undefined : this.saw;
  }
}
