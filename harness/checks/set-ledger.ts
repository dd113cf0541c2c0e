import { payloadSchema } from '../model/functions.ts';
import { VALUE } from '../model/history-layout.ts';
import type { Call } from './calls.ts';
import { bytes, counts, times } from './columns.ts';
import { DigestColumn } from './digest-column.ts';
import { KeyTable } from './key-table.ts';
import { LiveCall, slotOf } from './live-call.ts';
import { ValueReader } from './malformed.ts';

/** What is known of one element, in the bits of a byte. */
export const ADDED = { mask: 0b11, no: 0, acknowledged: 1, refused: 2, unknown: 3 } as const;
/** Acknowledged in a loss window: `unknown`, and reported where it is gone. */
export const WAIVED = 1 << 2;
/**
 * Whether an element may be there in spite of its removals. Neither bit: nobody removed it, or every removal was
 * certainly not applied. `certain`: a removal was acknowledged that was invoked after the element's add had
 * been acknowledged. `possible`: anything else, and both states are right.
 */
export const REMOVAL = { mask: 0b11 << 3, possible: 1 << 3, certain: 1 << 4 } as const;
/** Its add was acknowledged, nobody had removed it, and its removal did not find it. */
const NOT_FOUND = 1 << 5;
/** The history contradicts itself about it: nothing can be said. */
export const SUSPECT = 1 << 6;

type Removal = Pick<Call, 'nth' | 'outcome' | 'invokedAt' | 'got'>;

/** Joins adds and removes to elements. A key is added once, removed after that, and never used again. */
export class SetLedger {
  readonly keys = new KeyTable();
  /** What was written. */
  readonly digests = new DigestColumn();
  readonly values = new ValueReader();
  /** Keys of which the history contradicts itself, though no element has them. */
  strangers: ReadonlySet<string> = new Set();
  /** What is known of each element, in bits. */
  readonly states = bytes();
  readonly #acknowledgedAt = times();
  /** The place of its add in the order of invocation, or of the first removal that may have been applied. */
  readonly #nth = counts();
  /** Removals that were completed before the add was. */
  readonly #early = new Map<number, Removal[]>();
  readonly #addedAfterRemoval = new Set<number>();
  readonly #malformed: { sentence: string; nth: number }[] = [];

  /** What is known of an element, in bits; 0 for a slot of -1. */
  state(slot: number): number {
    return slot < 0 ? 0 : this.states.get(slot);
  }

  /** The place of an element's add in the order of invocation, where no removal may have been applied. */
  nth(slot: number): number {
    return this.#nth.get(slot);
  }

  add(call: Call): void {
    const { nth, outcome, waived } = call;
    const slot = slotOf(call, this.keys);
    const before = this.states.get(slot);
    const isPayload = this.#keepDigest(slot, call);
    if ((before & ADDED.mask) !== ADDED.no) {
      const later = Math.max(nth, this.#nth.get(slot));
      this.#broken(`The key ${call.key} was added twice.`, later, slot);
      this.#nth.set(slot, later);
      return;
    }
    const known = outcome === 'ok' ? ADDED.acknowledged : outcome === 'fail' ? ADDED.refused : ADDED.unknown;
    this.states.set(slot, before | known | (waived ? WAIVED : 0) | (isPayload ? 0 : SUSPECT));
    this.#nth.set(slot, nth);
    if (outcome === 'ok') this.#acknowledgedAt.set(slot, call.completedAt ?? Infinity);
    if (this.#early.size === 0) return;
    for (const removal of this.#early.get(slot) ?? []) this.#removeAdded(call.key, slot, removal);
    this.#early.delete(slot);
  }

  /** Whether what was sent is a payload. */
  #keepDigest(slot: number, call: Call): boolean {
    if (call instanceof LiveCall && call.sentKind === VALUE.payload) {
      this.digests.setBytes(slot, call.sentBytes, 0);
      return true;
    }
    const of = `What the write of ${call.key} sent`;
    const payload = this.values.read(payloadSchema, call.sent, of, call.nth);
    if (payload !== undefined) this.digests.set(slot, payload.sha256);
    return payload !== undefined;
  }

  remove(call: Call): void {
    const slot = slotOf(call, this.keys);
    if ((this.states.get(slot) & ADDED.mask) !== ADDED.no) {
      this.#removeAdded(call.nth < this.#nth.get(slot) ? call.key : '', slot, call);
      return;
    }
    const { nth, outcome, invokedAt, got } = call;
    this.#early.set(slot, [...(this.#early.get(slot) ?? []), { nth, outcome, invokedAt, got }]);
  }

  /** @param key its name, where it is removed before it was added. */
  #removeAdded(key: string, slot: number, removal: Removal): void {
    const { nth, outcome, invokedAt } = removal;
    const state = this.states.get(slot);
    const before = this.#nth.get(slot);
    const isFirst = (state & REMOVAL.mask) === 0;
    if (isFirst && nth < before) {
      this.#broken(`The key ${key} was removed, and nobody had added it.`, nth, slot);
      if (!this.#addedAfterRemoval.has(slot)) {
        this.#broken(`The key ${key} was added after it was removed.`, before, slot);
      }
      this.#addedAfterRemoval.add(slot);
      return;
    }
    if (outcome === 'fail') return;
    const acknowledged = (state & ADDED.mask) === ADDED.acknowledged;
    const certain = outcome === 'ok' && acknowledged && this.#acknowledgedAt.get(slot) < invokedAt;
    const first = isFirst || nth < before;
    if (first) this.#nth.set(slot, nth);
    let now = state | (certain ? REMOVAL.certain : REMOVAL.possible);
    if (first) now = certain && removal.got === 0 ? now | NOT_FOUND : now & ~NOT_FOUND;
    this.states.set(slot, now);
  }

  /**
   * The history is over.
   * @returns where it breaks the set's rules, a sentence each.
   */
  end(suspect: ReadonlySet<string>): string[] {
    const names = this.keys.names(this.#early.keys());
    for (const [slot, removals] of this.#early) {
      const key = names.get(slot) ?? '';
      for (const { nth } of removals) {
        this.#broken(`The key ${key} was removed, and nobody had added it.`, nth, slot);
      }
    }
    const strangers = new Set<string>();
    for (const key of suspect) {
      const slot = this.keys.find(key);
      if (slot < 0) strangers.add(key);
      else this.states.set(slot, this.states.get(slot) | SUSPECT);
    }
    this.strangers = strangers;
    return this.#malformed.sort((a, b) => a.nth - b.nth).map(({ sentence }) => sentence);
  }

  /** The slots of elements that their removal did not find, in the order of those removals. */
  notFound(): number[] {
    const slots: number[] = [];
    for (let slot = 0; slot < this.keys.size; slot++) {
      if ((this.states.get(slot) & (NOT_FOUND | SUSPECT)) === NOT_FOUND) slots.push(slot);
    }
    return slots.sort((a, b) => this.#nth.get(a) - this.#nth.get(b));
  }

  #broken(sentence: string, nth: number, slot: number): void {
    this.#malformed.push({ sentence, nth });
    this.states.set(slot, this.states.get(slot) | SUSPECT);
  }
}

/** Whether an element has to be there at the end: acknowledged, and not removed as far as anybody knows. */
export function isDue(state: number): boolean {
  return (state & (ADDED.mask | REMOVAL.mask)) === ADDED.acknowledged;
}
