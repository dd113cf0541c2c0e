import { ByteReader, keyOf } from '../model/byte-reader.ts';
import type { HistoryRecord } from '../model/history-record.ts';
import { VALUE } from '../model/history-layout.ts';
import { readValue } from '../model/value-reader.ts';
import type { Call } from './calls.ts';
import type { KeyTable } from './key-table.ts';

const NOTHING = Buffer.alloc(0);

/** The slot of a call's key in a table, which is given one where it has none. */
export function slotOf(call: Call, keys: KeyTable): number {
  return call instanceof LiveCall ? keys.addNumbered(call.prefix, call.number) : keys.add(call.key);
}

/**
 * The call that a process has under way, or had last: one object for all calls of a process. Its key and its values
 * stay bytes until somebody asks for them.
 */
export class LiveCall implements Call {
  nth = 0;
  readonly process: number;
  f = '';
  /** The key up to its number, and the number; -1: it has none, and the prefix is the whole key. */
  prefix = '';
  number = -1;
  member: string | undefined;
  invokedAt = 0;
  /** When it was completed, where it was. */
  endedAt = 0;
  outcome: Call['outcome'] = 'open';
  waived = false;
  error: string | undefined;
  /** Whether it is under way. */
  isOpen = false;
  /** What was sent (VALUE), and its bytes. */
  sentKind: number = VALUE.none;
  sentBytes: Buffer = NOTHING;
  #sentJson: unknown;
  /** What came back, and where it lies. */
  gotKind: number = VALUE.none;
  gotBytes: Buffer = NOTHING;
  gotFrom = 0;
  #gotJson: unknown;
  readonly #reader: ByteReader;

  /** @param names the dictionary of the history. */
  constructor(process: number, names: string[]) {
    this.process = process;
    this.#reader = new ByteReader(names);
  }

  begin(nth: number, record: HistoryRecord): void {
    this.nth = nth;
    this.f = record.f;
    this.prefix = record.prefix;
    this.number = record.number;
    this.member = record.member;
    this.invokedAt = record.time;
    this.outcome = 'open';
    this.waived = false;
    this.error = undefined;
    this.isOpen = true;
    this.gotKind = VALUE.none;
    this.#keepSent(record);
  }

  /** Copies what was sent: by the time of its completion the bytes have long been others. */
  #keepSent(record: HistoryRecord): void {
    const { valueKind, valueFrom, valueTo, reader } = record;
    this.sentKind = valueKind;
    if (valueKind === VALUE.json) this.#sentJson = record.value;
    if (valueKind === VALUE.none || valueKind === VALUE.json) return;
    const length = valueTo - valueFrom;
    if (this.sentBytes.length < length) this.sentBytes = Buffer.allocUnsafeSlow(Math.max(64, 2 * length));
    const { bytes } = reader;
    const { sentBytes } = this;
    for (let i = 0; i < length; i++) sentBytes[i] = bytes[valueFrom + i] ?? 0;
  }

  complete(record: HistoryRecord, outcome: Call['outcome'], waived: boolean): void {
    this.endedAt = record.time;
    this.outcome = outcome;
    this.waived = waived;
    this.error = record.error;
    this.isOpen = false;
    if (outcome !== 'ok' && !waived) return;
    this.gotKind = record.valueKind;
    this.gotBytes = record.reader.bytes;
    this.gotFrom = record.valueFrom;
    if (record.valueKind === VALUE.json) this.#gotJson = record.value;
  }

  get completedAt(): number | undefined {
    return this.outcome === 'open' ? undefined : this.endedAt;
  }

  get key(): string {
    return keyOf(this.prefix, this.number);
  }

  get sent(): unknown {
    return this.sentKind === VALUE.json ? this.#sentJson : this.#value(this.sentKind, this.sentBytes, 0);
  }

  get got(): unknown {
    return this.gotKind === VALUE.json
      ? this.#gotJson
      : this.#value(this.gotKind, this.gotBytes, this.gotFrom);
  }

  #value(kind: number, bytes: Buffer, from: number): unknown {
    this.#reader.bytes = bytes;
    this.#reader.at = from;
    return readValue(this.#reader, kind);
  }

  /** A reader of what came back, where it is a document; undefined: it is something else. */
  documentGot(): ByteReader | undefined {
    if (this.gotKind !== VALUE.document) return undefined;
    this.#reader.bytes = this.gotBytes;
    this.#reader.at = this.gotFrom;
    this.#reader.varint(); // how long it is
    return this.#reader;
  }

  /** The same, to be kept. */
  toCall(): Call {
    const { nth, process, f, key, member, sent, got, invokedAt, completedAt, outcome, waived, error } = this;
    return { nth, process, f, key, member, sent, got, invokedAt, completedAt, outcome, waived, error };
  }
}
