import type { Element, ReadBackFooter } from '../model/read-back.ts';
import type { Place } from './anomalies.ts';
import type { HeldSink } from './data-judge.ts';
import { provesAbsence } from './held.ts';
import { NOTHING } from './register-codes.ts';
import type { RegisterLedger } from './register-ledger.ts';

/** The registers that one member holds at the end. */
export class RegisterMember implements HeldSink {
  readonly place: Place;
  /** Whether it had come to the position from which on it must hold what the leader holds. */
  readonly reached: boolean;
  /** Registers that came more than once. */
  readonly repeated: string[] = [];
  /** Values of registers that no operation was on. */
  readonly strangers: { key: string; code: number }[] = [];
  readonly #ledger: RegisterLedger;
  readonly #codes = new Map<number, number>();
  #isWhole = false;

  constructor(place: Place, reached: boolean, ledger: RegisterLedger) {
    this.place = place;
    this.reached = reached;
    this.#ledger = ledger;
  }

  element(element: Element): void {
    if (element.of !== 'register') return;
    const { key, value } = element;
    const { keys, codes } = this.#ledger;
    const slot = keys.find(key);
    if (this.#codes.has(slot)) this.repeated.push(key);
    else if (slot >= 0) this.#codes.set(slot, codes.codeOf(value));
    else if (value !== null) this.strangers.push({ key, code: codes.codeOf(value) });
  }

  end(footer: ReadBackFooter | undefined): void {
    this.#isWhole = provesAbsence({ footer });
  }

  /** The value of a register; undefined where the read-back does not tell. */
  valueOf(slot: number): number | undefined {
    return this.#codes.get(slot) ?? (this.#isWhole ? NOTHING : undefined);
  }
}
