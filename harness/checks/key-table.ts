import { numberAt } from '../model/keys.ts';

/** Numbers are looked up in pieces of so many. */
const PIECE = 1 << 10;
/** The most pieces that may lie empty or nearly so: beyond them numbers are kept one by one. */
const SPARE_PIECES = 1 << 12;

/** The slots of the keys that have one prefix: by number, where they have one. */
class Family {
  /** Slot + 1 of each number, in pieces; 0: none. */
  readonly pieces: (Int32Array | undefined)[] = [];
  /** Of numbers too far apart for that. */
  readonly others = new Map<number, number>();
}

/**
 * Gives each key a slot: 0, 1, 2 and so on, in the order in which they come. Keys that are a prefix and a number
 * (`k17`) cost 4 bytes each, and no string is ever made of them; keys of any other form lie in a map.
 */
export class KeyTable {
  /** How many keys there are. */
  size = 0;
  readonly #families = new Map<string, Family>();
  readonly #whole = new Map<string, number>();
  #lastPrefix = '';
  #lastFamily: Family | undefined;
  #pieces = 0;

  /** The slot of a key; -1: it has none. */
  find(key: string): number {
    const at = numberAt(key);
    return at === key.length
      ? this.findNumbered(key, -1)
      : this.findNumbered(key.slice(0, at), Number(key.slice(at)));
  }

  /** The same of a key as prefix and number; a number of -1: the prefix is the whole key. */
  findNumbered(prefix: string, number: number): number {
    if (number < 0) return this.#whole.get(prefix) ?? -1;
    const family = this.#family(prefix);
    if (family === undefined) return -1;
    const slot = family.pieces[Math.floor(number / PIECE)]?.[number % PIECE] ?? 0;
    return slot > 0 || family.others.size === 0 ? slot - 1 : (family.others.get(number) ?? -1);
  }

  /** The slot of a key, which is given one where it has none. */
  add(key: string): number {
    const at = numberAt(key);
    return at === key.length
      ? this.addNumbered(key, -1)
      : this.addNumbered(key.slice(0, at), Number(key.slice(at)));
  }

  addNumbered(prefix: string, number: number): number {
    const found = this.findNumbered(prefix, number);
    if (found >= 0) return found;
    const slot = this.size++;
    if (number < 0) {
      this.#whole.set(prefix, slot);
      return slot;
    }
    const family = this.#family(prefix) ?? this.#newFamily(prefix);
    const index = Math.floor(number / PIECE);
    const piece = family.pieces[index] ?? this.#newPiece(family, index);
    if (piece === undefined) family.others.set(number, slot);
    else piece[number % PIECE] = slot + 1;
    return slot;
  }

  /** The keys of some slots. */
  names(slots: Iterable<number>): Map<number, string> {
    const wanted = new Set(slots);
    const names = new Map<number, string>();
    if (wanted.size === 0) return names;
    for (const [key, slot] of this.#whole) if (wanted.has(slot)) names.set(slot, key);
    for (const [prefix, { pieces, others }] of this.#families) {
      for (const [number, slot] of others) if (wanted.has(slot)) names.set(slot, prefix + String(number));
      for (const [index, piece] of pieces.entries()) {
        if (names.size === wanted.size) break;
        if (piece === undefined) continue;
        for (const [slot, i] of slotsIn(piece, wanted)) names.set(slot, prefix + String(index * PIECE + i));
      }
    }
    return names;
  }

  #family(prefix: string): Family | undefined {
    if (prefix === this.#lastPrefix && this.#lastFamily !== undefined) return this.#lastFamily;
    const family = this.#families.get(prefix);
    if (family !== undefined) {
      this.#lastPrefix = prefix;
      this.#lastFamily = family;
    }
    return family;
  }

  #newFamily(prefix: string): Family {
    const family = new Family();
    this.#families.set(prefix, family);
    return family;
  }

  /** Undefined where the keys lie so far apart that pieces would be mostly empty. */
  #newPiece(family: Family, index: number): Int32Array | undefined {
    if (index > 1 << 22 || this.#pieces > SPARE_PIECES + (2 * this.size) / PIECE) return undefined;
    this.#pieces += 1;
    return (family.pieces[index] = new Int32Array(PIECE));
  }
}

/** Which of some slots are in a piece, and where. */
function slotsIn(piece: Int32Array, wanted: ReadonlySet<number>): [slot: number, at: number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < PIECE; i++) {
    const slot = (piece[i] ?? 0) - 1;
    if (wanted.has(slot)) found.push([slot, i]);
  }
  return found;
}
