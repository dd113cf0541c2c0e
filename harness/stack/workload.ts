import type { Outcome } from '../model/operation.ts';
import type { Element, ReadBackFooter, ReadBackHeader } from '../model/read-back.ts';
import type { FunctionName } from '../model/functions.ts';
import type { QueuePromise } from '../model/queue-functions.ts';
import type { Mix } from './mix.ts';

/** An operation that is about to be sent; `send` carries what the history does not keep. */
export interface Planned {
  f: FunctionName;
  key: string;
  value?: unknown;
  /** Who is asked, where that is not the leader's business alone. */
  member?: string;
  /** Sends it once, with a deadline, and says what the answer means. Never throws. */
  send(): Promise<Outcome>;
}

/**
 * What a workload puts into the stack by itself, and what judges have to know of it; the harness writes it into the
 * history before the load. Of accounts it is the balance that each begins with, of queues what each promises.
 */
export type Declaration =
  | { f: 'accounts'; key: 'accounts'; value: Record<string, number> }
  | { f: 'queues'; key: 'queues'; value: Record<string, QueuePromise> };

export interface WorkloadOptions {
  seed: number;
  /** Concurrent writers: the most connections that writing may take. */
  writers: number;
  /** Kinds that the stack's own mix names, and none other. */
  mix: Mix;
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
  /** What `setUp` put there and judges have to know of. */
  declared(): Declaration[];
  /** The next write; the sequence depends on the seed and the mix alone. */
  next(): Planned;
  /** The next read of the member with this ordinal; one that is not answered ends as `fail`, since it says nothing. */
  nextRead(ordinal: number): Planned;
  /** Ends the load's connections and waits until the servers no longer serve them; gives the position to be reached. */
  settle(): Promise<string>;
  /** Reads everything that one member holds, by itself, after it reached the position; absent: the leader could not name one. */
  readBack(pod: string, position: string | undefined, sink: ReadBackSink): Promise<ReadBackFooter>;
  /** Versions of server and client, for the record. */
  versions(): Promise<Record<string, string>>;
  /** Ends every connection; after it nothing is sent. */
  close(): Promise<void>;
}
