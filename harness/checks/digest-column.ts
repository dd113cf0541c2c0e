import { DIGEST_BYTES, digestInto } from '../model/digest.ts';
import { PIECE_BITS } from './columns.ts';

const MASK = (1 << PIECE_BITS) - 1;
const WORDS = DIGEST_BYTES / 4;

/** The SHA-256 of each slot's payload, 32 bytes each; what is no SHA-256 is kept as the text that it is. */
export class DigestColumn {
  /** Four bytes a word. */
  readonly #pieces: (Int32Array | undefined)[] = [];
  readonly #others = new Map<number, string>();
  readonly #buffer = new Uint8Array(DIGEST_BYTES);

  set(slot: number, text: string): void {
    if (digestInto(text, this.#buffer, 0)) this.setBytes(slot, this.#buffer, 0);
    else this.#others.set(slot, text);
  }

  setBytes(slot: number, bytes: Uint8Array, at: number): void {
    const piece = (this.#pieces[slot >>> PIECE_BITS] ??= new Int32Array((MASK + 1) * WORDS));
    const to = (slot & MASK) * WORDS;
    for (let i = 0; i < WORDS; i++) piece[to + i] = wordAt(bytes, at + 4 * i);
    if (this.#others.size > 0) this.#others.delete(slot);
  }

  /** Whether a text is what was set. */
  is(slot: number, text: string): boolean {
    if (digestInto(text, this.#buffer, 0)) return this.isBytes(slot, this.#buffer, 0);
    return this.#others.get(slot) === text;
  }

  isBytes(slot: number, bytes: Uint8Array, at: number): boolean {
    if (this.#others.has(slot)) return false;
    const piece = this.#pieces[slot >>> PIECE_BITS];
    if (piece === undefined) return false;
    const from = (slot & MASK) * WORDS;
    for (let i = 0; i < WORDS; i++) if (piece[from + i] !== wordAt(bytes, at + 4 * i)) return false;
    return true;
  }
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}
