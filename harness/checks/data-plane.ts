import type { FaultRecord } from '../model/fault-record.ts';
import type { Finding } from '../model/verdict.ts';
import type { WriteFold } from './call-fold.ts';
import type { Call } from './calls.ts';
import { findingsBy, secondsBetween } from './finding.ts';
import { longestGap, type Span } from './load-span.ts';

/**
 * Whether writes went on under a proven fault that must not stop them: no time without an acknowledgement
 * longer than the fault allows, between its injection and its heal (where nothing is healed, until the stack
 * was whole; else to the load's end). A gap in which no write was under way says nothing about the stack.
 * It keeps the times of the writes that were under way meanwhile.
 */
export class DataPlane implements WriteFold {
  readonly #fault: FaultRecord;
  readonly #allowed: number | undefined;
  readonly #until: number;
  readonly #writes: { invokedAt: number; completedAt: number; acknowledgedAt: number }[] = [];

  constructor(fault: FaultRecord) {
    this.#fault = fault;
    this.#allowed = fault.proof.proven ? fault.longestGapSeconds : undefined;
    this.#until = fault.healedAt ?? fault.wholeAt ?? Infinity;
  }

  /** How many writes are kept. */
  get kept(): number {
    return this.#writes.length;
  }

  write(call: Call, acknowledgedAt: number): void {
    if (this.#allowed === undefined) return;
    const { invokedAt, completedAt = Infinity } = call;
    if (invokedAt > this.#until || completedAt < this.#fault.injectedAt) return;
    this.#writes.push({ invokedAt, completedAt, acknowledgedAt });
  }

  /** @param load the span of the load; undefined: there was none. */
  findings(load: Span | undefined): Finding[] {
    const { fault, injectedAt: from } = this.#fault;
    if (this.#allowed === undefined) return [];
    const find = findingsBy('availability');
    const times = this.#writes.map((write) => write.acknowledgedAt); // NaN is in no span
    const gap = longestGap(times, { from, to: Math.min(this.#until, load?.to ?? from) });
    const tried = this.#writes.filter(
      (write) => write.invokedAt < gap.to && write.completedAt > gap.from,
    ).length;
    const seconds = secondsBetween(gap.from, gap.to);
    if (gap.length === 0 || (tried === 0 && seconds > this.#allowed)) {
      return [find('no-load-during-fault', 'unknown', `No write was tried while ${fault} was in force.`)];
    }
    if (seconds <= this.#allowed) return [];
    const message = `Under ${fault} no write was acknowledged for ${String(seconds)} s, ${String(tried)} tried; writes have to go on, with no gap longer than ${String(this.#allowed)} s.`;
    return [find('data-plane-outage', 'fail', message, { count: tried })];
  }
}
