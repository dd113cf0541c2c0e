import { setTimeout as delay } from 'node:timers/promises';
import { tasksOn } from './containers.ts';
import { CTR } from './ctr.ts';
import type { Following } from './follow.ts';
import type { NodeControl } from './node-control.ts';
import { emptyRecord, type NodeRecord } from './node-record.ts';
import { EVENT_FILTERS, parseRuntimeEvent, processStart } from './runtime-events.ts';

/** The pause between two attempts at a runtime that does not answer: its node may be off. */
const RETRY_MS = 1000;

/** How long a new stream may say nothing before what runs is asked for without its word that it is there. */
const SILENT_MS = 2000;

/**
 * Follows the container runtime of one node. A stream that ends, with its node or by itself, is begun anew;
 * what happened meanwhile is asked for, as far as it can still be told.
 */
export class NodeWatch {
  readonly record: NodeRecord = emptyRecord();
  readonly #control: NodeControl;
  readonly #node: string;
  readonly #since = Date.now();
  readonly #stopped = new AbortController();
  readonly #loop: Promise<void>;
  #stream: Following | undefined;
  /** Ends the wait for the stream's end. */
  #end: ((reason: string) => void) | undefined;
  #why: string | undefined;

  constructor(control: NodeControl, node: string) {
    this.#control = control;
    this.#node = node;
    this.#loop = this.#run();
  }

  /** Why the runtime was not heard from at some time, the last reason there was. */
  why(): string | undefined {
    return this.#why;
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#stream?.stop();
    this.#end?.('stopped');
    await this.#loop;
  }

  /**
   * Brings the record up to date: whether the node stopped, what runs now, and since when, for those of the
   * containers whose start was missed. @throws HoldfastError where the node runs and does not answer.
   */
  async look(ids: readonly string[]): Promise<void> {
    if (!(await this.#noteStop())) return;
    const tasks = await this.#list();
    for (const id of ids) {
      const task = tasks.get(id);
      if (task === undefined || task.status === 'STOPPED' || this.record.starts.has(id)) continue;
      const started = await this.#startOf(task.pid);
      if (started !== undefined) this.record.starts.set(id, started);
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const reason = await this.#follow();
      if (isAborted(signal)) return;
      this.#why = reason;
      await this.#noteStop().catch(() => undefined); // asked again, at the latest at the end
      await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Follows the runtime until its stream ends. @returns why it ended. */
  #follow(): Promise<string> {
    const { starts, exits, heard } = this.record;
    let span: NodeRecord['heard'][number] | undefined;
    const heardAt = (at: number): void => {
      if (span !== undefined) {
        span.lastEventAt = Math.max(span.lastEventAt, at);
        return;
      }
      span = { from: at, lastEventAt: at };
      heard.push(span);
      listAnew();
    };
    const listAnew = (): void => {
      // Whatever began or ended while nobody listened shows in what runs now.
      if (this.#why !== undefined) void this.#list().catch(() => undefined);
    };
    const onLine = (line: string): void => {
      const event = parseRuntimeEvent(line);
      if (event === undefined) return;
      heardAt(event.at);
      if (event.type === 'start') starts.set(event.containerId, event.at);
      if (event.type === 'exit') exits.set(event.containerId, event.at);
    };
    return new Promise((resolve) => {
      const silence = setTimeout(() => {
        if (span === undefined) listAnew();
      }, SILENT_MS);
      this.#end = (reason) => {
        clearTimeout(silence);
        resolve(reason);
      };
      const command = [...CTR, 'events', ...EVENT_FILTERS];
      this.#stream = this.#control.follow(this.#node, command, onLine, this.#end);
    });
  }

  /** @returns whether the node runs. */
  async #noteStop(): Promise<boolean> {
    const { running, finishedAt } = await this.#control.state(this.#node);
    const stop = Date.parse(finishedAt);
    const { stops } = this.record;
    if (stop > this.#since && !stops.includes(stop)) stops.push(stop);
    return running;
  }

  async #list(): ReturnType<typeof tasksOn> {
    const before = Date.now();
    const tasks = await tasksOn(this.#control, this.#node);
    const alive = [...tasks].filter(([, { status }]) => status !== 'STOPPED').map(([id]) => id);
    this.record.listings.push({ before, after: Date.now(), alive: new Set(alive) });
    return tasks;
  }

  async #startOf(pid: number): Promise<number | undefined> {
    const script = 'cat /proc/uptime; date +%s.%N; getconf CLK_TCK; cat "/proc/$1/stat"';
    return processStart(await this.#control.exec(this.#node, ['sh', '-c', script, 'sh', String(pid)]));
  }
}

/** Asked anew: a signal that was looked at before may be aborted by now. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
