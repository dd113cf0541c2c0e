import type { PendingAnomalies } from './counter-anomalies.ts';
import { PendingIncrements, PendingReads, type Known } from './counter-pending.ts';
import { counts } from './columns.ts';
import type { NumberList } from './number-list.ts';

/**
 * Goes through increments and reads in the order of time, once, and compares each answer with what was
 * certain when it was asked for and what was possible when it came. Of records of the same time invocations come
 * first: what the times do not order is held against nobody. It goes as far as it is told, and keeps only what
 * reaches beyond.
 */
export class CounterSweep {
  readonly #anomalies: PendingAnomalies;
  readonly #increments = new PendingIncrements();
  /** What reads returned is put there by whoever calls `read` after that. */
  readonly reads = new PendingReads();
  /** Objects that are not in use. */
  readonly #spare: Known[] = [];
  #until = -Infinity;
  /** By slot: increments acknowledged, increments that may have been applied, and the value of the read at hand. */
  readonly #acknowledged = counts();
  readonly #possible = counts();
  readonly #value: number[] = [];
  /** The slots of the counters that there were so far, in the order in which they came up. */
  readonly #counters: number[] = [];
  /** The highest value that each member has returned, by slot. */
  readonly #shown = new Map<string, number[]>();

  constructor(anomalies: PendingAnomalies) {
    this.#anomalies = anomalies;
  }

  /** How many increments and reads are kept. */
  get kept(): number {
    return this.#increments.slots.length + this.reads.places.length;
  }

  /** @param to when it was acknowledged; Infinity: it was not. @param value what the counter became by it. */
  increment(slot: number, from: number, to: number, value: number): void {
    this.#increments.add(slot, from, to, value);
  }

  /** Goes on to a time before which nothing is missing. */
  pass(before: number): void {
    const [increments, reads] = [this.#increments, this.reads];
    increments.look(this.#until, before);
    reads.look(this.#until, before);
    const begun = new Queue(increments.beginning, increments.from);
    const asked = new Queue(reads.beginning, reads.from);
    const acknowledged = new Queue(increments.ending, increments.to);
    const answered = new Queue(reads.ending, reads.to);
    while (this.#step(begun, asked, acknowledged, answered));
    this.#until = before;
    increments.drop(before);
    reads.drop(before);
  }

  /** Looks at what comes next in time. False: there is nothing. */
  #step(begun: Queue, asked: Queue, acknowledged: Queue, answered: Queue): boolean {
    const next = Math.min(begun.time, asked.time, acknowledged.time, answered.time);
    if (next === Infinity) return false;
    if (begun.time === next) this.#begin(begun.take());
    else if (asked.time === next) this.#ask(asked.take());
    else if (acknowledged.time === next) this.#acknowledge(acknowledged.take());
    else this.#answer(answered.take());
    return true;
  }

  #known(slot: number): void {
    if (this.#value[slot] !== undefined) return;
    this.#counters.push(slot);
    this.#value[slot] = 0;
  }

  #begin(index: number): void {
    const slot = this.#increments.slots.at(index);
    this.#known(slot);
    this.#increments.floors.set(index, this.#acknowledged.get(slot));
    this.#possible.set(slot, this.#possible.get(slot) + 1);
  }

  #ask(index: number): void {
    const place = this.reads.places[index];
    if (place === undefined) return;
    const known = this.#spare.pop() ?? { place, floors: [], shown: [] };
    known.place = place;
    const shown = this.#shown.get(place.member);
    for (const slot of this.#counters) {
      // Followers may lag.
      known.floors[slot] = place.role === 'leader' ? this.#acknowledged.get(slot) : 0;
      known.shown[slot] = shown?.[slot] ?? 0;
    }
    this.reads.known[index] = known;
  }

  #acknowledge(index: number): void {
    const { slots, values, floors } = this.#increments;
    const slot = slots.at(index);
    const value = values.at(index);
    const floor = floors.at(index);
    const ceiling = this.#possible.get(slot);
    if (value > ceiling) this.#anomalies.add('incrementTooHigh', undefined, slot, value, ceiling);
    else if (value < floor + 1) this.#anomalies.add('staleIncrement', undefined, slot, value, floor);
    this.#acknowledged.set(slot, this.#acknowledged.get(slot) + 1);
  }

  #answer(index: number): void {
    const { known, slots, values } = this.reads;
    const then = known[index];
    if (then === undefined) return;
    const { place } = then;
    const [begin, end] = [this.reads.begins.at(index), this.reads.end(index)];
    for (let i = begin; i < end; i++) {
      this.#known(slots.at(i));
      this.#value[slots.at(i)] = values.at(i);
    }
    const highest = this.#shown.get(place.member) ?? [];
    this.#shown.set(place.member, highest);
    for (const slot of this.#counters) {
      const value = this.#value[slot] ?? 0;
      this.#value[slot] = 0;
      const ceiling = this.#possible.get(slot);
      if (value > ceiling || value < 0) {
        this.#anomalies.add('readTooHigh', place, slot, value, ceiling);
        continue;
      }
      const floor = then.floors[slot] ?? 0;
      if (value < floor) this.#anomalies.add('staleRead', place, slot, value, floor);
      const had = then.shown[slot] ?? 0;
      if (value < had) this.#anomalies.add('backwards', place, slot, value, had);
      highest[slot] = Math.max(value, highest[slot] ?? 0);
    }
    this.#spare.push(then);
    known[index] = undefined;
  }
}

/** Indices in the order of their times. */
class Queue {
  /** Of the next one; Infinity: there is none. */
  time = Infinity;
  readonly #indices: NumberList;
  readonly #times: NumberList;
  #next = 0;

  constructor(indices: NumberList, times: NumberList) {
    this.#indices = indices;
    this.#times = times;
    this.#look();
  }

  take(): number {
    const index = this.#indices.at(this.#next++);
    this.#look();
    return index;
  }

  #look(): void {
    this.time = this.#next < this.#indices.length ? this.#times.at(this.#indices.at(this.#next)) : Infinity;
  }
}
