import type { Place } from './anomalies.ts';
import type { COUNTER_TEXTS, CounterAnomalies } from './counter-texts.ts';

type Name = keyof typeof COUNTER_TEXTS;

/** What was seen of one counter in one place, the first time it was. */
interface Seen {
  name: Name;
  place: Place | undefined;
  slot: number;
  value: number;
  bound: number;
  times: number;
}

/** What an example says of a counter: the value that was seen, and what it is held against. */
const EXAMPLES: Partial<Record<Name, (key: string, value: number, bound: number) => string>> = {
  repeated: (key, value) => `${key} became ${String(value)} more than once`,
  incrementTooHigh: (key, value, bound) => `${key} became ${String(value)}, with ${String(bound)} invoked`,
  staleIncrement: (key, value, bound) =>
    `${key} became ${String(value)}, with ${String(bound)} acknowledged before it`,
  readTooHigh: (key, value, bound) => `${key} was ${String(value)}, with ${String(bound)} invoked`,
  staleRead: (key, value, bound) => `${key} was ${String(value)}, with ${String(bound)} acknowledged`,
  backwards: (key, value, bound) => `${key} was ${String(value)}, after ${String(bound)}`,
};

/**
 * Anomalies of counters until it is known which counters can be judged. They take as much room as there are
 * counters, members and kinds of anomalies, however often each was seen.
 */
export class PendingAnomalies {
  readonly #seen = new Map<string, Seen>();

  add(name: Name, place: Place | undefined, slot: number, value: number, bound = 0): void {
    const id = `${name} ${place?.member ?? ''} ${String(slot)}`;
    const seen = this.#seen.get(id);
    if (seen === undefined) this.#seen.set(id, { name, place, slot, value, bound, times: 1 });
    else seen.times += 1;
  }

  /** The counters concerned. */
  slots(): Set<number> {
    return new Set([...this.#seen.values()].map(({ slot }) => slot));
  }

  /** Adds those of the counters that have a name here to the anomalies, in the order in which they were first seen. */
  settle(anomalies: CounterAnomalies, names: ReadonlyMap<number, string>): void {
    for (const { name, place, slot, value, bound, times } of this.#seen.values()) {
      const key = names.get(slot);
      if (key === undefined) continue;
      const example = EXAMPLES[name]?.(key, value, bound) ?? key;
      for (let i = 0; i < times; i++) anomalies.add(name, place, key, example);
    }
    this.#seen.clear();
  }
}
