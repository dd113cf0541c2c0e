import { keyOf } from '../model/byte-reader.ts';
import { ByProcess } from '../model/by-process.ts';
import type { HistoryRecord } from '../model/history-record.ts';
import { NEMESIS, type Operation } from '../model/operation.ts';
import type { Call } from './calls.ts';
import { LiveCall } from './live-call.ts';
import { mayBeLost, type LossWindow } from './loss-window.ts';

/** Who is shown the calls of a history. */
export interface CallAudience {
  call(call: Call): void;
  /** Every call that is yet to come was invoked at this time or later. */
  settled?(before: number): void;
}

/** After so many calls the audience is told up to when nothing is missing. */
const SETTLE_EVERY = 1 << 14;

/**
 * Joins the records of a history to calls as they go by, and shows each once its completion was read; those
 * without one come at the end, in the order of their invocations. It keeps what is open, and nothing else. What it
 * shows may be one object again and again.
 */
export class CallJoiner {
  /** What the harness itself did and declared. */
  readonly nemesis: Operation[] = [];
  /** Where the history breaks its own rules, a sentence each. */
  readonly malformed: string[] = [];
  /** Keys of which the history contradicts itself: nothing can be said about them. */
  readonly suspect = new Set<string>();
  readonly #show: CallAudience;
  readonly #windows: readonly LossWindow[];
  readonly #settleEvery: number;
  /** By process, without those that came to an end. */
  readonly #calls = new ByProcess<LiveCall>();
  /** Invoked, and never to be completed: their process went on without. */
  readonly #abandoned: Call[] = [];
  readonly #retired = new Set<number>();
  #invoked = 0;
  #completed = 0;
  #latest = -Infinity;
  #settledUntil = -Infinity;

  constructor(show: CallAudience, windows: readonly LossWindow[] = [], settleEvery = SETTLE_EVERY) {
    this.#show = show;
    this.#windows = windows;
    this.#settleEvery = settleEvery;
  }

  /** The time of the history's last record; undefined: there was none. */
  get endedAt(): number | undefined {
    return this.#latest === -Infinity ? undefined : this.#latest;
  }

  record(record: HistoryRecord): void {
    const { time } = record;
    this.#latest = Math.max(this.#latest, time);
    if (record.process === NEMESIS) this.nemesis.push(record.operation());
    else if (record.type === 'invoke') this.#invoke(record);
    else this.#complete(record, record.type);
    if (time < this.#settledUntil) this.#belated(record);
  }

  /** The history is over. */
  end(): void {
    const open = this.#calls.values().filter(({ isOpen }) => isOpen);
    for (const call of [...this.#abandoned, ...open].sort((a, b) => a.nth - b.nth)) this.#show.call(call);
  }

  #broken(sentence: string, ...keys: string[]): void {
    this.malformed.push(sentence);
    for (const key of keys) this.suspect.add(key);
  }

  /** Times go back so far that what they say was counted without this record. */
  #belated({ key, process }: HistoryRecord): void {
    const sentence = `Process ${String(process)} recorded ${key} with a time that was long over.`;
    this.#broken(sentence, key);
  }

  #invoke(record: HistoryRecord): void {
    const { process } = record;
    let call = this.#calls.get(process);
    if (call?.isOpen === true) {
      const { key } = record;
      const sentence = `Process ${String(process)} invoked ${key} with ${call.key} still open.`;
      this.#broken(sentence, key, call.key);
      this.#abandoned.push(call.toCall());
    }
    if (this.#retired.size > 0 && this.#retired.has(process)) {
      const { key } = record;
      this.#broken(`Process ${String(process)} invoked ${key} after an indeterminate operation.`, key);
    }
    if (call === undefined) {
      call = new LiveCall(process, record.reader.names);
      this.#calls.set(process, call);
    }
    call.begin(this.#invoked++, record);
  }

  #complete(record: HistoryRecord, type: 'ok' | 'fail' | 'info'): void {
    const { process, prefix, number, f, time } = record;
    const call = this.#calls.get(process);
    if (type === 'info') {
      this.#retired.add(process);
      this.#calls.delete(process);
    }
    if (call?.isOpen !== true) {
      const key = keyOf(prefix, number);
      this.#broken(`The completion of ${key} by process ${String(process)} has no invocation.`, key);
      return;
    }
    if (call.number !== number || call.prefix !== prefix || call.f !== f) {
      const { key } = record;
      this.#broken(`Process ${String(process)} invoked ${call.key} and completed ${key}.`, key, call.key);
      this.#abandoned.push(call.toCall());
      call.isOpen = false;
      return;
    }
    if (time < call.invokedAt) this.#broken(`${call.key} was completed before it was invoked.`, call.key);
    const waived = type === 'ok' && mayBeLost(this.#windows, time);
    call.complete(record, waived ? 'info' : type, waived);
    this.#show.call(call);
    this.#completed += 1;
    if (this.#completed % this.#settleEvery === 0) this.#settle(time);
  }

  #settle(now: number): void {
    let before = now;
    for (const { isOpen, invokedAt } of this.#calls.values()) {
      if (isOpen) before = Math.min(before, invokedAt);
    }
    for (const { invokedAt } of this.#abandoned) before = Math.min(before, invokedAt);
    if (before <= this.#settledUntil) return;
    this.#settledUntil = before;
    this.#show.settled?.(before);
  }
}
