import type { Random } from '../core/random.ts';

/** What is to be done to a register. */
export type RegisterWrite =
  | { f: 'write'; key: string; value: number }
  | { f: 'cas'; key: string; from: number; to: number }
  | { f: 'read-register'; key: string };

const OPEN = 8;
/** A register that has so many operations planned gives way to a new one, so that each history stays cheap to judge. */
const OPERATIONS_PER_REGISTER = 200;

interface Open {
  key: string;
  operations: number;
  /** The value that it holds if everything that was planned succeeds in its order; undefined: nothing was written yet. */
  value: number | undefined;
}

/**
 * Operations on registers `r0`, `r1` and so on, eight at a time. No value is written twice, so that a read tells
 * which write it saw. Two in three swaps ask for the value that was planned last, the others for any that was ever
 * planned.
 */
export class RegisterPlan {
  readonly #random: Random;
  #values = 0;
  #registers = 0;
  readonly #open: Open[] = Array.from({ length: OPEN }, () => this.#fresh());

  constructor(random: Random) {
    this.#random = random;
  }

  next(f: RegisterWrite['f']): RegisterWrite {
    const index = this.#random.between(0, OPEN - 1);
    let register = this.#open[index];
    if (register === undefined || register.operations === OPERATIONS_PER_REGISTER) {
      register = this.#fresh();
      this.#open[index] = register;
    }
    register.operations += 1;
    const { key } = register;
    if (f === 'read-register') return { f, key };
    // There is nothing to swap yet.
    if (f === 'write' || register.value === undefined) {
      register.value = this.#values++;
      return { f: 'write', key, value: register.value };
    }
    const likely = !this.#random.oneIn(3);
    const from = likely ? register.value : this.#random.between(0, this.#values - 1);
    const to = this.#values++;
    if (likely) register.value = to;
    return { f, key, from, to };
  }

  #fresh(): Open {
    return { key: `r${String(this.#registers++)}`, operations: 0, value: undefined };
  }
}
