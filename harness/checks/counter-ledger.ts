import { z } from 'zod';
import type { Call } from './calls.ts';
import { counts } from './columns.ts';
import { KeyTable } from './key-table.ts';
import { slotOf } from './live-call.ts';
import { ValueReader } from './malformed.ts';
import { ValueSet } from './value-set.ts';

const newValue = z.number().int();
const isWhole = (got: unknown): got is number => Number.isSafeInteger(got);

/** One increment that may have been applied. */
export interface Increment {
  slot: number;
  /** When it was acknowledged; Infinity: it was not. */
  acknowledgedAt: number;
  /** What the counter became by it; anything where it was not acknowledged. */
  value: number;
  /** Whether another acknowledged increment of this counter came back with the same value. */
  repeated: boolean;
}

/** How often each counter of a history was incremented. Increments that certainly were not applied are left out. */
export class CounterLedger {
  readonly keys = new KeyTable();
  readonly values = new ValueReader();
  readonly #acknowledged = counts();
  readonly #possible = counts();
  /** The place of each counter's first increment in the order of invocation. */
  readonly #firstNth = counts();
  readonly #returned: ValueSet[] = [];
  readonly #increment: Increment = { slot: 0, acknowledgedAt: 0, value: 0, repeated: false };
  /** Answers that are no new value. */
  readonly #odd: Pick<Call, 'key' | 'got' | 'nth'>[] = [];
  #suspect: ReadonlySet<string> = new Set();

  /**
   * Takes an increment down; undefined: it was not applied. What is returned is valid until the next one. One whose answer cannot be read counts as one whose
   * outcome is unknown: to leave it out altogether would make a right value look too high.
   */
  increment(call: Call): Increment | undefined {
    const { nth, outcome } = call;
    if (outcome === 'fail') return undefined;
    const slot = slotOf(call, this.keys);
    const had = this.#possible.get(slot);
    this.#possible.set(slot, had + 1);
    this.#firstNth.set(slot, had === 0 ? nth : Math.min(nth, this.#firstNth.get(slot)));
    const increment = this.#increment;
    increment.slot = slot;
    increment.acknowledgedAt = Infinity;
    increment.repeated = false;
    if (outcome !== 'ok') return increment;
    const { got } = call;
    if (!isWhole(got)) {
      this.#odd.push({ key: call.key, got, nth });
      return increment;
    }
    this.#acknowledged.set(slot, this.#acknowledged.get(slot) + 1);
    increment.acknowledgedAt = call.completedAt ?? Infinity;
    increment.value = got;
    increment.repeated = (this.#returned[slot] ??= new ValueSet()).add(got);
    return increment;
  }

  /** The history is over. @param suspect keys of which it contradicts itself: nothing can be said about them. */
  end(suspect: ReadonlySet<string>): void {
    this.#suspect = suspect;
    for (const { key, got, nth } of this.#odd) {
      if (!suspect.has(key)) this.values.read(newValue, got, `The answer to the increment of ${key}`, nth);
    }
  }

  isSuspect(key: string): boolean {
    return this.#suspect.has(key);
  }

  /** Of no slot (-1): none. */
  totals(slot: number): { acknowledged: number; possible: number } {
    return { acknowledged: this.#acknowledged.get(slot), possible: this.#possible.get(slot) };
  }

  /** The names of some counters, without those that are suspect. */
  names(slots: Iterable<number>): Map<number, string> {
    const names = this.keys.names(slots);
    for (const [slot, key] of names) if (this.isSuspect(key)) names.delete(slot);
    return names;
  }

  /** Every counter with acknowledged increments that can be judged, in the order of their first ones. */
  acknowledgedCounters(): { slot: number; key: string; acknowledged: number }[] {
    const all = Array.from({ length: this.keys.size }, (_, slot) => slot);
    const slots = all.filter((slot) => this.#acknowledged.get(slot) > 0);
    return [...this.names(slots)]
      .map(([slot, key]) => ({ slot, key, acknowledged: this.#acknowledged.get(slot) }))
      .sort((a, b) => this.#firstNth.get(a.slot) - this.#firstNth.get(b.slot));
  }
}
