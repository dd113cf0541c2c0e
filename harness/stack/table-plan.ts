import { Random } from '../core/random.ts';
import type { MicroOperation } from '../model/functions.ts';
import { pick, type TABLE_MIX } from './mix.ts';
import { payload, sha256 } from './payload.ts';
import { RegisterPlan, type RegisterWrite } from './register-plan.ts';

/** The kinds of operations on tables, with their weights. */
export type TableMix = Readonly<Partial<Record<keyof typeof TABLE_MIX, number>>>;

/** An operation of the writers as it is planned: everything that is sent is in it. */
export type Write =
  | { f: 'add'; key: string; data: Buffer; sha256: string }
  | { f: 'remove'; key: string }
  | { f: 'increment'; key: string }
  | { f: 'transfer'; key: string; from: string; to: string; amount: number }
  | { f: 'add-group'; key: string; rows: number }
  | { f: 'transact'; key: string; operations: MicroOperation[] }
  | RegisterWrite;

const named = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${String(i)}`);

export const COUNTERS: readonly string[] = named('c', 15);
export const ACCOUNTS: readonly string[] = named('a', 8);
export const INITIAL_BALANCE = 1000;

/** So many adds lie between an element's own and its removal: it has long been acknowledged, or never will be. */
export const REMOVAL_LAG = 400;
/** Up to this much is moved at once, so that accounts run empty now and then. */
const LARGEST_TRANSFER = 200;
const OPEN_LISTS = 6;
/** A list that has so many appends planned gives way to a new one, so that reading one stays cheap. */
const APPENDS_PER_LIST = 40;
const RECENT_GROUPS = 10;

/** The sequence of writes: it depends on the seed and the mix alone, not on what became of earlier ones. */
export class Plan {
  readonly #random: Random;
  readonly #mix: TableMix;
  readonly #registers: RegisterPlan;
  #adds = 0;
  /** The number of the element that was removed last. */
  #removed = -1;
  #transfers = 0;
  #transactions = 0;
  #groups = 0;
  #appends = 0;
  #lists = OPEN_LISTS;
  readonly #open = named('l', OPEN_LISTS).map((name) => ({ name, appends: 0 }));

  constructor(seed: number, mix: TableMix) {
    this.#random = new Random(seed);
    this.#registers = new RegisterPlan(this.#random);
    this.#mix = mix;
  }

  next(): Write {
    const f = pick(this.#mix, this.#random);
    switch (f) {
      case 'add':
        return this.#add();
      case 'remove':
        return this.#remove();
      case 'increment':
        return { f, key: this.#oneOf(COUNTERS) };
      case 'transfer':
        return this.#transfer();
      case 'add-group':
        return { f, key: `g${String(this.#groups++)}`, rows: this.#random.between(3, 6) };
      case 'transact':
        return this.#transact();
      case 'write':
      case 'cas':
      case 'read-register':
        return this.#registers.next(f);
    }
  }

  /** The groups that were planned last, whether or not they were sent. */
  recentGroups(): string[] {
    const count = Math.min(this.#groups, RECENT_GROUPS);
    return Array.from({ length: count }, (_, i) => `g${String(this.#groups - count + i)}`);
  }

  #add(): Write {
    const data = payload(this.#random);
    return { f: 'add', key: `k${String(this.#adds++)}`, data, sha256: sha256(data) };
  }

  /** Removes the element that was added `REMOVAL_LAG` adds ago; where there is none, or it is gone already, it adds. */
  #remove(): Write {
    const element = this.#adds - REMOVAL_LAG;
    if (element <= this.#removed) return this.#add();
    this.#removed = element;
    return { f: 'remove', key: `k${String(element)}` };
  }

  #transfer(): Write {
    const from = this.#oneOf(ACCOUNTS);
    const to = this.#oneOf(ACCOUNTS.filter((account) => account !== from));
    const amount = this.#random.between(1, LARGEST_TRANSFER);
    return { f: 'transfer', key: `t${String(this.#transfers++)}`, from, to, amount };
  }

  #transact(): Write {
    const operations = Array.from({ length: this.#random.between(2, 4) }, () => this.#microOperation());
    return { f: 'transact', key: `x${String(this.#transactions++)}`, operations };
  }

  #microOperation(): MicroOperation {
    const list = this.#oneOf(this.#open);
    const { name } = list;
    if (this.#random.oneIn(2)) return ['read', name, null];
    list.appends += 1;
    if (list.appends === APPENDS_PER_LIST) {
      list.name = `l${String(this.#lists++)}`;
      list.appends = 0;
    }
    return ['append', name, this.#appends++];
  }

  #oneOf<T>(choices: readonly T[]): T {
    const choice = choices[this.#random.between(0, choices.length - 1)];
    if (choice === undefined) throw new Error('there is nothing to choose from');
    return choice;
  }
}

/** What the history keeps of a write that is sent. */
export function sentBy(write: Write): unknown {
  switch (write.f) {
    case 'add':
      return { sha256: write.sha256, size: write.data.length };
    case 'transfer':
      return { from: write.from, to: write.to, amount: write.amount };
    case 'add-group':
      return { rows: write.rows };
    case 'transact':
      return write.operations;
    case 'write':
      return write.value;
    case 'cas':
      return { from: write.from, to: write.to };
    case 'remove':
    case 'increment':
    case 'read-register':
      return undefined;
  }
}
