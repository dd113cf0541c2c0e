import type { MicroOperation } from '../../../harness/model/functions.ts';
import type { Element } from '../../../harness/model/read-back.ts';
import { ACCOUNTS, COUNTERS, INITIAL_BALANCE, type Write } from '../../../harness/stack/table-plan.ts';

/** What a server that does as it is told would answer, and hold at the end. */
export class SimulatedServer {
  readonly #elements = new Map<string, string>();
  readonly #counters = new Map<string, number>(COUNTERS.map((key) => [key, 0]));
  readonly #accounts = new Map<string, number>(ACCOUNTS.map((key) => [key, INITIAL_BALANCE]));
  readonly #groups = new Map<string, number>();
  readonly #lists = new Map<string, number[]>();
  readonly #registers = new Map<string, number>();

  /** What is sent of a write, as the history keeps it, and what comes back. */
  perform(write: Write): { sent: unknown; got: unknown } {
    switch (write.f) {
      case 'add':
        this.#elements.set(write.key, write.sha256);
        return { sent: { sha256: write.sha256, size: write.data.length }, got: undefined };
      case 'remove':
        return { sent: undefined, got: this.#elements.delete(write.key) ? 1 : 0 };
      case 'increment':
        return { sent: undefined, got: this.#change(this.#counters, write.key, 1) };
      case 'transfer':
        this.#change(this.#accounts, write.from, -write.amount);
        this.#change(this.#accounts, write.to, write.amount);
        return { sent: { from: write.from, to: write.to, amount: write.amount }, got: undefined };
      case 'add-group':
        this.#groups.set(write.key, write.rows);
        return { sent: { rows: write.rows }, got: undefined };
      case 'transact':
        return { sent: write.operations, got: write.operations.map((one) => this.#step(one)) };
      case 'write':
        this.#registers.set(write.key, write.value);
        return { sent: write.value, got: undefined };
      case 'cas': {
        const swaps = (this.#registers.get(write.key) ?? null) === write.from;
        if (swaps) this.#registers.set(write.key, write.to);
        return { sent: { from: write.from, to: write.to }, got: swaps };
      }
      case 'read-register':
        return { sent: undefined, got: this.#registers.get(write.key) ?? null };
    }
  }

  /** A snapshot, with some of the groups. */
  read(groups: readonly string[]): unknown {
    return {
      counters: Object.fromEntries(this.#counters),
      accounts: Object.fromEntries(this.#accounts),
      groups: Object.fromEntries(groups.map((key) => [key, this.#groups.get(key) ?? 0])),
    };
  }

  *held(): Generator<Element> {
    for (const [key, sha256] of this.#elements) yield { of: 'element', key, sha256, stored: sha256 };
    for (const [key, value] of this.#counters) yield { of: 'counter', key, value };
    for (const [key, balance] of this.#accounts) yield { of: 'account', key, balance };
    for (const [key, rows] of this.#groups) yield { of: 'group', key, rows };
    for (const [key, value] of this.#registers) yield { of: 'register', key, value };
    for (const [key, values] of this.#lists) yield { of: 'list', key, values };
  }

  #change(map: Map<string, number>, key: string, by: number): number {
    const value = (map.get(key) ?? 0) + by;
    map.set(key, value);
    return value;
  }

  #step([kind, list, value]: MicroOperation): MicroOperation {
    const values = this.#lists.get(list) ?? [];
    if (kind === 'read') return ['read', list, [...values]];
    this.#lists.set(list, [...values, value]);
    return ['append', list, value];
  }
}
