import type { Place } from './anomalies.ts';
import { NumberList } from './number-list.ts';

/** Things with a beginning and an end, each by its index, as far as they are not behind yet. */
class Spans {
  readonly from = new NumberList();
  /** Infinity: it has no end. */
  readonly to = new NumberList();
  /** Those that begin, or end, in the span that is gone through, in the order of time. */
  readonly beginning = new NumberList();
  readonly ending = new NumberList();
  protected readonly left = new NumberList();

  /** Looks for what begins or ends from one time on and before another. */
  look(from: number, before: number): void {
    choose(this.beginning, this.from, from, before);
    choose(this.ending, this.to, from, before);
  }

  /** Finds those that are not behind at a time: those that end later, or that have no end and begin later. */
  protected findLeft(before: number): void {
    this.left.clear();
    for (let i = 0; i < this.to.length; i++) {
      const to = this.to.at(i);
      if ((to === Infinity ? this.from.at(i) : to) >= before) this.left.push(i);
    }
  }
}

function choose(into: NumberList, times: NumberList, from: number, before: number): void {
  into.clear();
  for (let i = 0; i < times.length; i++) {
    const time = times.at(i);
    if (time >= from && time < before) into.push(i);
  }
  into.sortBy(times);
}

/** Increments that may have been applied; the end is the acknowledgement. */
export class PendingIncrements extends Spans {
  readonly slots = new NumberList();
  /** What the counter became by it. */
  readonly values = new NumberList();
  /** How many were acknowledged when it was invoked. */
  readonly floors = new NumberList();

  add(slot: number, from: number, to: number, value: number): void {
    this.slots.push(slot);
    this.from.push(from);
    this.to.push(to);
    this.values.push(value);
    this.floors.push(0);
  }

  drop(before: number): void {
    this.findLeft(before);
    for (const column of [this.slots, this.from, this.to, this.values, this.floors]) column.keep(this.left);
  }
}

/** What was known of all counters when a read was asked for, by slot. */
export interface Known {
  place: Place;
  /** The increments acknowledged. */
  floors: number[];
  /** The highest values that the member had returned. */
  shown: number[];
}

/** Reads, with what they returned: slot and value of each counter, one read after the other. */
export class PendingReads extends Spans {
  places: (Place | undefined)[] = [];
  known: (Known | undefined)[] = [];
  /** Where what each read returned begins; it ends where the next one's begins. */
  readonly begins = new NumberList();
  readonly slots = new NumberList();
  readonly values = new NumberList();

  /** Adds a read that returned what is put into `slots` and `values` before the next one. */
  add(place: Place, from: number, to: number): void {
    this.places.push(place);
    this.from.push(from);
    this.to.push(to);
    this.begins.push(this.slots.length);
  }

  /** Where what a read returned ends. */
  end(index: number): number {
    return index + 1 < this.begins.length ? this.begins.at(index + 1) : this.slots.length;
  }

  drop(before: number): void {
    this.findLeft(before);
    const { left, begins, slots, values, places, known } = this;
    let length = 0;
    for (let i = 0; i < left.length; i++) {
      const [from, to] = [begins.at(left.at(i)), this.end(left.at(i))];
      places[i] = places[left.at(i)];
      known[i] = known[left.at(i)];
      // What is left of an index is never needed again: those before it were looked at.
      this.#moved.push(length);
      for (let at = from; at < to; at++) {
        slots.set(length, slots.at(at));
        values.set(length, values.at(at));
        length += 1;
      }
    }
    slots.length = length;
    values.length = length;
    places.length = left.length;
    known.length = left.length;
    this.from.keep(left);
    this.to.keep(left);
    begins.clear();
    for (let i = 0; i < this.#moved.length; i++) begins.push(this.#moved.at(i));
    this.#moved.clear();
  }

  readonly #moved = new NumberList();
}
