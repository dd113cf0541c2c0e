import { REFUSED, type LinearModel } from './linear-model.ts';

/** What one operation on a register did, as far as its answer tells. */
export const DID = {
  /** Wrote `a`, or may have. */
  write: 0,
  /** Came back with `a`. */
  read: 1,
  /** Found `a` and wrote `b`. */
  swap: 2,
  /** Did not find `a`, and wrote nothing. */
  refusal: 3,
  /** Nobody knows whether it found `a` and wrote `b`. */
  attempt: 4,
} as const;

/** Operations on one register, in columns. Values are codes: any integers but `REFUSED`. */
export class RegisterModel implements LinearModel {
  initial = 0;
  did = new Uint8Array(0);
  a = new Int32Array(0);
  b = new Int32Array(0);

  step(state: number, operation: number): number {
    const a = this.a[operation] ?? 0;
    switch (this.did[operation]) {
      case DID.write:
        return a;
      case DID.read:
        return state === a ? state : REFUSED;
      case DID.swap:
        return state === a ? (this.b[operation] ?? 0) : REFUSED;
      case DID.refusal:
        return state === a ? REFUSED : state;
      default:
        return state === a ? (this.b[operation] ?? 0) : state;
    }
  }

  alike(one: number, other: number): boolean {
    const { did, a, b } = this;
    return did[one] === did[other] && a[one] === a[other] && (did[one] === DID.write || b[one] === b[other]);
  }
}

/** Whether an operation never changes a register. */
export const isPure = (did: number): boolean => did === DID.read || did === DID.refusal;
