import type { Element, ReadBackFooter } from '../model/read-back.ts';
import type { Place } from './anomalies.ts';
import { bytes } from './columns.ts';
import type { CounterLedger } from './counter-ledger.ts';
import type { CounterAnomalies } from './counter-texts.ts';
import { provesAbsence } from './held.ts';

/** Compares the counters that one member holds at the end with the increments. */
export class CounterMember {
  readonly #place: Place;
  readonly #ledger: CounterLedger;
  readonly #anomalies: CounterAnomalies;
  readonly #seen = bytes();
  readonly #strangers = new Set<string>();

  constructor(place: Place, ledger: CounterLedger, anomalies: CounterAnomalies) {
    this.#place = place;
    this.#ledger = ledger;
    this.#anomalies = anomalies;
  }

  counter({ key, value }: Extract<Element, { of: 'counter' }>): void {
    if (this.#ledger.isSuspect(key)) return;
    const slot = this.#ledger.keys.find(key);
    const add = (name: 'duplicated' | 'tooHigh' | 'tooLow', example: string): void => {
      this.#anomalies.add(name, this.#place, key, `${key} is ${example}`);
    };
    if (this.#wasSeen(slot, key)) add('duplicated', 'there more than once');
    const { acknowledged, possible } = this.#ledger.totals(slot);
    if (value > possible || value < 0) add('tooHigh', `${String(value)}, with ${String(possible)} invoked`);
    else if (value < acknowledged)
      add('tooLow', `${String(value)}, with ${String(acknowledged)} acknowledged`);
  }

  #wasSeen(slot: number, key: string): boolean {
    const seen = slot < 0 ? this.#strangers.has(key) : this.#seen.get(slot) > 0;
    if (slot < 0) this.#strangers.add(key);
    else this.#seen.set(slot, 1);
    return seen;
  }

  end(footer: ReadBackFooter | undefined): void {
    if (!provesAbsence({ footer })) return;
    const absent = this.#ledger.acknowledgedCounters().filter(({ slot }) => this.#seen.get(slot) === 0);
    for (const { key, acknowledged } of absent) {
      const example = `${key} is not there, with ${String(acknowledged)} acknowledged`;
      this.#anomalies.add('lost', this.#place, key, example);
    }
  }
}
