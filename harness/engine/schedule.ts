import type { Scope } from '../scenario/scenarios.ts';

/** Node scenarios wait longest for Kubernetes and begin first; pods ones fill up beside them; cluster ones need everything for themselves and come last. */
const ORDER: readonly Scope[] = ['node', 'pods', 'cluster'];

/**
 * Whether a scenario of this scope may begin beside those under way: `pods` beside `pods` and `node`, `node`
 * beside `pods` alone, since there is one node for faults, `cluster` beside nothing.
 */
export function mayBegin(scope: Scope, running: readonly Scope[]): boolean {
  switch (scope) {
    case 'pods':
      return !running.includes('cluster');
    case 'node':
      return running.every((other) => other === 'pods');
    case 'cluster':
      return running.length === 0;
  }
}

/** What waits for its turn, or has it. */
export interface Piece {
  scope: Scope;
  /** Of what it is one of several: the stack. */
  of: string;
}

/**
 * The index of the waiting scenario that begins next, or undefined while none may: of those of the scope whose turn it is,
 * the first one of the stack that has the fewest under way, since one stack's scenarios all want the same at
 * the same time. With one slot they begin in the order in which they were asked for. A cluster scenario waits for all
 * others that are asked for, which are finitely many.
 */
export function nextOf(
  waiting: readonly Piece[],
  running: readonly Piece[],
  parallel: number,
): number | undefined {
  if (running.length >= parallel || waiting.length === 0) return undefined;
  if (parallel === 1) return 0;
  const scopes = running.map(({ scope }) => scope);
  const scope = ORDER.find((one) => waiting.some((other) => other.scope === one) && mayBegin(one, scopes));
  const underWay = (of: string): number => running.filter((one) => one.of === of).length;
  let next: number | undefined;
  for (const [index, piece] of waiting.entries()) {
    if (piece.scope !== scope) continue;
    const before = next === undefined ? undefined : waiting[next];
    if (before === undefined || underWay(piece.of) < underWay(before.of)) next = index;
  }
  return next;
}

interface Entry extends Piece {
  /** How many scenarios it counts as. */
  weight: number;
  begin: () => void;
}

/**
 * How many of `parallel` slots work takes. Several scenarios that are hit together wait together as well, for Kubernetes above all:
 * they leave one slot to others.
 */
const slotsOf = ({ weight }: Entry, parallel: number): number => Math.max(Math.min(weight, parallel - 1), 1);

/** Gives work its turn: at most `parallel` at once, and only beside what it tolerates. */
export class Schedule {
  readonly #parallel: number;
  readonly #waiting: Entry[] = [];
  readonly #running = new Set<Entry>();
  readonly #asked = new Set<Promise<unknown>>();
  #woken = false;

  constructor(parallel: number) {
    this.#parallel = parallel;
  }

  /**
   * Runs work when its turn has come, and settles as the work does. What is asked for in one go is put in
   * order before the first begins.
   * @param work is given what to call when one of its scenarios has ended.
   * @param weight how many scenarios it is; it begins where one may, and takes as many slots, all but one at most.
   */
  run<T>(piece: Piece, work: (oneEnded: () => void) => Promise<T>, weight = 1): Promise<T> {
    const turn = new Promise<Entry>((resolve) => {
      const entry: Entry = {
        ...piece,
        weight,
        begin: () => {
          resolve(entry);
        },
      };
      this.#waiting.push(entry);
    });
    this.#wake();
    const done = turn.then(async (entry) => {
      try {
        return await work(() => {
          entry.weight = Math.max(entry.weight - 1, 1); // the last one ends with the work
          this.#wake();
        });
      } finally {
        this.#running.delete(entry);
        this.#wake();
      }
    });
    this.#asked.add(done);
    const forget = (): void => {
      this.#asked.delete(done);
    };
    done.then(forget, forget);
    return done;
  }

  counts(): { running: number; waiting: number } {
    return { running: this.#running.size, waiting: this.#waiting.length };
  }

  /** Waits until nothing runs and nothing waits. Never rejects. */
  async idle(): Promise<void> {
    while (this.#asked.size > 0) await Promise.allSettled(this.#asked);
  }

  /** Looks for what may begin, once the caller has asked for all that it asks for now. */
  #wake(): void {
    if (this.#woken) return;
    this.#woken = true;
    queueMicrotask(() => {
      this.#woken = false;
      this.#beginAll();
    });
  }

  #beginAll(): void {
    for (;;) {
      const running = [...this.#running].flatMap((entry) =>
        Array<Piece>(slotsOf(entry, this.#parallel)).fill(entry),
      );
      const index = nextOf(this.#waiting, running, this.#parallel);
      const [entry] = index === undefined ? [] : this.#waiting.splice(index, 1);
      if (entry === undefined) return;
      this.#running.add(entry);
      entry.begin();
    }
  }
}
