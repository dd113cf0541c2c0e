import { keyOf, type ByteReader } from './byte-reader.ts';
import { DamagedRecord } from './damaged-record.ts';
import { DIGEST_BYTES, digestText } from './digest.ts';
import { VALUE } from './history-layout.ts';
import { TAG } from './value-writer.ts';

/** Reads the value of a record, of which the reader stands at the beginning. @throws DamagedRecord for what is none. */
export function readValue(reader: ByteReader, kind: number): unknown {
  if (kind === VALUE.none) return undefined;
  if (kind === VALUE.payload) return readPayload(reader);
  if (kind === VALUE.integer) return reader.signed();
  reader.varint(); // how long it is
  return readDocument(reader);
}

/** Reads what writeDocument wrote. @throws DamagedRecord for what is none. */
export function readDocument(reader: ByteReader): unknown {
  const tag = reader.byte();
  switch (tag) {
    case TAG.null:
      return null;
    case TAG.false:
      return false;
    case TAG.true:
      return true;
    case TAG.integer:
      return reader.signed();
    case TAG.double:
      return reader.double();
    case TAG.text:
      reader.key();
      return keyOf(reader.prefix, reader.number);
    case TAG.array:
      return Array.from({ length: lengthOf(reader) }, () => readDocument(reader));
    case TAG.object:
      return readObject(reader);
    case TAG.payload:
      return readPayload(reader);
    default:
      throw new DamagedRecord(`there is no value of kind ${String(tag)}`);
  }
}

function readObject(reader: ByteReader): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (let left = lengthOf(reader); left > 0; left--) {
    reader.key();
    const key = keyOf(reader.prefix, reader.number);
    const value = readDocument(reader);
    // As JSON.parse does: an assignment would set the prototype.
    if (key === '__proto__') {
      Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
    } else object[key] = value;
  }
  return object;
}

/** Each item takes a byte at least: more of them than bytes are none. */
function lengthOf(reader: ByteReader): number {
  const length = reader.varint();
  if (length > reader.bytes.length - reader.at)
    throw new DamagedRecord(`a value of ${String(length)} parts is cut off`);
  return length;
}

function readPayload(reader: ByteReader): { sha256: string; size: number } {
  const sha256 = digestText(reader.bytes, reader.at);
  reader.at += DIGEST_BYTES;
  return { sha256, size: reader.varint() };
}
