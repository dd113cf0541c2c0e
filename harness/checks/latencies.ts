import type { Stretch } from '../model/result.ts';

/** So many values are kept one by one before they are counted. */
const FEW = 4096;
/** Values below this many microseconds are counted, each by itself; longer ones are rare, and kept. */
const COUNTED = 1 << 20;

/**
 * Latencies, of which exact quantiles are wanted: to the microsecond, which is all that a history has. What is
 * common is counted by value, so that millions of them take as much memory as a few thousand.
 */
export class Latencies {
  /** How many there are. */
  size = 0;
  /** In microseconds: all of them while they are few, later the long ones. */
  #kept: number[] = [];
  #counts: Uint32Array | undefined;

  /** How many of them are kept one by one. */
  get kept(): number {
    return this.#kept.length;
  }

  add(milliseconds: number): void {
    const micros = Math.round(milliseconds * 1000) + 0; // no -0
    this.size += 1;
    if (this.#counts !== undefined && micros >= 0 && micros < COUNTED) {
      this.#counts[micros] = (this.#counts[micros] ?? 0) + 1;
      return;
    }
    this.#kept.push(micros);
    if (this.#counts === undefined && this.#kept.length === FEW) this.#startCounting();
  }

  #startCounting(): void {
    const counts = new Uint32Array(COUNTED);
    // What is no index of it is not set.
    for (const micros of this.#kept) counts[micros] = (counts[micros] ?? 0) + 1;
    this.#kept = this.#kept.filter((micros) => micros < 0 || micros >= COUNTED);
    this.#counts = counts;
  }

  /** Quantiles by nearest rank, in milliseconds with three decimals; null: there are no latencies. */
  quantiles(): Stretch['latencyMs'] {
    if (this.size === 0) return null;
    this.#kept.sort((a, b) => a - b);
    const [p50 = 0, p95 = 0, p99 = 0, max = 0] = this.#atRanks(
      [0.5, 0.95, 0.99, 1].map((quantile) => Math.ceil(quantile * this.size)),
    );
    return { p50, p95, p99, max };
  }

  /** The values with these ranks, counted from 1, in ascending order. */
  #atRanks(ranks: readonly number[]): number[] {
    const negative = this.#kept.filter((micros) => micros < 0);
    const long = this.#kept.slice(negative.length);
    const found: number[] = [];
    let seen = 0;
    const take = (micros: number, times: number): void => {
      seen += times;
      while ((ranks[found.length] ?? Infinity) <= seen) found.push(micros / 1000);
    };
    for (const micros of negative) take(micros, 1);
    const counted = this.size - long.length;
    for (let micros = 0; seen < counted; micros++) take(micros, this.#counts?.[micros] ?? 0);
    for (const micros of long) take(micros, 1);
    return found;
  }
}
