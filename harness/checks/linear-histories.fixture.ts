import type { Random } from '../core/random.ts';
import type { LinearHistory } from './linear-order.ts';
import { DID, isPure, RegisterModel } from './register-model.ts';

/** An operation on a register, as its client saw it. */
export interface Seen {
  f: 'write' | 'read' | 'cas';
  /** What was written, or what a read came back with; null: nothing was there. */
  value: number | null;
  /** Of a `cas`: what it was to find. */
  from: number | null;
  /** Of a `cas`: whether it swapped; absent where nobody knows. */
  swapped?: boolean;
  invokedAt: number;
  /** Absent: the client never learned what became of it. */
  completedAt?: number;
}

export interface Shape {
  processes: number;
  operations: number;
  /** One in so many operations is never answered; 0: none is. */
  crashOneIn: number;
  /** Values are drawn from so few; 0: every written value is new. */
  values: number;
}

/**
 * A history that a real register left: every operation took effect at one moment between its ends; one that was
 * not answered some time after it was sent, or never.
 */
export function linearizableHistory(random: Random, shape: Shape): Seen[] {
  return registerRun(random, shape).seen;
}

/** The same with what the register held in the end. */
export function registerRun(random: Random, shape: Shape): { seen: Seen[]; held: number | null } {
  const freeAt = Array.from({ length: shape.processes }, () => random.between(0, 20));
  const planned = Array.from({ length: shape.operations }, () => {
    const process = freeAt.indexOf(Math.min(...freeAt));
    const invokedAt = freeAt[process] ?? 0;
    const completedAt = invokedAt + random.between(1, 30);
    freeAt[process] = completedAt + random.between(1, 8);
    const crashed = shape.crashOneIn > 0 && random.oneIn(shape.crashOneIn);
    const at = random.between(invokedAt * 64, completedAt * 64) / 64 + (crashed ? random.between(0, 300) : 0);
    return { at, span: crashed ? { invokedAt } : { invokedAt, completedAt } };
  });
  const register = new Register(random, shape.values);
  const seen = planned
    .sort((x, y) => x.at - y.at)
    .map(({ span }) => ({ ...register.operate(span.completedAt === undefined), ...span }))
    .sort((x, y) => x.invokedAt - y.invokedAt);
  return { seen, held: register.value };
}

class Register {
  readonly #random: Random;
  readonly #values: number;
  value: number | null = null;
  #written = 0;

  constructor(random: Random, values: number) {
    this.#random = random;
    this.#values = values;
  }

  /** What one operation does and sees; a crashed one may do nothing. */
  operate(crashed: boolean): Omit<Seen, 'invokedAt'> {
    const random = this.#random;
    const held = this.value;
    const applied = !crashed || random.oneIn(2);
    const kind = random.between(0, 2);
    if (kind === 0) return { f: 'read', value: held, from: null };
    const value = this.#values === 0 ? (this.#written += 1) : random.between(1, this.#values);
    if (kind === 1) {
      if (applied) this.value = value;
      return { f: 'write', value, from: null };
    }
    const from = random.oneIn(3) ? random.between(1, Math.max(1, this.#written)) : held;
    const swapped = held === from;
    if (applied && swapped) this.value = value;
    return { f: 'cas', value, from, ...(crashed ? {} : { swapped }) };
  }
}

/** The history with one answer altered; undefined where there is none. It may still be a register's. */
export function brokenHistory(random: Random, history: readonly Seen[]): Seen[] | undefined {
  const answered = history.filter(({ f, completedAt }) => f !== 'write' && completedAt !== undefined);
  if (answered.length === 0) return undefined;
  const target = answered[random.between(0, answered.length - 1)];
  const values = history.filter(({ f }) => f !== 'read').map(({ value }) => value);
  const other = values[random.between(0, values.length)] ?? null;
  return history.map((one) => {
    if (one !== target) return one;
    return one.f === 'read' ? { ...one, value: other } : { ...one, swapped: one.swapped !== true };
  });
}

/** The code of a register that holds nothing. */
export const EMPTY = -1;

/** A history as the search takes it. */
export function registerColumns(seen: readonly Seen[]): { model: RegisterModel; history: LinearHistory } {
  const model = new RegisterModel();
  const did = seen.map(({ f, swapped }) => {
    if (f === 'write') return DID.write;
    if (f === 'read') return DID.read;
    return swapped === undefined ? DID.attempt : swapped ? DID.swap : DID.refusal;
  });
  model.initial = EMPTY;
  model.did = Uint8Array.from(did);
  model.a = Int32Array.from(seen, ({ f, from, value }) => (f === 'cas' ? from : value) ?? EMPTY);
  model.b = Int32Array.from(seen, ({ value }) => value ?? EMPTY);
  const history: LinearHistory = {
    count: seen.length,
    invokedAt: Float64Array.from(seen, ({ invokedAt }) => invokedAt),
    completedAt: Float64Array.from(seen, ({ completedAt }) => completedAt ?? Infinity),
    pure: Uint8Array.from(did, (one) => (isPure(one) ? 1 : 0)),
  };
  return { model, history };
}
