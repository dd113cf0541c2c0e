import { DamagedRecord } from './damaged-record.ts';
import { NAME } from './name-writer.ts';
import { numberAt } from './keys.ts';

const EMPTY = Buffer.alloc(0);

/**
 * Reads what a ByteWriter and a NameWriter wrote, from a place on. Beyond the end there are zeros: whoever reads
 * compares `at` with the end afterwards.
 */
export class ByteReader {
  bytes: Buffer = EMPTY;
  at = 0;
  /** The dictionary so far. */
  readonly names: string[];
  /** Of the key that was read last: what comes before its number, or all of it. */
  prefix = '';
  /** Its number; -1: it has none. */
  number = -1;

  /** @param names another reader's, to read with its dictionary. */
  constructor(names: string[] = []) {
    this.names = names;
  }

  byte(): number {
    return this.bytes[this.at++] ?? 0;
  }

  varint(): number {
    const { bytes } = this;
    let at = this.at;
    let byte = bytes[at++] ?? 0;
    let value = byte & 0x7f;
    for (let shift = 7; byte > 0x7f && shift < 28; shift += 7) {
      byte = bytes[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
    }
    this.at = at;
    return byte > 0x7f ? this.#long(value) : value;
  }

  /** Goes on with a number that does not fit into 28 bits; apart, so that the others stay small integers. */
  #long(low: number): number {
    let value = low;
    let byte = 0x80;
    for (let factor = 2 ** 28; byte > 0x7f && factor <= 2 ** 49; factor *= 0x80) {
      byte = this.bytes[this.at++] ?? 0;
      value += (byte & 0x7f) * factor;
    }
    return value;
  }

  signed(): number {
    const value = this.varint();
    return value <= 0x3fff_ffff ? (value >> 1) ^ -(value & 1) : longSigned(value);
  }

  double(): number {
    this.at += 8;
    return this.at <= this.bytes.length ? this.bytes.readDoubleLE(this.at - 8) : 0;
  }

  /** A name as a whole. */
  name(): string {
    const head = this.varint();
    const kind = head & 3;
    const rest = head >>> 2; // no text is so long that this does not do
    if (kind === NAME.known) return this.#known(rest);
    if (kind === NAME.numbered) return `${this.#known(rest)}${String(this.varint())}`;
    return this.#literal(kind, rest);
  }

  /** A key, into `prefix` and `number`. */
  key(): void {
    const head = this.varint();
    const kind = head & 3;
    const rest = head >>> 2; // no text is so long that this does not do
    if (kind === NAME.numbered) {
      this.prefix = this.#known(rest);
      this.number = this.varint();
    } else if (kind === NAME.known) {
      this.prefix = this.#known(rest);
      this.number = -1;
    } else this.#split(this.#literal(kind, rest));
  }

  #split(key: string): void {
    const at = numberAt(key);
    this.prefix = key.slice(0, at);
    this.number = at === key.length ? -1 : Number(key.slice(at));
  }

  /** @throws DamagedRecord for one that was not defined. */
  #known(place: number): string {
    const name = this.names[place];
    if (name === undefined) throw new DamagedRecord(`name ${String(place)} was never defined`);
    return name;
  }

  #literal(kind: number, length: number): string {
    const from = this.at;
    this.at += length;
    const text = this.bytes.toString('utf8', from, this.at);
    return kind === NAME.escaped ? (JSON.parse(text) as string) : text;
  }
}

/** A key from its prefix and number. */
export function keyOf(prefix: string, number: number): string {
  return number < 0 ? prefix : prefix + String(number);
}

/** Apart, so that the others stay small integers. */
function longSigned(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
