import type { Place } from './anomalies.ts';
import { isSound, judgeBalances } from './bank-rules.ts';
import type { Balances } from './bank-ledger.ts';
import type { BankAnomalies } from './bank-texts.ts';

/** The accounts as one read showed them. */
interface AccountsRead {
  key: string;
  place: Place;
  invokedAt: number;
  completedAt: number;
  balances: Balances;
}

/** The reads of accounts: those that keep all rules are forgotten, but for each member's first. */
export class BankReads {
  /** Whether any of them showed an account. */
  used = false;
  readonly #first = new Map<string, { key: string; at: number }>();
  readonly #unsound: AccountsRead[] = [];

  /** @param initial what the accounts began with; undefined: nobody has said so yet. */
  take(read: AccountsRead, initial: Balances | undefined): void {
    const { key, place, completedAt, balances } = read;
    if (balances.size > 0) {
      this.used = true;
      const first = this.#first.get(place.member);
      if (first === undefined || completedAt < first.at) {
        this.#first.set(place.member, { key, at: completedAt });
      }
    } else if (initial === undefined) return; // there need not be any accounts yet
    if (initial === undefined || !isSound(balances, initial)) this.#unsound.push(read);
  }

  /** Judges them all. A follower that has not shown any account yet may still lack them all. */
  judge(initial: Balances, suspect: ReadonlySet<string>, anomalies: BankAnomalies): void {
    this.#unsound.sort((a, b) => a.completedAt - b.completedAt);
    for (const { key, place, invokedAt, balances } of this.#unsound) {
      if (suspect.has(key)) continue;
      const first = this.#first.get(place.member);
      const shown = first !== undefined && !suspect.has(first.key) && first.at < invokedAt;
      if (balances.size === 0 && place.role !== 'leader' && !shown) continue;
      judgeBalances(balances, initial, place, anomalies, true);
    }
  }
}
