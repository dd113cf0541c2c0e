import type { ByteReader } from './byte-reader.ts';
import type { Operation } from './operation.ts';

/** A record of a history as it goes by: valid until the next one is read. */
export interface HistoryRecord {
  readonly process: number;
  readonly type: Operation['type'];
  readonly time: number;
  readonly f: string;
  /** The key up to its number, and the number; -1: it has none, and the prefix is the whole key. */
  readonly prefix: string;
  readonly number: number;
  readonly key: string;
  readonly member: string | undefined;
  readonly error: string | undefined;
  /** What its value is (VALUE), and where it lies in `reader.bytes`. */
  readonly valueKind: number;
  readonly valueFrom: number;
  readonly valueTo: number;
  readonly value: unknown;
  /** Where names in its value are looked up. */
  readonly reader: ByteReader;
  operation(): Operation;
}
