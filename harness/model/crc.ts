import { crc32 as nativeCrc32 } from 'node:zlib';

/** Below so many bytes a call into native code takes longer than the sum itself. */
const SHORT = 256;
const POLYNOMIAL = 0xedb88320;

const table1 = Int32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = (sum & 1) === 1 ? POLYNOMIAL ^ (sum >>> 1) : sum >>> 1;
  return sum;
});
const after = (table: Int32Array): Int32Array => table.map((sum) => at(table1, sum) ^ (sum >>> 8));
const table2 = after(table1);
const table3 = after(table2);
const table4 = after(table3);
const table5 = after(table4);
const table6 = after(table5);
const table7 = after(table6);
const table8 = after(table7);

/**
 * CRC-32 of a part of some bytes, as in zlib, PNG and gzip; as a signed number of 32 bits, which takes no memory of its
 * own.
 */
export function crc32(bytes: Uint8Array, from: number, to: number): number {
  // Stryker disable next-line all: both ways give the same sum, each the faster one for its lengths.
  if (to - from >= SHORT) return nativeCrc32(bytes.subarray(from, to)) | 0;
  let sum = -1;
  let i = from;
  // Eight bytes at a time ("slicing by eight").
  // Stryker disable next-line ConditionalExpression,EqualityOperator: what is left is summed byte by byte.
  for (; i + 8 <= to; i += 8) {
    const low = sum ^ wordAt(bytes, i);
    const high = wordAt(bytes, i + 4);
    sum = at(table8, low) ^ at(table7, low >>> 8) ^ at(table6, low >>> 16) ^ at(table5, low >>> 24);
    sum ^= at(table4, high) ^ at(table3, high >>> 8) ^ at(table2, high >>> 16) ^ at(table1, high >>> 24);
  }
  for (; i < to; i++) sum = at(table1, sum ^ (bytes[i] ?? 0)) ^ (sum >>> 8);
  return ~sum;
}

function at(table: Int32Array, sum: number): number {
  return table[sum & 255] ?? 0;
}

function wordAt(bytes: Uint8Array, i: number): number {
  return (
    (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8) | ((bytes[i + 2] ?? 0) << 16) | ((bytes[i + 3] ?? 0) << 24)
  );
}
