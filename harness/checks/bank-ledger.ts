import { accountsSchema, transferSchema } from '../model/functions.ts';
import type { Call } from './calls.ts';
import { ValueReader } from './malformed.ts';

/** One transfer that may have happened; those that certainly did not are left out. */
interface Transfer {
  key: string;
  from: string;
  to: string;
  amount: number;
  nth: number;
  acknowledged: boolean;
}

/** What each account has, by its key. */
export type Balances = ReadonlyMap<string, number>;

/** The accounts of a history: what the nemesis declared, and every transfer. */
export class BankLedger {
  readonly values = new ValueReader();
  readonly #transfers: Transfer[] = [];
  readonly #declared: unknown[] = [];
  #initial: Balances | undefined;

  /** What each account began with; undefined: the history does not say so far, or contradicts itself. */
  get initial(): Balances | undefined {
    return this.#initial;
  }

  get hasTransfers(): boolean {
    return this.#transfers.length > 0;
  }

  declare({ sent }: Call): void {
    this.#declared.push(sent);
    this.#initial = this.#declared.length > 1 ? undefined : mapOf(accountsSchema.safeParse(sent).data);
  }

  transfer({ key, sent, outcome, nth }: Call): void {
    if (outcome === 'fail') return;
    const transfer = this.values.read(transferSchema, sent, `What the transfer ${key} sent`, nth);
    if (transfer === undefined) return;
    this.#transfers.push({ ...transfer, key, nth, acknowledged: outcome === 'ok' });
  }

  /** The history is over. @param suspect keys of which it contradicts itself: nobody knows how those transfers ended. */
  end(suspect: ReadonlySet<string>): void {
    const [declared, ...more] = this.#declared;
    if (more.length > 0) this.values.note('What the accounts began with was declared more than once.', -1);
    else if (declared !== undefined) {
      this.values.read(accountsSchema, declared, 'What the accounts began with', -1);
    }
    for (const transfer of this.#transfers) {
      const { key, from, to, nth } = transfer;
      const stranger = [from, to].find((account) => this.#initial?.has(account) === false);
      if (stranger !== undefined) {
        this.values.note(`The transfer ${key} names ${stranger}, which was never made.`, nth);
      }
      if (suspect.has(key)) transfer.acknowledged = false;
    }
  }

  /**
   * What each account may have after all transfers: what it began with, the acknowledged ones applied, and each
   * one of unknown outcome either applied or not.
   */
  bounds(initial: Balances): Map<string, { from: number; to: number }> {
    const bounds = new Map([...initial].map(([key, balance]) => [key, { from: balance, to: balance }]));
    const change = (key: string, by: number, acknowledged: boolean): void => {
      const bound = bounds.get(key);
      if (bound === undefined) return;
      bound.from += acknowledged ? by : Math.min(by, 0);
      bound.to += acknowledged ? by : Math.max(by, 0);
    };
    for (const { from, to, amount, acknowledged } of this.#transfers) {
      if (from === to) continue;
      change(from, -amount, acknowledged);
      change(to, amount, acknowledged);
    }
    return bounds;
  }
}

function mapOf(accounts: Record<string, number> | undefined): Balances | undefined {
  return accounts === undefined ? undefined : new Map(Object.entries(accounts));
}
