import { setTimeout as delay } from 'node:timers/promises';
import type { RunClock } from '../core/clock.ts';
import type { HistoryWriter } from '../model/history-writer.ts';
import type { Planned, Workload } from './workload.ts';

export interface LoadOptions {
  workload: Workload;
  history: HistoryWriter;
  clock: RunClock;
  /** Operations per second over all writers, at most: an open loop that does not catch up after an outage. */
  rate: number;
  writers: number;
}

/** What the load has done so far. */
export interface LoadCounts {
  attempted: number;
  acknowledged: number;
  failed: number;
  indeterminate: number;
  inFlight: number;
}

/** Concurrent writers, each with at most one operation under way; every operation is in the history before it is sent. */
export class Load {
  readonly #options: LoadOptions;
  readonly #counts: LoadCounts = { attempted: 0, acknowledged: 0, failed: 0, indeterminate: 0, inFlight: 0 };
  readonly #stop = new AbortController();
  #writers: Promise<void>[] = [];
  #nextProcess: number;
  #trouble: unknown;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#nextProcess = options.writers;
  }

  start(): void {
    this.#writers = Array.from({ length: this.#options.writers }, (_, process) => this.#write(process));
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
    await Promise.all(this.#writers);
  }

  async #write(writer: number): Promise<void> {
    const { workload, rate, writers, clock } = this.#options;
    const { signal } = this.#stop;
    const intervalMs = (1000 * writers) / rate;
    let process = writer;
    let due = clock.now() + (intervalMs * writer) / writers;
    try {
      while (!signal.aborted) {
        const wait = due - clock.now();
        if (wait > 0) {
          const stopped = await delay(wait, false, { signal }).catch(() => true);
          if (stopped) return;
        }
        due = Math.max(due + intervalMs, clock.now());
        const outcome = await this.#perform(workload.next(), process);
        if (outcome === 'info') process = this.#nextProcess++;
      }
    } catch (error) {
      this.#trouble ??= error;
      this.#stop.abort();
    }
  }

  async #perform(planned: Planned, process: number): Promise<'ok' | 'fail' | 'info'> {
    const { history, clock } = this.#options;
    const { f, key, value } = planned;
    await history.append({ process, type: 'invoke', f, key, value, time: clock.now() });
    this.#counts.attempted += 1;
    this.#counts.inFlight += 1;
    const outcome = await planned.send();
    this.#counts.inFlight -= 1;
    const error = outcome.type === 'ok' ? {} : { error: outcome.error };
    await history.append({ process, type: outcome.type, f, key, time: clock.now(), ...error });
    if (outcome.type === 'ok') this.#counts.acknowledged += 1;
    else if (outcome.type === 'fail') this.#counts.failed += 1;
    else this.#counts.indeterminate += 1;
    return outcome.type;
  }
}
