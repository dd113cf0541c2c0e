import { ByteWriter, MOST } from './byte-writer.ts';
import { HAS_ERROR, HAS_MEMBER, MATCHES, RECORD, VALUE, VALUE_SHIFT } from './history-layout.ts';
import { NameWriter } from './name-writer.ts';
import type { Operation } from './operation.ts';
import { asJson, isPayload, isWhole, writeDocument, writePayload } from './value-writer.ts';

type Invocation = Pick<Operation, 'f' | 'key' | 'member'>;

/** A time of a record, as it is read again: rounded to the microsecond. */
export function roundedTime(time: number): number {
  const micros = Math.round(time * 1000);
  return Math.abs(micros) <= MOST ? micros / 1000 + 0 : time;
}

/** Writes operations as the records of a history. */
export class HistoryEncoder {
  readonly #out: ByteWriter;
  readonly #record = new ByteWriter();
  readonly #document = new ByteWriter();
  readonly #names: NameWriter;
  readonly #open = new Map<number, Invocation>();
  /** Of the record before, in microseconds. */
  #time = 0;

  /** @param out where the records go. */
  constructor(out: ByteWriter) {
    this.#out = out;
    this.#names = new NameWriter((write) => {
      out.byte(RECORD.define);
      write(out);
    });
  }

  /** @throws what JSON.stringify throws, for a value that JSON cannot express; nothing is written then. */
  operation(operation: Operation): void {
    const record = this.#record;
    record.clear();
    const { process, type, time } = operation;
    const micros = Math.round(time * 1000);
    if (isWhole(process) && isWhole(micros)) this.#plain(record, operation, micros);
    else {
      const { f, key, member, error, value } = operation;
      const whole = { process, type, f, key, value, member, time: roundedTime(time), error };
      const text = Buffer.from(JSON.stringify(whole));
      record.byte(RECORD.json);
      record.varint(text.length);
      record.append(text);
    }
    this.#out.append(record.view());
    if (isWhole(micros)) this.#time = micros;
    if (type === 'invoke') this.#open.set(process, operation);
    else this.#open.delete(process);
  }

  #plain(record: ByteWriter, operation: Operation, micros: number): void {
    const { process, type, f, key, member, error } = operation;
    const value = valueOf(operation.value);
    const matches = type !== 'invoke' && isSame(this.#open.get(process), operation);
    let head: number = RECORD[type] | (value.kind << VALUE_SHIFT);
    if (matches) head |= MATCHES;
    if (error !== undefined) head |= HAS_ERROR;
    if (!matches && member !== undefined) head |= HAS_MEMBER;
    record.byte(head);
    record.signed(process);
    record.signed(micros - this.#time);
    if (!matches) {
      this.#names.name(record, f);
      this.#names.key(record, key);
      if (member !== undefined) this.#names.name(record, member);
    }
    if (error !== undefined) this.#names.name(record, error);
    if (value.kind === VALUE.payload) writePayload(record, value.payload);
    else if (value.kind === VALUE.integer) record.signed(value.integer);
    else if (value.kind === VALUE.document) {
      this.#document.clear();
      writeDocument(this.#document, this.#names, value.json);
      record.varint(this.#document.length);
      record.append(this.#document.view());
    }
  }
}

type Value =
  | { kind: typeof VALUE.none }
  | { kind: typeof VALUE.payload; payload: { sha256: string; size: number } }
  | { kind: typeof VALUE.integer; integer: number }
  | { kind: typeof VALUE.document; json: unknown };

function valueOf(value: unknown): Value {
  if (value === undefined) return { kind: VALUE.none };
  if (isWhole(value)) return { kind: VALUE.integer, integer: value };
  if (isPayload(value)) return { kind: VALUE.payload, payload: value };
  const json = asJson(value);
  if (json === undefined) return { kind: VALUE.none };
  return isWhole(json) ? { kind: VALUE.integer, integer: json } : { kind: VALUE.document, json };
}

function isSame(open: Invocation | undefined, { f, key, member }: Invocation): boolean {
  return open?.f === f && open.key === key && open.member === member;
}
