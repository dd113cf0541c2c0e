/** So many entries lie in one piece of a column. */
export const PIECE_BITS = 14;
const PIECE = 1 << PIECE_BITS;
const MASK = PIECE - 1;

type Numbers = Uint8Array | Uint32Array;

/**
 * A growing column of numbers by slot, in pieces, so that growing copies nothing; 0 where nothing was set.
 * Pieces of slots that are never set are never made.
 */
class Column<T extends Numbers> {
  readonly #make: (length: number) => T;
  readonly #pieces: (T | undefined)[] = [];

  constructor(make: (length: number) => T) {
    this.#make = make;
  }

  get(slot: number): number {
    return this.#pieces[slot >>> PIECE_BITS]?.[slot & MASK] ?? 0;
  }

  set(slot: number, value: number): void {
    const piece = this.#pieces[slot >>> PIECE_BITS] ?? this.#newPiece(slot >>> PIECE_BITS);
    piece[slot & MASK] = value;
  }

  /** The entries from `index << PIECE_BITS` on; undefined: none of them was set. */
  piece(index: number): T | undefined {
    return this.#pieces[index];
  }

  #newPiece(index: number): T {
    // Holes would cost time, and change nothing else.
    // Stryker disable next-line ConditionalExpression,EqualityOperator: for that reason nothing tells them apart.
    while (this.#pieces.length < index) this.#pieces.push(undefined);
    return (this.#pieces[index] = this.#make(PIECE));
  }
}

export type ByteColumn = Column<Uint8Array>;
export const bytes = (): ByteColumn => new Column((length) => new Uint8Array(length));

export type CountColumn = Column<Uint32Array>;
export const counts = (): CountColumn => new Column((length) => new Uint32Array(length));

/** What stands for Infinity among the microseconds of a piece. */
const NEVER = 0xffff_ffff;
/** So many microseconds before the first of a piece its times may be: half an hour. */
const OUT_OF_ORDER = 1_800_000_000;

/**
 * A growing column of times in milliseconds, 0 where nothing was set. Those of one piece are kept in microseconds
 * since the first of them, in 4 bytes, as long as that tells them exactly: times of a history come in about their
 * order, and to the microsecond.
 */
export class TimeColumn {
  readonly #pieces: (Uint32Array | Float64Array | undefined)[] = [];
  /** What the times of each piece are counted from, less one. */
  readonly #bases: number[] = [];

  /** What its pieces take. */
  get byteLength(): number {
    return this.#pieces.reduce((sum, piece) => sum + (piece?.byteLength ?? 0), 0);
  }

  get(slot: number): number {
    const piece = this.#pieces[slot >>> PIECE_BITS];
    const value = piece?.[slot & MASK] ?? 0;
    if (value === 0 || piece instanceof Float64Array) return value;
    return value === NEVER ? Infinity : ((this.#bases[slot >>> PIECE_BITS] ?? 0) + value) / 1000;
  }

  set(slot: number, time: number): void {
    const index = slot >>> PIECE_BITS;
    const piece = this.#pieces[index] ?? this.#newPiece(index);
    if (piece instanceof Float64Array) piece[slot & MASK] = time;
    else if (time === Infinity) piece[slot & MASK] = NEVER;
    else {
      const micros = Math.round(time * 1000);
      const value = micros - this.#baseFor(index, micros);
      if (value > 0 && value < NEVER && micros / 1000 === time) piece[slot & MASK] = value;
      else this.#widen(index)[slot & MASK] = time;
    }
  }

  #baseFor(index: number, micros: number): number {
    const base = this.#bases[index] ?? NaN;
    if (!Number.isNaN(base)) return base;
    return (this.#bases[index] = Math.max(0, micros - OUT_OF_ORDER) - 1);
  }

  #newPiece(index: number): Uint32Array {
    // Holes would cost time, and change nothing else.
    // Stryker disable next-line ConditionalExpression,EqualityOperator: for that reason nothing tells them apart.
    while (this.#pieces.length < index) this.#pieces.push(undefined);
    this.#bases[index] = NaN;
    return (this.#pieces[index] = new Uint32Array(PIECE));
  }

  #widen(index: number): Float64Array {
    const wide = Float64Array.from({ length: PIECE }, (_, i) => this.get((index << PIECE_BITS) | i));
    this.#pieces[index] = wide;
    return wide;
  }
}

export const times = (): TimeColumn => new TimeColumn();
