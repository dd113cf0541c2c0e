import { Random } from '../../../harness/core/random.ts';
import type { Operation } from '../../../harness/model/operation.ts';

export const MEMBERS = 3;
const COUNTERS = 15;
/** As the default load: 8 writers, a reader for each member, 20 reads for 200 writes. */
const WRITERS = 8;
const READER_PAUSE = 6.9;
/** Of 14 writes, as in the default mix, as far as sets and counters go; the others are increments. */
const ADDS = 8;
const REMOVALS = 2;
/** So many adds lie between an element's own and its removal. */
const REMOVAL_LAG = 400;
/** Of 1000 writes: so many certainly not applied, so many of unknown outcome. */
const FAILED = 2;
const UNKNOWN = 1;

/** What is to be found of an element: `certain` where its add was acknowledged and nobody removed it. */
export const HELD = { absent: 0, maybe: 1, certain: 2 } as const;

interface Running {
  invoked: Operation;
  type: 'ok' | 'fail' | 'info';
  /** The element's or counter's number. */
  target: number;
}

/**
 * The history of an honest stack under a load of sets and counters, and what it holds at the end: operations of
 * concurrent processes, each of which takes a few milliseconds and takes effect when it ends.
 */
export class MadeHistory {
  /** HELD, by the element's number. */
  readonly elements: Uint8Array;
  readonly counters = new Array<number>(COUNTERS).fill(0);
  adds = 0;
  readonly #random = new Random(7);
  readonly #running: (Running | undefined)[] = [];
  readonly #processes: number[] = [];
  readonly #nextAt: number[] = [];
  #nextProcess = WRITERS + MEMBERS;
  #removed = -1;
  #reads = 0;

  /** @param operations the most that will be made. */
  constructor(operations: number) {
    this.elements = new Uint8Array(operations);
    for (let who = 0; who < WRITERS + MEMBERS; who++) {
      this.#running.push(undefined);
      this.#processes.push(who);
      this.#nextAt.push(who / 4);
    }
  }

  /** Gives the records of so many operations, in the order of time. */
  make(operations: number, record: (operation: Operation) => void): void {
    let left = operations;
    for (;;) {
      const who = this.#next(left > 0);
      const running = this.#running[who];
      if (who < 0) return;
      if (running === undefined) {
        record(this.#begin(who));
        left -= 1;
      } else record(this.#end(who, running));
    }
  }

  /** Whose turn it is: the earliest of them all, or of those at work; -1: there is none. */
  #next(mayBegin: boolean): number {
    let next = -1;
    for (let who = 0; who < this.#nextAt.length; who++) {
      if (!mayBegin && this.#running[who] === undefined) continue;
      if (next < 0 || (this.#nextAt[who] ?? 0) < (this.#nextAt[next] ?? 0)) next = who;
    }
    return next;
  }

  #begin(who: number): Operation {
    const time = micros(this.#nextAt[who] ?? 0);
    const common = { process: this.#processes[who] ?? 0, type: 'invoke', time } as const;
    const running: Running =
      who < WRITERS ? this.#write(common) : { ...this.#read(common, who - WRITERS), type: 'ok', target: 0 };
    this.#running[who] = running;
    this.#nextAt[who] = time + 1 + this.#random.between(0, 3000) / 1000;
    return running.invoked;
  }

  #write(common: Pick<Operation, 'process' | 'type' | 'time'>): Running {
    const luck = this.#random.between(0, 999);
    const type = luck < FAILED ? 'fail' : luck < FAILED + UNKNOWN ? 'info' : 'ok';
    const kind = this.#random.between(0, 13);
    const removable = this.adds - REMOVAL_LAG;
    if (kind >= ADDS + REMOVALS) {
      const target = this.#random.between(0, COUNTERS - 1);
      return { invoked: { ...common, f: 'increment', key: `c${String(target)}` }, type, target };
    }
    if (kind >= ADDS && removable > this.#removed) {
      this.#removed = removable;
      return { invoked: { ...common, f: 'remove', key: keyOf(removable) }, type, target: removable };
    }
    const target = this.adds++;
    const value = { sha256: digestOf(target), size: 64 + (target % 4000) };
    return { invoked: { ...common, f: 'add', key: keyOf(target), value }, type, target };
  }

  #read(common: Pick<Operation, 'process' | 'type' | 'time'>, ordinal: number): Pick<Running, 'invoked'> {
    const key = `r${String(this.#reads++)}`;
    return { invoked: { ...common, f: 'read', key, member: memberOf(ordinal) } };
  }

  #end(who: number, { invoked, type, target }: Running): Operation {
    const { process, f, key, member } = invoked;
    const time = micros(this.#nextAt[who] ?? 0);
    const applied = type === 'ok' || (type === 'info' && this.#random.oneIn(2));
    const value = this.#effect(f, target, type, applied);
    if (type === 'info') this.#processes[who] = this.#nextProcess++;
    this.#running[who] = undefined;
    this.#nextAt[who] = time + (f === 'read' ? READER_PAUSE : 0.05);
    const common = { process, type, f, key, ...(member === undefined ? {} : { member }), time };
    if (type !== 'ok') return { ...common, error: 'Connection terminated unexpectedly' };
    return value === undefined ? common : { ...common, value };
  }

  /** Lets an operation take effect. @returns what comes back. */
  #effect(f: string, target: number, type: Running['type'], applied: boolean): unknown {
    if (f === 'read') {
      const counters = Object.fromEntries(this.counters.map((value, i) => [`c${String(i)}`, value]));
      return { counters, accounts: {}, groups: {} };
    }
    if (f === 'increment') {
      if (applied) this.counters[target] = (this.counters[target] ?? 0) + 1;
      return this.counters[target];
    }
    const held = this.elements[target] ?? HELD.absent;
    if (f === 'add') {
      if (applied) this.elements[target] = type === 'ok' ? HELD.certain : HELD.maybe;
      return undefined;
    }
    if (type === 'info' && held !== HELD.absent) this.elements[target] = HELD.maybe;
    if (type === 'ok') this.elements[target] = HELD.absent;
    return held === HELD.absent ? 0 : 1;
  }
}

const micros = (time: number): number => Math.round(time * 1000) / 1000;

export const keyOf = (element: number): string => `k${String(element)}`;
export const memberOf = (ordinal: number): string => `db-${String(ordinal)}`;

/** What stands for the SHA-256 of an element's payload. */
export function digestOf(element: number): string {
  let text = '';
  for (let i = 0; i < 8; i++) {
    const word = Math.imul(element + 1, 0x9e3779b1 + 2 * i) ^ Math.imul(element ^ (i << 20), 0x85ebca6b);
    text += (word >>> 0).toString(16).padStart(8, '0');
  }
  return text;
}
