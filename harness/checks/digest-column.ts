import { DIGEST_BYTES, digestInto } from '../model/digest.ts';
import { PIECE_BITS } from './columns.ts';

const MASK = (1 << PIECE_BITS) - 1;

/** The SHA-256 of each slot's payload, 32 bytes each; what is no SHA-256 is kept as the text that it is. */
export class DigestColumn {
  readonly #pieces: (Uint8Array | undefined)[] = [];
  readonly #others = new Map<number, string>();
  readonly #buffer = new Uint8Array(DIGEST_BYTES);

  set(slot: number, text: string): void {
    if (digestInto(text, this.#buffer, 0)) this.setBytes(slot, this.#buffer, 0);
    else this.#others.set(slot, text);
  }

  setBytes(slot: number, bytes: Uint8Array, at: number): void {
    const piece = (this.#pieces[slot >>> PIECE_BITS] ??= new Uint8Array((MASK + 1) * DIGEST_BYTES));
    const to = (slot & MASK) * DIGEST_BYTES;
    for (let i = 0; i < DIGEST_BYTES; i++) piece[to + i] = bytes[at + i] ?? 0;
    if (this.#others.size > 0) this.#others.delete(slot);
  }

  /** Whether a text is what was set. */
  is(slot: number, text: string): boolean {
    if (digestInto(text, this.#buffer, 0)) return this.isBytes(slot, this.#buffer, 0);
    return this.#others.get(slot) === text;
  }

  isBytes(slot: number, bytes: Uint8Array, at: number): boolean {
    if (this.#others.size > 0 && this.#others.has(slot)) return false;
    const piece = this.#pieces[slot >>> PIECE_BITS];
    if (piece === undefined) return false;
    const from = (slot & MASK) * DIGEST_BYTES;
    for (let i = 0; i < DIGEST_BYTES; i++) if (piece[from + i] !== bytes[at + i]) return false;
    return true;
  }
}
