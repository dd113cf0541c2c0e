import type { LinearModel } from './linear-model.ts';

/** A history of one object, in columns. */
export interface LinearHistory {
  /** How many operations there are; the columns may be longer. */
  readonly count: number;
  readonly invokedAt: Float64Array;
  /** Infinity: the outcome is unknown, and the operation may take effect at any time after its invocation, or never. */
  readonly completedAt: Float64Array;
  /** 1 where the operation never changes the state, whatever it finds: a read. */
  readonly pure: Uint8Array;
}

/** So many operations of unknown outcome are gone back for a twin: a history may have tens of thousands of them. */
const FAR = 256;

/** In place of a twin: there is none. */
export const NO_TWIN = -1;

/**
 * A history as the search goes through it. Its nodes are: the completed operations, in the order of their
 * returns, `0` to `completed - 1`; the ones of unknown outcome, in the order of their invocations, from
 * `unknownFrom` on, a multiple of 32; the heads of three lists; and their common tail. The lists hold what has
 * not been placed yet, in the order of invocation: reads, completed operations that may change the state, and those
 * of unknown outcome that may. What is of unknown outcome and changes nothing says nothing, and is in none.
 */
export class LinearOrder {
  completed = 0;
  unknownFrom = 0;
  pureHead = 0;
  effectHead = 0;
  unknownHead = 0;
  /** The operation's index in the history, for each node. */
  operation = new Int32Array(0);
  /** Infinity for the tail. */
  invokedAt = new Float64Array(0);
  completedAt = new Float64Array(0);
  next = new Int32Array(0);
  previous = new Int32Array(0);
  /** The highest node that may be placed while this one has not been: the last to return among those invoked by its return. */
  reach = new Int32Array(0);
  /** Of each node of unknown outcome: the last one invoked before it that does the same, not too far back, or `NO_TWIN`. */
  twin = new Int32Array(0);
  #byReturn = new Int32Array(0);
  #byInvocation = new Int32Array(0);

  /** Takes the place of what was here before; the columns are used again. */
  load({ count, invokedAt, completedAt, pure }: LinearHistory, model: Pick<LinearModel, 'alike'> = {}): void {
    this.#reserve(count);
    const byReturn = this.#byReturn;
    const byInvocation = this.#byInvocation;
    let completed = 0;
    let unknown = 0;
    for (let i = 0; i < count; i++) {
      if (completedAt[i] === Infinity) {
        if (pure[i] === 0) byInvocation[unknown++] = i;
      } else byReturn[completed++] = i;
    }
    const unknownFrom = (completed + 31) & ~31;
    const pureHead = unknownFrom + unknown;
    const tail = pureHead + 3;
    this.completed = completed;
    this.unknownFrom = unknownFrom;
    this.pureHead = pureHead;
    this.effectHead = pureHead + 1;
    this.unknownHead = pureHead + 2;
    sortBy(byReturn, completed, completedAt);
    sortBy(byInvocation, unknown, invokedAt);

    this.invokedAt[tail] = Infinity;
    let last = pureHead + 2;
    for (let i = 0; i < unknown; i++) {
      this.#keep(unknownFrom + i, byInvocation[i] ?? 0, invokedAt, completedAt);
      last = this.#link(last, unknownFrom + i);
      this.twin[unknownFrom + i] = this.#twinOf(unknownFrom + i, model);
    }
    this.#link(last, tail);
    for (let i = 0; i < completed; i++) {
      this.#keep(i, byReturn[i] ?? 0, invokedAt, completedAt);
      byInvocation[i] = i;
    }
    sortBy(byInvocation, completed, this.invokedAt);
    let lastPure = pureHead;
    let lastEffect = pureHead + 1;
    for (let i = 0; i < completed; i++) {
      const node = byInvocation[i] ?? 0;
      if (pure[this.operation[node] ?? 0] === 1) lastPure = this.#link(lastPure, node);
      else lastEffect = this.#link(lastEffect, node);
    }
    this.#link(lastPure, tail);
    this.#link(lastEffect, tail);
    this.#reachOut();
  }

  #keep(node: number, index: number, invokedAt: Float64Array, completedAt: Float64Array): void {
    this.operation[node] = index;
    this.invokedAt[node] = invokedAt[index] ?? 0;
    this.completedAt[node] = completedAt[index] ?? 0;
  }

  #twinOf(node: number, model: Pick<LinearModel, 'alike'>): number {
    const { operation, unknownFrom } = this;
    for (let other = node - 1; other >= Math.max(unknownFrom, node - FAR); other--) {
      if (model.alike?.(operation[other] ?? 0, operation[node] ?? 0) === true) return other;
    }
    return NO_TWIN;
  }

  #link(from: number, to: number): number {
    this.next[from] = to;
    this.previous[to] = from;
    return to;
  }

  #reachOut(): void {
    const { completed, completedAt, invokedAt, reach } = this;
    const byInvocation = this.#byInvocation;
    let seen = 0;
    let highest = 0;
    for (let node = 0; node < completed; node++) {
      const until = completedAt[node] ?? 0;
      while (seen < completed && (invokedAt[byInvocation[seen] ?? 0] ?? 0) <= until) {
        highest = Math.max(highest, byInvocation[seen] ?? 0);
        seen += 1;
      }
      reach[node] = highest;
    }
  }

  #reserve(count: number): void {
    const nodes = count + 36;
    if (this.operation.length >= nodes) return;
    const size = nodes * 2;
    this.operation = new Int32Array(size);
    this.invokedAt = new Float64Array(size);
    this.completedAt = new Float64Array(size);
    this.next = new Int32Array(size);
    this.previous = new Int32Array(size);
    this.reach = new Int32Array(size);
    this.twin = new Int32Array(size);
    this.#byReturn = new Int32Array(size);
    this.#byInvocation = new Int32Array(size);
  }
}

/** So many moves for each element pay off: histories come nearly sorted. */
const MOVES = 16;

/** Sorts the first `count` indices by what they stand for, in place; equal ones stay in their order. */
function sortBy(indices: Int32Array, count: number, by: Float64Array): void {
  // Stryker disable next-line all: after how many moves it is left to the other sort, which gives the same order
  let moves = MOVES * count;
  for (let i = 1; i < count; i++) {
    const index = indices[i] ?? 0;
    const value = by[index] ?? 0;
    let j = i - 1;
    while (j >= 0 && (by[indices[j] ?? 0] ?? 0) > value) {
      indices[j + 1] = indices[j] ?? 0;
      j -= 1;
    }
    indices[j + 1] = index;
    // Stryker disable next-line all: as above
    moves -= i - 1 - j;
    // Stryker disable next-line all: as above
    if (moves < 0) {
      indices.subarray(0, count).sort((a, b) => (by[a] ?? 0) - (by[b] ?? 0));
      return;
    }
  }
}
