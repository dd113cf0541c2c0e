import { objectReadSchema, type ObjectContent } from '../model/object-functions.ts';
import type { Place } from './anomalies.ts';
import type { Call } from './calls.ts';
import type { Span } from './load-span.ts';
import { identify } from './object-content.ts';
import type { ObjectLedger } from './object-ledger.ts';
import type { ObjectAnomalies } from './object-texts.ts';
import { isExcused } from './read-excuse.ts';

interface Read {
  key: string;
  place: Place | undefined;
  from: number;
  to: number;
  /** `null`: there was no such object. */
  content: ObjectContent | null;
}

/**
 * Judges reads under load: each has to come back with what may have been the object's latest content, or its absence, at some
 * moment between its invocation and its answer. What is plainly right by the writes that are over is forgotten at
 * once; the rest waits for those that were under way, and is judged when the history is over.
 */
export class ObjectReads {
  readonly #ledger: ObjectLedger;
  readonly #excused: readonly Span[];
  readonly #doubtful: Read[] = [];

  /** @param excused when reads need not have been current. */
  constructor(ledger: ObjectLedger, excused: readonly Span[]) {
    this.#ledger = ledger;
    this.#excused = excused;
  }

  call({ key, got, member, outcome, invokedAt, completedAt, nth }: Call): void {
    if (outcome !== 'ok' || completedAt === undefined) return;
    const content = this.#ledger.values.read(objectReadSchema, got, `The answer to the read of ${key}`, nth);
    if (content === undefined) return;
    const place = member === undefined ? undefined : ({ member, role: 'unknown' } as const);
    const read: Read = { key, place, from: invokedAt, to: completedAt, content };
    if (!this.#isRight(read)) this.#doubtful.push(read);
  }

  judge(suspect: ReadonlySet<string>, anomalies: ObjectAnomalies): void {
    for (const read of this.#doubtful) {
      if (!suspect.has(read.key) && !this.#isRight(read)) this.#report(read, anomalies);
    }
  }

  #isRight({ key, from, to, content }: Read): boolean {
    const history = this.#ledger.history(key);
    if (content === null) return history.mayBeAbsent(from, to);
    const { puts, problem } = identify(history, content, this.#ledger.byToken, to);
    return problem === undefined && puts.some((put) => history.mayBeLatest(put, from, to));
  }

  #report({ key, place, from, to, content }: Read, anomalies: ObjectAnomalies): void {
    const stale = isExcused(this.#excused, { from, to }) ? 'staleMeanwhile' : 'staleRead';
    const history = this.#ledger.history(key);
    if (content === null) {
      anomalies.add(stale, place, key, `${key} was not there`);
      return;
    }
    const { puts, problem } = identify(history, content, this.#ledger.byToken, to);
    if (problem !== undefined) {
      anomalies.add(problem.name, place, problem.label, `${problem.label}: ${problem.why}`);
      return;
    }
    const labels = puts.map(({ label }) => label).join(' or ');
    anomalies.add(stale, place, key, `${key} was ${labels}`);
  }
}
