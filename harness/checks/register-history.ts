import type { LinearHistory } from './linear-order.ts';
import { NOTHING } from './register-codes.ts';
import type { RegisterLedger } from './register-ledger.ts';
import { DID, isPure, RegisterModel } from './register-model.ts';

/** The operations of one register, for the search; used again for one register after the other. */
export class RegisterHistory implements LinearHistory {
  count = 0;
  invokedAt = new Float64Array(0);
  completedAt = new Float64Array(0);
  pure = new Uint8Array(0);
  readonly model = new RegisterModel();
  readonly #ledger: RegisterLedger;

  constructor(ledger: RegisterLedger) {
    this.#ledger = ledger;
    this.model.initial = NOTHING;
  }

  /** Takes the place of what was here before. */
  load(slot: number): void {
    const ledger = this.#ledger;
    const { last, count } = ledger.last(slot);
    this.#reserve(count + 1);
    const { model, invokedAt, completedAt, pure } = this;
    let at = count;
    for (let number = last - 1; number >= 0; number = ledger.before.get(number) - 1) {
      at -= 1;
      const did = ledger.did.get(number);
      model.did[at] = did;
      model.a[at] = ledger.a.get(number);
      model.b[at] = ledger.b.get(number);
      invokedAt[at] = ledger.invokedAt.get(number);
      completedAt[at] = ledger.completedAt.get(number);
      pure[at] = isPure(did) ? 1 : 0;
    }
    this.count = count;
  }

  /** Adds a read after everything else. */
  readAtEnd(code: number): void {
    const at = this.count;
    this.#set(at, DID.read, code);
    this.invokedAt[at] = Number.MAX_VALUE;
    this.completedAt[at] = Number.MAX_VALUE;
    this.count = at + 1;
  }

  dropLast(): void {
    this.count -= 1;
  }

  /** What the register can have held: nothing, and whatever may have been written to it. */
  written(): Set<number> {
    const { did, a, b } = this.model;
    const written = new Set<number>([NOTHING]);
    for (let i = 0; i < this.count; i++) {
      if (did[i] === DID.write) written.add(a[i] ?? 0);
      else if (did[i] === DID.swap || did[i] === DID.attempt) written.add(b[i] ?? 0);
    }
    return written;
  }

  /** The operations that saw a value which nobody wrote. */
  strange(written: ReadonlySet<number>): number[] {
    const { did, a } = this.model;
    return Array.from({ length: this.count }, (_, i) => i).filter(
      (i) => (did[i] === DID.read || did[i] === DID.swap) && !written.has(a[i] ?? 0),
    );
  }

  /** Leaves out what these operations saw, of reads all there is: the others can be judged then. */
  setAside(operations: readonly number[]): void {
    for (const i of operations) {
      if (this.model.did[i] === DID.read) this.completedAt[i] = Infinity;
      else this.#set(i, DID.write, this.model.b[i] ?? 0);
    }
  }

  #set(at: number, did: number, a: number): void {
    this.model.did[at] = did;
    this.model.a[at] = a;
    this.pure[at] = isPure(did) ? 1 : 0;
  }

  #reserve(size: number): void {
    if (this.pure.length >= size) return;
    const { model } = this;
    this.invokedAt = new Float64Array(size * 2);
    this.completedAt = new Float64Array(size * 2);
    this.pure = new Uint8Array(size * 2);
    model.did = new Uint8Array(size * 2);
    model.a = new Int32Array(size * 2);
    model.b = new Int32Array(size * 2);
  }
}
