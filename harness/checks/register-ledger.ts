import type { z } from 'zod';
import {
  registerValueSchema,
  swappedSchema,
  swapSchema,
  writtenValueSchema,
  type RegisterValue,
  type Swap,
} from '../model/register-functions.ts';
import type { Call } from './calls.ts';
import { bytes, counts, times } from './columns.ts';
import { KeyTable } from './key-table.ts';
import { ValueReader } from './malformed.ts';
import { RegisterCodes } from './register-codes.ts';
import { DID } from './register-model.ts';

/** A value that is not what its function says. */
interface Odd {
  key: string;
  value: unknown;
  schema: z.ZodType;
  of: string;
  nth: number;
}

/**
 * Every operation on registers that may have happened, in columns of 29 bytes each: what it did, its values, its
 * times, and the operation of the same register that was completed before it.
 */
export class RegisterLedger {
  readonly keys = new KeyTable();
  readonly codes = new RegisterCodes();
  readonly values = new ValueReader();
  readonly did = bytes();
  readonly a = counts();
  readonly b = counts();
  readonly invokedAt = times();
  /** Infinity: its outcome is unknown. */
  readonly completedAt = times();
  /** One more than the operation's number; 0: there is none. */
  readonly before = counts();
  /** Of each register: one more than the number of its last operation, and how many it has. */
  readonly #last = counts();
  readonly #count = counts();
  readonly #odd: Odd[] = [];
  /** Registers of which it is not known what was written to them. */
  readonly #unreadable = new Set<string>();
  #suspect: ReadonlySet<string> = new Set();
  #size = 0;

  call(call: Call): void {
    const { f, outcome } = call;
    if (outcome === 'fail') return; // certainly not applied, and it says nothing of what was there
    if (f === 'write') this.#write(call);
    else if (f === 'cas') this.#swap(call);
    else if (outcome === 'ok') this.#read(call);
  }

  #write(call: Call): void {
    const { sent } = call;
    if (isInteger(sent)) this.#keep(call, DID.write, this.codes.codeOf(sent));
    else this.#cannotRead(call, sent, writtenValueSchema, 'The value of the write to');
  }

  #swap(call: Call): void {
    const { sent, got, outcome } = call;
    if (!isSwap(sent)) {
      this.#cannotRead(call, sent, swapSchema, 'The value of the cas of');
      return;
    }
    const from = this.codes.codeOf(sent.from);
    const to = this.codes.codeOf(sent.to);
    if (outcome !== 'ok' || typeof got !== 'boolean') {
      if (outcome === 'ok') this.#note(call, got, swappedSchema, 'The answer to the cas of');
      this.#keep({ ...call, outcome: 'info' }, DID.attempt, from, to);
    } else this.#keep(call, got ? DID.swap : DID.refusal, from, to);
  }

  #read(call: Call): void {
    const { got } = call;
    if (got === null || isInteger(got)) this.#keep(call, DID.read, this.codes.codeOf(got));
    else this.#note(call, got, registerValueSchema, 'The answer to the read of');
  }

  #keep({ key, invokedAt, completedAt, outcome }: Call, did: number, a: number, b = 0): void {
    const slot = this.keys.add(key);
    const number = this.#size++;
    this.did.set(number, did);
    this.a.set(number, a);
    this.b.set(number, b);
    this.invokedAt.set(number, invokedAt);
    this.completedAt.set(number, outcome === 'ok' ? (completedAt ?? Infinity) : Infinity);
    this.before.set(number, this.#last.get(slot));
    this.#last.set(slot, number + 1);
    this.#count.set(slot, this.#count.get(slot) + 1);
  }

  #cannotRead(call: Call, value: unknown, schema: z.ZodType, of: string): void {
    this.#unreadable.add(call.key);
    this.#note(call, value, schema, of);
  }

  #note({ key, nth }: Call, value: unknown, schema: z.ZodType, of: string): void {
    this.#odd.push({ key, value, schema, of, nth });
  }

  /** The history is over. @param suspect keys of which it contradicts itself: nothing can be said about them. */
  end(suspect: ReadonlySet<string>): void {
    this.#suspect = suspect;
    for (const { key, value, schema, of, nth } of this.#odd) {
      if (!suspect.has(key)) this.values.read(schema, value, `${of} ${key}`, nth);
    }
  }

  canJudge(key: string): boolean {
    return !this.#suspect.has(key) && !this.#unreadable.has(key);
  }

  /** One more than the number of a register's last operation, and how many it has. */
  last(slot: number): { last: number; count: number } {
    return { last: this.#last.get(slot), count: this.#count.get(slot) };
  }
}

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);
const isValue = (value: unknown): value is RegisterValue => value === null || isInteger(value);

function isSwap(value: unknown): value is Swap {
  if (typeof value !== 'object' || value === null || !('from' in value) || !('to' in value)) return false;
  return isValue(value.from) && isInteger(value.to);
}
