import { crc32 as nativeCrc32 } from 'node:zlib';

/** Below so many bytes a call into native code takes longer than the sum itself. */
const SHORT = 192;
const POLYNOMIAL = 0xedb88320;

const byteTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = (sum & 1) === 1 ? POLYNOMIAL ^ (sum >>> 1) : sum >>> 1;
  return sum;
});
const after = (table: Int32Array): Int32Array => table.map((sum) => at(byteTable, sum) ^ (sum >>> 8));
const secondTable = after(byteTable);
const thirdTable = after(secondTable);
const fourthTable = after(thirdTable);

/** CRC-32 of a part of some bytes, as in zlib, PNG and gzip. */
export function crc32(bytes: Uint8Array, from: number, to: number): number {
  if (to - from >= SHORT) return nativeCrc32(bytes.subarray(from, to));
  let sum = -1;
  let i = from;
  // Four bytes at a time ("slicing by four").
  for (; i + 4 <= to; i += 4) {
    sum ^= byteAt(bytes, i) | (byteAt(bytes, i + 1) << 8);
    sum ^= (byteAt(bytes, i + 2) << 16) | (byteAt(bytes, i + 3) << 24);
    sum =
      at(fourthTable, sum) ^
      at(thirdTable, sum >>> 8) ^
      at(secondTable, sum >>> 16) ^
      at(byteTable, sum >>> 24);
  }
  for (; i < to; i++) sum = at(byteTable, sum ^ byteAt(bytes, i)) ^ (sum >>> 8);
  return ~sum >>> 0;
}

function at(table: Int32Array, sum: number): number {
  return table[sum & 255] ?? 0;
}

function byteAt(bytes: Uint8Array, i: number): number {
  return bytes[i] ?? 0;
}
