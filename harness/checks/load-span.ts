import type { Evidence } from '../model/bundle-evidence.ts';
import type { WriteFold } from './call-fold.ts';
import type { Call } from './calls.ts';
import { NumberList } from './number-list.ts';

/** A span of run time, in milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** A time without an acknowledgement. */
export interface Gap extends Span {
  length: number;
}

/** When the load began, by the phases: what came before it (the baseline) is no part of it. */
export function loadBegins({ phases }: Pick<Evidence, 'phases'>): number {
  return phases.find((phase) => phase.phase === 'load')?.startedAt ?? -Infinity;
}

/**
 * The span of the load, from its first write to its end, or to the history's where the load was not seen to end,
 * and the longest time in it without an acknowledgement.
 */
export class LoadSpan implements WriteFold {
  readonly #begins: number;
  readonly #ends: number | undefined;
  #from = Infinity;
  /** Acknowledgements that are not yet looked at. */
  readonly #times = new NumberList();
  readonly #due = new NumberList();
  readonly #left = new NumberList();
  #last = -Infinity;
  #longest = 0;

  constructor(evidence: Pick<Evidence, 'phases'>) {
    this.#begins = loadBegins(evidence);
    this.#ends = evidence.phases.find((phase) => phase.phase === 'quiesce')?.startedAt;
  }

  /** How many acknowledgements are kept. */
  get kept(): number {
    return this.#times.length;
  }

  write({ invokedAt }: Call, acknowledgedAt: number): void {
    if (invokedAt >= this.#begins) this.#from = Math.min(this.#from, invokedAt);
    if (!Number.isNaN(acknowledgedAt)) this.#times.push(acknowledgedAt);
  }

  settled(before: number): void {
    this.#pass(before);
  }

  /** Undefined: there was no load. @param endedAt the time of the history's last record. */
  end(endedAt: number | undefined): { span: Span; longestGap: number } | undefined {
    const to = this.#ends ?? endedAt;
    if (to === undefined || to < this.#from) return undefined;
    const span = { from: this.#from, to };
    this.#pass(Infinity);
    return { span, longestGap: Math.max(this.#longest, to - Math.max(this.#last, span.from)) };
  }

  /** Goes on to the acknowledgements before a time; the longest gap up to the last of them is known then. */
  #pass(before: number): void {
    const times = this.#times;
    const ends = this.#ends ?? Infinity;
    const [due, left] = [this.#due, this.#left];
    due.clear();
    left.clear();
    for (let i = 0; i < times.length; i++) (times.at(i) < before ? due : left).push(i);
    due.sortBy(times);
    for (let i = 0; i < due.length; i++) {
      // What came before the load, or after it, makes no gap longer.
      const at = Math.min(times.at(due.at(i)), ends);
      this.#longest = Math.max(this.#longest, at - Math.max(this.#last, this.#from));
      this.#last = at;
    }
    times.keep(left);
  }
}

/**
 * The longest time without an acknowledgement within a span. Its ends count like acknowledgements: a silence
 * at the beginning or at the end is a gap too.
 */
export function longestGap(times: readonly number[], { from, to }: Span): Gap {
  let last = from;
  let longest: Gap = { from, to: from, length: 0 };
  const within = times.filter((at) => at > from && at < to).sort((a, b) => a - b);
  for (const at of [...within, to]) {
    if (at - last > longest.length) longest = { from: last, to: at, length: at - last };
    last = at;
  }
  return longest;
}
