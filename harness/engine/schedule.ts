import { nextOf, type Piece, type Running } from './precedence.ts';

/** What work is given with its turn. */
export interface Slot {
  /** Resolves when nothing else is under way; beside a `cluster` scenario nothing begins from then on until it is calm. */
  alone: Promise<void>;
  /** To be called when one of its scenarios has ended. */
  oneEnded: () => void;
  /** To be called when all faults are over, and nothing waits for recovery any more, whatever came of it. */
  calmed: () => void;
}

interface Entry extends Running {
  /** How many scenarios it counts as. */
  weight: number;
  begin: () => void;
  alone: PromiseWithResolvers<undefined>;
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
   * @param weight how many scenarios it is; it begins where one may, and takes as many slots, all but one at most.
   */
  run<T>(piece: Piece, work: (slot: Slot) => Promise<T>, weight = 1): Promise<T> {
    const turn = new Promise<Entry>((resolve) => {
      const entry: Entry = {
        ...piece,
        weight,
        calm: false,
        alone: Promise.withResolvers<undefined>(),
        begin: () => {
          resolve(entry);
        },
      };
      this.#waiting.push(entry);
    });
    this.#wake();
    const done = turn.then(async (entry) => {
      try {
        return await work({
          alone: entry.alone.promise,
          oneEnded: () => {
            entry.weight = Math.max(entry.weight - 1, 1); // the last one ends with the work
            this.#wake();
          },
          calmed: () => {
            entry.calm = true;
            this.#wake();
          },
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
        Array<Running>(slotsOf(entry, this.#parallel)).fill(entry),
      );
      const index = nextOf(this.#waiting, running, this.#parallel);
      const [entry] = index === undefined ? [] : this.#waiting.splice(index, 1);
      if (entry === undefined) break;
      this.#running.add(entry);
      entry.begin();
    }
    if (this.#running.size === 1) for (const { alone } of this.#running) alone.resolve(undefined);
  }
}
