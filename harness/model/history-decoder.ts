import { sentenceOf } from '../core/errors.ts';
import { ByProcess } from './by-process.ts';
import { ByteReader, keyOf } from './byte-reader.ts';
import { DamagedRecord, requireShape } from './damaged-record.ts';
import { DIGEST_BYTES } from './digest.ts';
import { HAS_ERROR, HAS_MEMBER, MATCHES, RECORD, TYPES, VALUE, VALUE_SHIFT } from './history-layout.ts';
import type { HistoryRecord } from './history-record.ts';
import { numberAt } from './keys.ts';
import { operationSchema, type Operation } from './operation.ts';
import { readValue } from './value-reader.ts';
import { isWhole } from './value-writer.ts';

/** What is known of a process's last invocation. */
class Invocation {
  open!: boolean;
  f!: string;
  prefix!: string;
  number!: number;
  member: string | undefined;
}

/** Reads the records that a HistoryEncoder wrote, frame by frame; it is the record at hand itself. */
export class HistoryDecoder implements HistoryRecord {
  process = 0;
  type!: Operation['type'];
  time = 0;
  f!: string;
  prefix!: string;
  number = 0;
  member: string | undefined;
  error: string | undefined;
  valueKind: number = VALUE.none;
  valueFrom = 0;
  valueTo = 0;
  readonly reader = new ByteReader();
  readonly #values = new ByteReader(this.reader.names);
  readonly #invocations = new ByProcess<Invocation>();
  #micros = 0;
  /** The value of a record that is JSON. */
  #json: unknown;

  /**
   * Shows every record in a part of some bytes.
   * @throws DamagedRecord that says what is wrong with it.
   */
  decode(bytes: Buffer, from: number, to: number, show: (record: HistoryRecord) => void): void {
    const { reader } = this;
    reader.bytes = bytes;
    reader.at = from;
    while (reader.at < to) {
      const head = reader.byte();
      const kind = head & 7;
      if (kind < RECORD.define) this.#read(head);
      else if (kind === RECORD.define) reader.names.push(reader.name());
      else if (kind === RECORD.json) this.#readJson();
      else throw new DamagedRecord(`there is no record of kind ${String(kind)}`);
      if (reader.at > to) throw new DamagedRecord('a record goes on beyond its end');
      if (kind !== RECORD.define) show(this);
    }
  }

  #read(head: number): void {
    const { reader } = this;
    this.process = reader.signed();
    this.#micros += reader.signed();
    this.time = this.#micros / 1000;
    this.type = TYPES[(head & 3) as 0 | 1 | 2 | 3];
    const invocation = this.#invocations.get(this.process);
    if ((head & MATCHES) !== 0) this.#match(invocation);
    else {
      this.f = reader.name();
      reader.key();
      this.prefix = reader.prefix;
      this.number = reader.number;
      this.member = (head & HAS_MEMBER) === 0 ? undefined : reader.name();
    }
    this.error = (head & HAS_ERROR) === 0 ? undefined : reader.name();
    this.#follow(invocation);
    this.valueKind = head >>> VALUE_SHIFT;
    this.valueFrom = reader.at;
    this.#skipValue(reader);
    this.valueTo = reader.at;
  }

  #match(invocation: Invocation | undefined): void {
    if (invocation?.open !== true) throw new DamagedRecord('a completion has no invocation');
    this.f = invocation.f;
    this.prefix = invocation.prefix;
    this.number = invocation.number;
    this.member = invocation.member;
  }

  /** Keeps what later records leave out, as the encoder does. */
  #follow(known: Invocation | undefined): void {
    if (this.type === 'invoke') {
      const invocation = known ?? new Invocation();
      if (known === undefined) this.#invocations.set(this.process, invocation);
      invocation.open = true;
      invocation.f = this.f;
      invocation.prefix = this.prefix;
      invocation.number = this.number;
      invocation.member = this.member;
    } else if (this.type === 'info') this.#invocations.delete(this.process);
    else if (known !== undefined) known.open = false;
  }

  #skipValue(reader: ByteReader): void {
    if (this.valueKind === VALUE.payload) {
      reader.at += DIGEST_BYTES;
      reader.varint();
    } else if (this.valueKind === VALUE.integer) reader.varint();
    else if (this.valueKind === VALUE.document) {
      const length = reader.varint();
      reader.at += length;
    }
  }

  #readJson(): void {
    const { reader } = this;
    const length = reader.varint();
    const text = reader.bytes.toString('utf8', reader.at, reader.at + length);
    reader.at += length;
    const { process, type, f, key, member, error, time, value } = operationIn(text);
    const number = numberAt(key);
    this.process = process;
    this.type = type;
    this.time = time;
    this.f = f;
    this.prefix = key.slice(0, number);
    this.number = number === key.length ? -1 : Number(key.slice(number));
    this.member = member;
    this.error = error;
    this.valueKind = value === undefined ? VALUE.none : VALUE.json;
    this.#json = value;
    if (isWhole(Math.round(time * 1000))) this.#micros = Math.round(time * 1000);
    this.#follow(this.#invocations.get(process));
  }

  get key(): string {
    return keyOf(this.prefix, this.number);
  }

  get value(): unknown {
    if (this.valueKind === VALUE.json) return this.#json;
    this.#values.bytes = this.reader.bytes;
    this.#values.at = this.valueFrom;
    const value = readValue(this.#values, this.valueKind);
    if (this.#values.at > this.valueTo) throw new DamagedRecord('a value goes on beyond its end');
    return value;
  }

  operation(): Operation {
    const { process, type, f, key, value, member, time, error } = this;
    return {
      ...{ process, type, f, key },
      ...(value === undefined ? {} : { value }),
      ...(member === undefined ? {} : { member }),
      time,
      ...(error === undefined ? {} : { error }),
    };
  }
}

function operationIn(text: string): Operation {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DamagedRecord(`a record is no JSON (${sentenceOf(error)})`, { cause: error });
  }
  return requireShape(operationSchema, value);
}
