/** Whole numbers up to this, and down to its negative, fit into a varint whatever their sign. */
export const MOST = 2 ** 50;

/** Bytes that are appended to, in a buffer that grows. */
export class ByteWriter {
  length = 0;
  #bytes: Buffer;

  constructor(capacity = 1 << 12) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  /** What was written, until something else is. */
  view(): Buffer {
    return this.#bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.length++] = value;
  }

  /** A whole number from 0 on, seven bits a byte, the lowest first; the eighth bit says that there are more. */
  varint(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.length++] = (rest % 0x80) | 0x80;
      // Stryker disable next-line ConditionalExpression,EqualityOperator: a division does for all, and takes longer.
      rest = rest > 0x7fff_ffff ? Math.floor(rest / 0x80) : rest >>> 7;
    }
    this.#bytes[this.length++] = rest;
  }

  /** A whole number of either sign: 0, -1, 1, -2 are written as 0, 1, 2, 3. */
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  double(value: number): void {
    this.#reserve(8);
    this.length = this.#bytes.writeDoubleLE(value, this.length);
  }

  /** Text as UTF-8, without its length. */
  text(text: string, byteLength: number): void {
    this.#reserve(byteLength);
    // Stryker disable next-line ConditionalExpression,EqualityOperator: both write the same, short texts faster.
    if (byteLength === text.length && byteLength < 32) {
      for (let i = 0; i < byteLength; i++) this.#bytes[this.length + i] = text.charCodeAt(i);
    } else this.#bytes.write(text, this.length, byteLength);
    this.length += byteLength;
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Lets some bytes be filled in by the caller. @returns the buffer they are in, and where they begin. */
  space(length: number): { bytes: Buffer; at: number } {
    this.#reserve(length);
    const at = this.length;
    this.length += length;
    return { bytes: this.#bytes, at };
  }

  #reserve(length: number): void {
    const wanted = this.length + length;
    if (wanted <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(wanted, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.length);
    this.#bytes = larger;
  }
}
