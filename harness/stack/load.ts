import { setTimeout as delay } from 'node:timers/promises';
import type { RunClock } from '../core/clock.ts';
import { isRead } from '../model/functions.ts';
import type { HistoryWriter } from '../model/history-writer.ts';
import type { Outcome } from '../model/operation.ts';
import type { Planned, Workload } from './workload.ts';

/** How fast a stack is loaded: per second, over all members. */
export interface Pace {
  /** Operations of the writers. */
  operations: number;
  /** Reads of the members' own readers. */
  reads: number;
}

/** Where neither the stack nor the user says otherwise. */
export const DEFAULT_PACE: Pace = { operations: 100, reads: 20 };

export interface LoadOptions {
  workload: Workload;
  history: HistoryWriter;
  clock: RunClock;
  /** Writes per second over all writers, at most: an open loop that does not catch up after an outage. */
  rate: number;
  writers: number;
  readers: ReaderOptions;
}

export interface ReaderOptions {
  /** Reads per second over all members, at most; 0 for none. */
  rate: number;
  /** How many members there should be now: the ordinals below it are read, in turn. */
  ordinals(): number;
}

/** What the load has done so far: writes, and reads apart. */
export interface LoadCounts {
  attempted: number;
  acknowledged: number;
  failed: number;
  indeterminate: number;
  inFlight: number;
  reads: number;
  readsAnswered: number;
}

/** Concurrent writers and a reader for each member, each with at most one operation under way; every operation is in the history before it is sent. */
export class Load {
  readonly #options: LoadOptions;
  readonly #counts: LoadCounts = {
    ...{ attempted: 0, acknowledged: 0, failed: 0, indeterminate: 0, inFlight: 0 },
    ...{ reads: 0, readsAnswered: 0 },
  };
  readonly #stop = new AbortController();
  #loops: Promise<void>[] = [];
  /** The process of each member's reader. */
  readonly #readers = new Map<number, number>();
  /** The reads that are under way, by ordinal. */
  readonly #reading = new Map<number, Promise<void>>();
  #nextProcess: number;
  #trouble: unknown;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#nextProcess = options.writers;
  }

  start(): void {
    const { writers, readers } = this.#options;
    this.#loops = Array.from({ length: writers }, (_, writer) => this.#write(writer));
    if (readers.rate > 0) this.#loops.push(this.#read());
  }

  counts(): Readonly<LoadCounts> {
    return { ...this.#counts };
  }

  /** The harness's own trouble (the history could not be written), if there was any. */
  trouble(): unknown {
    return this.#trouble;
  }

  /** Sends nothing more and waits for what is under way; each operation has its own deadline. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#loops);
    await Promise.all(this.#reading.values());
  }

  async #write(writer: number): Promise<void> {
    const { workload, rate, writers } = this.#options;
    let process = writer;
    const intervalMs = (1000 * writers) / rate;
    await this.#paced(intervalMs, (intervalMs * writer) / writers, async () => {
      process = await this.#perform(workload.next(), process);
    });
  }

  /** Asks the members in turn, without waiting for an answer: one that is away misses its turns, and holds up nobody else. */
  async #read(): Promise<void> {
    const { readers } = this.#options;
    let turn = 0;
    await this.#paced(1000 / readers.rate, 0, () => {
      const members = readers.ordinals();
      if (members === 0) return;
      const ordinal = turn++ % members;
      if (this.#reading.has(ordinal)) return;
      const reading = this.#guarded(() => this.#readFrom(ordinal)).finally(() =>
        this.#reading.delete(ordinal),
      );
      this.#reading.set(ordinal, reading);
    });
  }

  async #readFrom(ordinal: number): Promise<void> {
    const process = this.#readers.get(ordinal) ?? this.#nextProcess++;
    this.#readers.set(ordinal, await this.#perform(this.#options.workload.nextRead(ordinal), process));
  }

  /** Calls `step` every `intervalMs` until the load is stopped; what is missed is not caught up with. */
  #paced(intervalMs: number, firstMs: number, step: () => Promise<void> | void): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stop;
    let due = clock.now() + firstMs;
    return this.#guarded(async () => {
      while (!signal.aborted) {
        const wait = due - clock.now();
        if (wait > 0) {
          const stopped = await delay(wait, false, { signal }).catch(() => true);
          if (stopped) return;
        }
        due = Math.max(due + intervalMs, clock.now());
        await step();
      }
    });
  }

  /** Trouble of the harness ends the whole load. */
  async #guarded(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#trouble ??= error;
      this.#stop.abort();
    }
  }

  /** @returns the process that takes the next operation: another one after an indeterminate outcome. */
  async #perform(planned: Planned, process: number): Promise<number> {
    const { history, clock } = this.#options;
    const { f, key, value } = planned;
    const about = { process, f, key, ...(planned.member === undefined ? {} : { member: planned.member }) };
    await history.append({ ...about, type: 'invoke', value, time: clock.now() });
    this.#count(f, 'invoke');
    const { type, ...answer } = await planned.send();
    await history.append({ ...about, type, time: clock.now(), ...answer });
    this.#count(f, type);
    return type === 'info' ? this.#nextProcess++ : process;
  }

  #count(f: string, type: 'invoke' | Outcome['type']): void {
    const counts = this.#counts;
    if (isRead(f)) {
      if (type === 'invoke') counts.reads += 1;
      if (type === 'ok') counts.readsAnswered += 1;
      return;
    }
    counts.inFlight += type === 'invoke' ? 1 : -1;
    if (type === 'invoke') counts.attempted += 1;
    else if (type === 'ok') counts.acknowledged += 1;
    else if (type === 'fail') counts.failed += 1;
    else counts.indeterminate += 1;
  }
}
