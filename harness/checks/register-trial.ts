import { LinearChecker, type LinearVerdict } from './linearizable.ts';
import { RegisterHistory } from './register-history.ts';
import type { RegisterLedger } from './register-ledger.ts';

/** How far the searches may go: all together, and each beyond what its number of operations needs in any case. */
export interface TrialLimits {
  stepsInAll: number;
  steps: number;
  configurations: number;
}

/** What every operation of a history may take beside the limits. */
const STEPS_EACH = 16;
const CONFIGURATIONS_EACH = 2;

const NOT_TRIED: LinearVerdict = {
  ...{ verdict: 'undecided', steps: 0, configurations: 0, placed: 0, stuck: undefined, states: [] },
};

/** Puts registers on trial, one after the other. */
export class RegisterTrial {
  readonly history: RegisterHistory;
  readonly #checker = new LinearChecker();
  readonly #limits: TrialLimits;
  #stepsLeft: number;
  #written: ReadonlySet<number> | undefined;

  constructor(ledger: RegisterLedger, limits: TrialLimits) {
    this.history = new RegisterHistory(ledger);
    this.#limits = limits;
    this.#stepsLeft = limits.stepsInAll;
  }

  /** The next register. */
  load(slot: number): void {
    this.history.load(slot);
    this.#written = undefined;
  }

  /** What the register can have held. */
  get written(): ReadonlySet<number> {
    return (this.#written ??= this.history.written());
  }

  /** Whether its operations fit an order; with `held`, one that leaves this value. */
  search(held?: number): LinearVerdict {
    const { history } = this;
    const { steps, configurations } = this.#limits;
    if (this.#stepsLeft <= 0) return NOT_TRIED;
    if (held !== undefined) history.readAtEnd(held);
    const verdict = this.#checker.check(history, history.model, {
      steps: Math.min(this.#stepsLeft, steps + STEPS_EACH * history.count),
      configurations: configurations + CONFIGURATIONS_EACH * history.count,
    });
    if (held !== undefined) history.dropLast();
    this.#stepsLeft -= verdict.steps;
    return verdict;
  }
}
