/** A SHA-256 has so many bytes. */
export const DIGEST_BYTES = 32;

const HEX = '0123456789abcdef';
/** The value of each hexadecimal digit by its character code; 255 (-1 as a byte) for any other character. */
const VALUES = Uint8Array.from({ length: 128 }, (_, code) => HEX.indexOf(String.fromCharCode(code)));
const PAIRS = Array.from({ length: 256 }, (_, byte) => HEX.charAt(byte >> 4) + HEX.charAt(byte & 15));

/** Writes a SHA-256 in lower-case hexadecimal digits as bytes; false, and anything written, where it is none. */
export function digestInto(text: string, into: Uint8Array, at: number): boolean {
  if (text.length !== 2 * DIGEST_BYTES) return false;
  for (let i = 0; i < DIGEST_BYTES; i++) {
    const high = VALUES[text.charCodeAt(2 * i)] ?? 255;
    const low = VALUES[text.charCodeAt(2 * i + 1)] ?? 255;
    if (high > 15 || low > 15) return false;
    into[at + i] = (high << 4) | low;
  }
  return true;
}

/** The digits of a SHA-256. */
export function digestText(bytes: Uint8Array, at: number): string {
  let text = '';
  for (let i = at; i < at + DIGEST_BYTES; i++) text += PAIRS[bytes[i] ?? 0] ?? '';
  return text;
}
