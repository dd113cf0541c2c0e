/** A piece has the bits of 1024 numbers: 32 words. */
const PIECE_BITS = 10;
const WORD_BITS = 5;
const WORDS = 32;

/** Whole numbers that were seen: those of 32 bits without a sign as bits, in pieces that are only there where there are some. */
export class ValueSet {
  readonly #pieces = new Map<number, Uint32Array>();
  readonly #others = new Set<number>();

  /** Adds a number. @returns whether it was there before. */
  add(value: number): boolean {
    if (value >>> 0 !== value) {
      const had = this.#others.has(value);
      this.#others.add(value);
      return had;
    }
    const index = value >>> PIECE_BITS;
    let piece = this.#pieces.get(index);
    if (piece === undefined) {
      piece = new Uint32Array(WORDS);
      this.#pieces.set(index, piece);
    }
    const word = (value >>> WORD_BITS) & (WORDS - 1);
    const bit = 1 << (value & 31);
    const had = ((piece[word] ?? 0) & bit) !== 0;
    piece[word] = (piece[word] ?? 0) | bit;
    return had;
  }
}
