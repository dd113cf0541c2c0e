import type { Outcome } from '../model/operation.ts';
import type { Element, ReadBackFooter, ReadBackHeader } from '../model/read-back.ts';

/** An operation that is about to be sent; `send` carries what the history does not keep. */
export interface Planned {
  f: string;
  key: string;
  value: { sha256: string; size: number };
  /** Sends it once, with a deadline, and says what the answer means. Never throws. */
  send(): Promise<Outcome>;
}

/** Where a member's read-back goes: first how the barrier was met, then each element. */
export interface ReadBackSink {
  begin(barrier: ReadBackHeader['barrier'], role: ReadBackHeader['role']): Promise<void>;
  element(element: Element): Promise<void>;
}

/** How a stack is used: its native client, driven by the harness. */
export interface Workload {
  /** Makes what the operations need (a table, a queue); once, before the load. */
  setUp(): Promise<void>;
  /** The next operation; the sequence depends on the seed alone. */
  next(): Planned;
  /** Ends the load's connections and waits until the servers no longer serve them; gives the position to be reached. */
  settle(): Promise<string>;
  /** Reads everything that one member holds, by itself, after it reached the position; absent: the leader could not name one. */
  readBack(pod: string, position: string | undefined, sink: ReadBackSink): Promise<ReadBackFooter>;
  /** Versions of server and client, for the record. */
  versions(): Promise<Record<string, string>>;
  /** Ends every connection; after it nothing is sent. */
  close(): Promise<void>;
}
