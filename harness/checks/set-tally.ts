import { bytes } from './columns.ts';

export const SET_ANOMALIES = [
  'lost',
  'lost-in-window',
  'resurrected',
  'recovered',
  'unexpected',
  'duplicated',
  'corrupted',
] as const;
export type SetAnomaly = (typeof SET_ANOMALIES)[number];

const BITS = Object.fromEntries(SET_ANOMALIES.map((kind, i) => [kind, 1 << i])) as Record<SetAnomaly, number>;
const EXAMPLES = 10;

/** Counts the distinct keys of each anomaly over all members: what two members lost is one lost write. */
export class SetTally {
  readonly #totals = Object.fromEntries(SET_ANOMALIES.map((kind) => [kind, 0])) as Record<SetAnomaly, number>;
  readonly #bySlot = bytes();
  /** Of keys that nobody wrote. */
  readonly #strangers = new Map<string, number>();

  add(kind: SetAnomaly, slot: number, key = ''): void {
    const had = slot < 0 ? (this.#strangers.get(key) ?? 0) : this.#bySlot.get(slot);
    const has = had | BITS[kind];
    if (has === had) return;
    if (slot < 0) this.#strangers.set(key, has);
    else this.#bySlot.set(slot, has);
    this.#totals[kind] += 1;
  }

  total(kind: SetAnomaly): number {
    return this.#totals[kind];
  }
}

/** How many keys of one member an anomaly concerns, and the first of them. */
export class Kept {
  count = 0;
  readonly examples: string[] = [];

  add(key: () => string): void {
    this.count += 1;
    if (this.examples.length < EXAMPLES) this.examples.push(key());
  }
}

/** The same of slots, of which the ones that come first by another number are kept. */
export class Earliest {
  count = 0;
  /** In ascending order. */
  readonly #first: { slot: number; nth: number }[] = [];

  add(slot: number, nth: number): void {
    this.count += 1;
    const first = this.#first;
    const at = first.findIndex((one) => one.nth > nth);
    first.splice(at < 0 ? first.length : at, 0, { slot, nth });
    if (first.length > EXAMPLES) first.pop();
  }

  slots(): number[] {
    return this.#first.map(({ slot }) => slot);
  }
}
