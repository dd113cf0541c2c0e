import type { Session } from './session.ts';

/** Milliseconds between two looks that reads bring along. */
const EVERY_MS = 1000;

const STATUS = ['Uptime', 'Rpl_semi_sync_source_status', 'Rpl_semi_sync_source_no_tx'];
const SETTING = 'rpl_semi_sync_source_enabled';

const QUESTION = `
  SELECT VARIABLE_NAME AS name, VARIABLE_VALUE AS value FROM performance_schema.global_status
  WHERE VARIABLE_NAME IN (${STATUS.map((name) => `'${name}'`).join(', ')})
  UNION ALL
  SELECT VARIABLE_NAME, VARIABLE_VALUE FROM performance_schema.global_variables
  WHERE VARIABLE_NAME = '${SETTING}'`;

/** Semi-synchronous replication as the primary tells of it. */
export interface SemiSync {
  /** Seconds since the server started; its counts begin with it. */
  uptime: number;
  /** Whether commits are to wait for a follower at all; undefined: the server has no semi-synchronous replication. */
  enabled?: boolean;
  /** Whether they do now: not after a time-out, until a follower has caught up. */
  waiting: boolean;
  /** How many commits were answered without a follower's acknowledgement although they were to wait for one. */
  unacknowledged: number;
}

/** Makes the server's variables into what they say. */
export function semiSyncOf(rows: readonly { name: string; value: string }[]): SemiSync {
  const values = new Map(rows.map(({ name, value }) => [name.toLowerCase(), value]));
  const enabled = values.get(SETTING);
  return {
    uptime: Number(values.get('uptime') ?? 0),
    ...(enabled === undefined ? {} : { enabled: enabled === 'ON' || enabled === '1' }),
    waiting: values.get('rpl_semi_sync_source_status') === 'ON',
    unacknowledged: Number(values.get('rpl_semi_sync_source_no_tx') ?? 0),
  };
}

/**
 * Watches for the fall-back of semi-synchronous replication to asynchronous, of which no client is told: the answer
 * to a COMMIT is the same. What the primary counts it forgets when it ends, so that it is asked again and again.
 */
export class FallbackWatch {
  #lookedAt = -Infinity;
  #looks = 0;
  #asynchronous = 0;
  #starts = 0;
  /** Of the starts before the present one. */
  #before = 0;
  #last: SemiSync | undefined;

  /** Looks on a connection to the primary, at most once a second. */
  async lookNowAndThen(session: Pick<Session, 'read'>): Promise<void> {
    if (performance.now() - this.#lookedAt < EVERY_MS) return;
    this.#lookedAt = performance.now();
    await this.look(session);
  }

  async look(session: Pick<Session, 'read'>): Promise<void> {
    this.note(semiSyncOf(await session.read(QUESTION)));
  }

  note(seen: SemiSync): void {
    const last = this.#last;
    if (last === undefined || seen.uptime < last.uptime) {
      this.#before += last?.unacknowledged ?? 0;
      this.#starts += 1;
    }
    this.#last = seen;
    this.#looks += 1;
    if (seen.enabled === true && !seen.waiting) this.#asynchronous += 1;
  }

  /** What was seen, in words, for the record. */
  summary(): string {
    if (this.#last === undefined) return 'not seen';
    if (this.#last.enabled === undefined) return 'not installed';
    const unacknowledged = this.#before + this.#last.unacknowledged;
    return (
      `${String(unacknowledged)} commits answered without a follower (Rpl_semi_sync_source_no_tx, over ${String(this.#starts)} ` +
      `starts of the primary); asynchronous in ${String(this.#asynchronous)} of ${String(this.#looks)} looks`
    );
  }
}
