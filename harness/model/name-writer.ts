import type { ByteWriter } from './byte-writer.ts';
import { numberAt } from './keys.ts';

/** How a name is written: the lower two bits of a varint, whose others are a length or a place in the dictionary. */
export const NAME = { known: 0, numbered: 1, literal: 2, escaped: 3 } as const;

/** Longer names are not kept in the dictionary, nor more of them than this. */
const LONGEST = 64;
const MOST_NAMES = 1 << 16;
/** So many names that occurred once are remembered. */
const MOST_SEEN = 1 << 12;

/**
 * Writes names (functions, members, keys, texts), the frequent ones by their place in a dictionary. A name is
 * defined when it occurs for the second time; what occurs once costs its own length and nothing more.
 */
export class NameWriter {
  readonly #define: (write: (out: ByteWriter) => void) => void;
  readonly #known = new Map<string, number>();
  #seenOnce = new Set<string>();

  /** @param define puts a definition before the record that is being written. */
  constructor(define: (write: (out: ByteWriter) => void) => void) {
    this.#define = define;
  }

  /** A name as a whole. */
  name(out: ByteWriter, text: string): void {
    const known = this.#place(text);
    if (known === undefined) literal(out, text);
    else out.varint(known * 4 + NAME.known);
  }

  /** A key: as prefix and number where it is such a one. */
  key(out: ByteWriter, text: string): void {
    const at = numberAt(text);
    if (at === text.length) {
      this.name(out, text);
      return;
    }
    const known = this.#place(text.slice(0, at));
    if (known === undefined) literal(out, text);
    else {
      out.varint(known * 4 + NAME.numbered);
      out.varint(Number(text.slice(at)));
    }
  }

  /** The place of a name in the dictionary; undefined: it has none. */
  #place(text: string): number | undefined {
    const known = this.#known.get(text);
    if (known !== undefined || text.length > LONGEST || this.#known.size === MOST_NAMES) return known;
    if (!this.#seenOnce.delete(text)) {
      if (this.#seenOnce.size === MOST_SEEN) this.#seenOnce = new Set();
      this.#seenOnce.add(text);
      return undefined;
    }
    const place = this.#known.size;
    this.#known.set(text, place);
    this.#define((out) => {
      literal(out, text);
    });
    return place;
  }
}

/** UTF-8 does not have half of a surrogate pair; JSON's escapes do. */
function literal(out: ByteWriter, text: string): void {
  const wellFormed = text.isWellFormed();
  const written = wellFormed ? text : JSON.stringify(text);
  const length = Buffer.byteLength(written);
  out.varint(length * 4 + (wellFormed ? NAME.literal : NAME.escaped));
  out.text(written, length);
}
