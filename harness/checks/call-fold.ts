import type { Call } from './calls.ts';

/**
 * Something that is counted or measured over all writes of a history as they go by. It keeps no call: the one it
 * is shown may be another one afterwards.
 */
export interface WriteFold {
  /** @param acknowledgedAt when the client saw it acknowledged, whatever the contract makes of that; NaN: it did not. */
  write(call: Call, acknowledgedAt: number): void;
  /** Every call that is yet to come was invoked at this time or later. */
  settled?(before: number): void;
}

/** One that is shown nothing more once it has thrown. */
export class GuardedFold<T extends WriteFold> implements WriteFold {
  readonly #fold: T;
  #thrown: { error: unknown } | undefined;

  constructor(fold: T) {
    this.#fold = fold;
  }

  write(call: Call, acknowledgedAt: number): void {
    if (this.#thrown !== undefined) return;
    try {
      this.#fold.write(call, acknowledgedAt);
    } catch (error) {
      this.#thrown = { error };
    }
  }

  settled(before: number): void {
    if (this.#thrown !== undefined) return;
    try {
      this.#fold.settled?.(before);
    } catch (error) {
      this.#thrown = { error };
    }
  }

  /** What was folded. @throws what it threw meanwhile. */
  folded(): T {
    if (this.#thrown !== undefined) throw this.#thrown.error;
    return this.#fold;
  }
}
