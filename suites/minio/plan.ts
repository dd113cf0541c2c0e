import { Random } from '../../harness/core/random.ts';
import { pick } from '../../harness/stack/mix.ts';
import { sha256 } from '../../harness/stack/payload.ts';
import { payloadOf, Sizes } from './sizes.ts';

/** The kinds of operations that writers carry out, with their weights. */
export const MIX = {
  'put-object': 10,
  'delete-object': 3,
  'read-object': 8,
  'list-objects': 2,
  add: 1,
} as const;
export type ObjectMix = Readonly<Partial<Record<keyof typeof MIX, number>>>;

/** How an upload ends that is never completed. */
export type Cut = 'left' | 'aborted';

export interface Put {
  f: 'put-object';
  key: string;
  /** Unique among all puts. */
  version: string;
  data: Buffer;
  sha256: string;
  /** The bytes of each part but the last, where it goes in parts. */
  partSize: number | undefined;
  parts: number;
  cut: Cut | undefined;
}

/** An operation of the writers as it is planned: everything that is sent is in it. */
export type Planning =
  | Put
  | { f: 'delete-object'; key: string }
  | { f: 'read-object'; key: string }
  | { f: 'list-objects'; key: string; prefix: string }
  | { f: 'add'; key: string; number: number; text: string };

/** So many names are written again and again. */
export const OVERWRITTEN = 100;
/** So many new names share a prefix. */
export const GROUP = 40;
/** Of the names that were planned last, so many are read and deleted. */
const RECENT = 80;
/** So many settings are made before everything else: those of buckets, which servers tell each other while they are made. */
const SETTINGS_FIRST = 6;
/** One in so many uploads in parts is never completed. */
const CUT = 4;
/** After so many puts most give way to reads: every version is read back from every member. */
export const MANY_PUTS = 1_000;
const OF_MANY = 6;

/**
 * The sequence of operations: it depends on the seed and the mix alone, not on what became of earlier ones. Half of the
 * puts write new names, the others one of a fixed set of names.
 */
export class ObjectPlan {
  readonly #random: Random;
  readonly #mix: ObjectMix;
  readonly #sizes: Sizes;
  #puts = 0;
  #names = 0;
  #listings = 0;
  #adds = 0;

  constructor(seed: number, mix: ObjectMix, sizes?: (random: Random) => Sizes) {
    this.#random = new Random(seed);
    this.#mix = mix;
    this.#sizes = sizes?.(this.#random) ?? new Sizes(this.#random);
  }

  next(): Planning {
    const first = (this.#mix.add ?? 0) > 0 && this.#adds < SETTINGS_FIRST;
    const f = first ? 'add' : pick(this.#mix, this.#random);
    switch (f) {
      case 'put-object':
        if (this.#puts >= MANY_PUTS && !this.#random.oneIn(OF_MANY))
          return { f: 'read-object', key: this.#known() };
        return this.#put();
      case 'delete-object':
        return { f, key: this.#known() };
      case 'read-object':
        return { f, key: this.#known() };
      case 'list-objects':
        return this.#list();
      case 'add': {
        const number = this.#adds++;
        const key = `k${String(number)}`;
        return { f, key, number, text: `${key}-${this.#random.bytes(12).toString('hex')}` };
      }
    }
  }

  /** A read for a member's own reader; what it reads is by its number alone, so that it changes nothing of the sequence. */
  read(number: number): Extract<Planning, { f: 'read-object' | 'list-objects' }> {
    if (number % 8 === 7) {
      return { f: 'list-objects', key: `r${String(number)}`, prefix: this.#prefix(number >> 3) };
    }
    const recent = Math.min(this.#names, RECENT);
    if (number % 2 === 0 || recent === 0) {
      return { f: 'read-object', key: overwritten((number * 37) % OVERWRITTEN) };
    }
    return { f: 'read-object', key: fresh(this.#names - 1 - ((number * 7) % recent)) };
  }

  #put(): Put {
    const { size, partSize } = this.#sizes.next();
    const key = this.#random.oneIn(2)
      ? fresh(this.#names++)
      : overwritten(this.#random.between(0, OVERWRITTEN - 1));
    const data = payloadOf(this.#random, size);
    const parts = partSize === undefined ? 1 : Math.ceil(size / partSize);
    const cut =
      parts > 1 && this.#random.oneIn(CUT) ? (this.#random.oneIn(2) ? 'left' : 'aborted') : undefined;
    const version = `v${String(this.#puts++)}`;
    return { f: 'put-object', key, version, data, sha256: sha256(data), partSize, parts, cut };
  }

  #list(): Planning {
    const number = this.#listings++;
    return { f: 'list-objects', key: `l${String(number)}`, prefix: this.#prefix(number) };
  }

  /** Of the fixed set, or of the new names' latest groups. */
  #prefix(number: number): string {
    const group = Math.floor(Math.max(this.#names - 1, 0) / GROUP) - (number % 3) + 1;
    return number % 3 === 0 || group < 0 ? 'again/' : `new-${String(group)}/`;
  }

  /** A name that was planned to be put before, or may be. */
  #known(): string {
    const recent = Math.min(this.#names, RECENT);
    if (recent === 0 || this.#random.oneIn(2)) return overwritten(this.#random.between(0, OVERWRITTEN - 1));
    return fresh(this.#names - this.#random.between(1, recent));
  }
}

const overwritten = (number: number): string => `again/${String(number)}`;

const fresh = (number: number): string =>
  `new-${String(Math.floor(number / GROUP))}/${String(number % GROUP)}`;
