import { MOST, type ByteWriter } from './byte-writer.ts';
import { DIGEST_BYTES, digestInto } from './digest.ts';
import type { NameWriter } from './name-writer.ts';

/** What a value within a document is: its first byte. */
export const TAG = {
  null: 0,
  false: 1,
  true: 2,
  integer: 3,
  double: 4,
  text: 5,
  array: 6,
  object: 7,
  payload: 8,
} as const;

/** Whether a value is a payload's SHA-256 and size, which are written as bytes. */
export function isPayload(value: unknown): value is { sha256: string; size: number } {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return false;
  const [first, , ...more] = Object.keys(value);
  if (first !== 'sha256' || more.length > 0) return false;
  const { sha256, size } = value as { sha256: unknown; size: unknown };
  return typeof sha256 === 'string' && isWhole(size) && size >= 0 && /^[0-9a-f]{64}$/.test(sha256);
}

export function isWhole(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= MOST;
}

export function writePayload(out: ByteWriter, { sha256, size }: { sha256: string; size: number }): void {
  const { bytes, at } = out.space(DIGEST_BYTES);
  digestInto(sha256, bytes, at);
  out.varint(size);
}

/**
 * What JSON makes of a value, as the value that reading that JSON gives; undefined where JSON leaves it out.
 * @throws what JSON.stringify throws (a value that contains itself).
 */
export function asJson(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : JSON.parse(text);
}

/** Writes a value that is as JSON.parse gives it. */
export function writeDocument(out: ByteWriter, names: NameWriter, value: unknown): void {
  if (value === null) out.byte(TAG.null);
  else if (typeof value === 'boolean') out.byte(value ? TAG.true : TAG.false);
  else if (typeof value === 'number') writeNumber(out, value);
  else if (typeof value === 'string') {
    out.byte(TAG.text);
    names.key(out, value);
  } else if (Array.isArray(value)) {
    out.byte(TAG.array);
    out.varint(value.length);
    for (const item of value as unknown[]) writeDocument(out, names, item);
  } else if (isPayload(value)) {
    out.byte(TAG.payload);
    writePayload(out, value);
  } else {
    const entries = Object.entries(value as object);
    out.byte(TAG.object);
    out.varint(entries.length);
    for (const [key, item] of entries) {
      names.key(out, key);
      writeDocument(out, names, item);
    }
  }
}

function writeNumber(out: ByteWriter, value: number): void {
  if (isWhole(value)) {
    out.byte(TAG.integer);
    out.signed(value);
  } else {
    out.byte(TAG.double);
    out.double(value);
  }
}
