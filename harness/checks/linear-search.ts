import { LinearCache, mix } from './linear-cache.ts';
import { REFUSED, type LinearModel } from './linear-model.ts';
import { LinearOrder, NO_TWIN, type LinearHistory } from './linear-order.ts';

const NONE = -1;
const STATES = 8;

/**
 * The search behind `LinearChecker`: what is placed, in which order, and what is left to choose. Used again
 * for one history after the other, so that its columns are allocated once.
 */
export class LinearSearch {
  readonly #order = new LinearOrder();
  readonly cache = new LinearCache();
  #model!: LinearModel;
  /** A bit for each node. */
  #placed = new Int32Array(0);
  /** The nodes that are placed, in their order; complemented where there was no other choice. */
  #stackNode = new Int32Array(0);
  /** The state before each of them. */
  #stackState = new Int32Array(0);
  #depth = 0;
  #hash = 0;
  #state = 0;
  /** The first completed operation, by return, that is not placed: what was invoked after its return has to wait. */
  #frontier = 0;
  #until = 0;
  #asked = 0;
  /** The furthest that the frontier ever came. */
  furthest = 0;
  /** The states in which there was nothing left to try with the frontier at `furthest`, eight at most. */
  states: number[] = [];

  begin(history: LinearHistory, model: LinearModel, configurations: number): void {
    const order = this.#order;
    order.load(history, model);
    const words = (order.pureHead >> 5) + 2;
    if (this.#placed.length < words) {
      this.#placed = new Int32Array(words * 2);
      this.#stackNode = new Int32Array(words * 64);
      this.#stackState = new Int32Array(words * 64);
    } else this.#placed.fill(0, 0, words);
    this.cache.begin(order, this.#placed, configurations);
    this.#model = model;
    this.#depth = 0;
    this.#hash = 0;
    this.#state = model.initial;
    this.#frontier = 0;
    this.#until = order.completedAt[0] ?? 0;
    this.#asked = 0;
    this.furthest = 0;
    this.states = [];
  }

  /** How often the model was asked, or a configuration compared with another one in vain. */
  get steps(): number {
    return this.#asked + this.cache.compared;
  }

  /** Whether every completed operation is placed. */
  isComplete(): boolean {
    return this.#frontier === this.#order.completed;
  }

  /** The operation that the frontier never got past. */
  get stuck(): number | undefined {
    return this.#order.operation[this.furthest];
  }

  /** Places the reads that agree with the state: they stand in nobody's way, and need no alternative. */
  placeReads(): void {
    const { invokedAt, operation, next, pureHead } = this.#order;
    const model = this.#model;
    const state = this.#state;
    for (let node = next[pureHead] ?? 0; (invokedAt[node] ?? 0) <= this.#until; node = next[node] ?? 0) {
      this.#asked += 1;
      if (model.step(state, operation[node] ?? 0) === REFUSED) continue;
      this.#mark(node);
      this.#push(node, ~node);
      if (this.isComplete()) break;
    }
    if (this.#frontier > this.furthest) {
      this.furthest = this.#frontier;
      this.states = [];
    }
  }

  /** Places the next operation that leads to something new, going back where there is none; false where all was tried. */
  placeNext(): boolean {
    const { completed, effectHead, next } = this.#order;
    let node = next[effectHead] ?? 0;
    let unknown = false;
    while (!this.#choose(node, unknown)) {
      this.#remember();
      const back = this.#goBack();
      if (back === NONE) return false;
      unknown = back >= completed;
      node = next[back] ?? 0;
    }
    return true;
  }

  /** Goes through what may be placed now, from this node on: first what certainly happened, then what may have. */
  #choose(from: number, fromUnknown: boolean): boolean {
    const { invokedAt, operation, next, completed, unknownHead, twin } = this.#order;
    const model = this.#model;
    const state = this.#state;
    const until = this.#until;
    const depth = this.#depth;
    // An operation of unknown outcome was placed last: only what would not do the same without it may follow.
    const idle = (this.#stackNode[depth - 1] ?? 0) >= completed;
    const before = idle ? (this.#stackState[depth - 1] ?? 0) : 0;
    let node = from;
    let unknown = fromUnknown;
    for (;;) {
      if ((invokedAt[node] ?? 0) > until) {
        if (unknown) return false;
        unknown = true;
        node = next[unknownHead] ?? 0;
        continue;
      }
      if (unknown && this.#waits(twin[node] ?? NO_TWIN)) {
        node = next[node] ?? 0;
        continue;
      }
      const index = operation[node] ?? 0;
      const after = model.step(state, index);
      this.#asked += 1;
      if (
        after !== REFUSED &&
        !(unknown && after === state) &&
        !(idle && model.step(before, index) === after)
      ) {
        this.#mark(node);
        if (this.isComplete() || this.cache.add(this.#hash, this.#frontier, after)) {
          this.#push(node, node);
          this.#state = after;
          return true;
        }
        this.#unmark(node);
      }
      node = next[node] ?? 0;
    }
  }

  /** Whether an operation's twin has not been placed: it was invoked earlier, and stands for the operation. */
  #waits(twin: number): boolean {
    return twin !== NO_TWIN && ((this.#placed[twin >> 5] ?? 0) & (1 << (twin & 31))) === 0;
  }

  #remember(): void {
    if (this.#frontier < this.furthest || this.states.length === STATES) return;
    if (!this.states.includes(this.#state)) this.states.push(this.#state);
  }

  /** Takes back what was placed up to the last choice, and that too; returns what was chosen there. */
  #goBack(): number {
    const { next, previous } = this.#order;
    while (this.#depth > 0) {
      this.#depth -= 1;
      const pushed = this.#stackNode[this.#depth] ?? 0;
      const node = pushed < 0 ? ~pushed : pushed;
      next[previous[node] ?? 0] = node;
      previous[next[node] ?? 0] = node;
      this.#unmark(node);
      if (pushed < 0) continue;
      this.#state = this.#stackState[this.#depth] ?? 0;
      return node;
    }
    return NONE;
  }

  #push(node: number, pushed: number): void {
    const { next, previous } = this.#order;
    next[previous[node] ?? 0] = next[node] ?? 0;
    previous[next[node] ?? 0] = previous[node] ?? 0;
    this.#stackNode[this.#depth] = pushed;
    this.#stackState[this.#depth] = this.#state;
    this.#depth += 1;
  }

  #mark(node: number): void {
    const placed = this.#placed;
    placed[node >> 5] = (placed[node >> 5] ?? 0) | (1 << (node & 31));
    if (node < this.#order.completed) this.#hash ^= mix(node + 1);
    if (node !== this.#frontier) return;
    let frontier = node;
    do frontier += 1;
    while (((placed[frontier >> 5] ?? 0) & (1 << (frontier & 31))) !== 0 && frontier < this.#order.completed);
    this.#frontier = frontier;
    this.#until = this.#order.completedAt[frontier] ?? 0;
  }

  #unmark(node: number): void {
    const placed = this.#placed;
    placed[node >> 5] = (placed[node >> 5] ?? 0) & ~(1 << (node & 31));
    if (node < this.#order.completed) this.#hash ^= mix(node + 1);
    if (node >= this.#frontier) return;
    this.#frontier = node;
    this.#until = this.#order.completedAt[node] ?? 0;
  }
}
