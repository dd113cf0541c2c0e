import type { LinearOrder } from './linear-order.ts';

// A configuration is a run of 32-bit words: where the next one of its bucket is, its hash, frontier and state, its bits.
const HASH = 1;
const FRONTIER = 2;
const STATE = 3;
const BITS = 4;
/** Words that a configuration may take on average before memory is held to be used up. */
const AVERAGE = 16;
const BUCKETS = 1 << 10;

/**
 * The configurations that were met before: which operations were placed, and the state that they left. One
 * that comes up again, by another order of the same operations, need not be searched again (Lowe, "Testing
 * for linearizability", 2016). Nor need one that placed more operations of unknown outcome for the same: what
 * can follow it can follow the other. They are compared in full, not by their hashes alone. Everything that
 * returned before the frontier is placed, so that only the bits from there on are kept.
 */
export class LinearCache {
  #heads = new Int32Array(BUCKETS);
  #words = new Int32Array(1 << 12);
  #end = 1; // in a bucket 0 means nothing
  #count = 0;
  #limit = 0;
  /** How many comparisons found a difference that the hash did not show. */
  compared = 0;
  #placed: Int32Array = this.#heads;
  #reach: Int32Array = this.#heads;
  #unknownFrom = 0;
  #unknownTo = 0;

  /** Forgets everything. `placed` holds the bits of the nodes that are placed, in every configuration that follows. */
  begin(order: LinearOrder, placed: Int32Array, limit: number): void {
    this.#heads = new Int32Array(BUCKETS); // what a hard history needed is not swept for every easy one after it
    this.#end = 1;
    this.#count = 0;
    this.compared = 0;
    this.#limit = limit;
    this.#placed = placed;
    this.#reach = order.reach;
    this.#unknownFrom = order.unknownFrom >> 5;
    this.#unknownTo = (order.pureHead + 31) >> 5;
  }

  get count(): number {
    return this.#count;
  }

  /** As many as were allowed, or the memory of as many of average size. */
  get full(): boolean {
    return this.#count >= this.#limit || this.#end >= this.#limit * AVERAGE;
  }

  /**
   * Takes down what is placed now; false where nothing new can follow from it.
   * @param hash of the completed operations that are placed, and of nothing else.
   */
  add(hash: number, frontier: number, state: number): boolean {
    const mixed = mix(hash ^ Math.imul(state, 0x85eb_ca6b));
    const words = this.#words;
    const placed = this.#placed;
    const from = frontier >> 5;
    const to = (this.#reach[frontier] ?? 0) >> 5;
    let bucket = mixed & (this.#heads.length - 1);
    for (let at = this.#heads[bucket] ?? 0; at !== 0; at = words[at] ?? 0) {
      if (words[at + HASH] !== mixed || words[at + STATE] !== state || words[at + FRONTIER] !== frontier) {
        continue;
      }
      let held = at + BITS;
      let same = true;
      for (let i = from; same && i <= to; i++) same = words[held++] === placed[i];
      for (let i = this.#unknownFrom; same && i < this.#unknownTo; i++) {
        same = ((words[held++] ?? 0) & ~(placed[i] ?? 0)) === 0;
      }
      if (same) return false;
      this.compared += 1;
    }
    // Stryker disable next-line all: more buckets make it quicker, and change nothing that it says
    if (this.#count >= this.#heads.length) {
      // Stryker disable next-line all: as above
      this.#spread();
      bucket = mixed & (this.#heads.length - 1);
    }
    this.#keep(bucket, mixed, frontier, state);
    return true;
  }

  #keep(bucket: number, mixed: number, frontier: number, state: number): void {
    const from = frontier >> 5;
    const to = (this.#reach[frontier] ?? 0) >> 5;
    const size = BITS + (to - from + 1) + (this.#unknownTo - this.#unknownFrom);
    if (this.#end + size > this.#words.length) this.#grow(this.#end + size);
    const words = this.#words;
    const placed = this.#placed;
    const at = this.#end;
    words[at] = this.#heads[bucket] ?? 0;
    words[at + HASH] = mixed;
    words[at + FRONTIER] = frontier;
    words[at + STATE] = state;
    let next = at + BITS;
    for (let i = from; i <= to; i++) words[next++] = placed[i] ?? 0;
    for (let i = this.#unknownFrom; i < this.#unknownTo; i++) words[next++] = placed[i] ?? 0;
    this.#heads[bucket] = at;
    this.#end = next;
    this.#count += 1;
  }

  #grow(needed: number): void {
    const words = new Int32Array(2 * needed);
    words.set(this.#words);
    this.#words = words;
  }

  /** Four times as many buckets. */
  // Stryker disable next-line BlockStatement: they make it quicker, and change nothing that it says
  #spread(): void {
    const heads = new Int32Array(this.#heads.length * 4);
    const words = this.#words;
    for (const head of this.#heads) {
      for (let at = head; at !== 0;) {
        const next = words[at] ?? 0;
        const bucket = (words[at + HASH] ?? 0) & (heads.length - 1);
        words[at] = heads[bucket] ?? 0;
        heads[bucket] = at;
        at = next;
      }
    }
    this.#heads = heads;
  }
}

/** Spreads what differs in any bit over all bits: the last step of MurmurHash3 by Austin Appleby, which he gave to the public. */
export function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85eb_ca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2_ae35);
  return mixed ^ (mixed >>> 16);
}
