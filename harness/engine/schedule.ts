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

/**
 * The index of the waiting scenario that begins next, or undefined while none may. With one slot they begin
 * in the order in which they were asked for. A cluster scenario waits for all others that are asked for, which
 * are finitely many.
 */
export function nextOf(
  waiting: readonly Scope[],
  running: readonly Scope[],
  parallel: number,
): number | undefined {
  if (running.length >= parallel || waiting.length === 0) return undefined;
  if (parallel === 1) return 0;
  const scope = ORDER.find((one) => waiting.includes(one) && mayBegin(one, running));
  return scope === undefined ? undefined : waiting.indexOf(scope);
}

interface Entry {
  scope: Scope;
  begin: () => void;
}

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
   */
  run<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
    const turn = new Promise<Entry>((resolve) => {
      const entry: Entry = {
        scope,
        begin: () => {
          resolve(entry);
        },
      };
      this.#waiting.push(entry);
    });
    this.#wake();
    const done = turn.then(async (entry) => {
      try {
        return await work();
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
      const index = nextOf(this.#scopes(this.#waiting), this.#scopes(this.#running), this.#parallel);
      const [entry] = index === undefined ? [] : this.#waiting.splice(index, 1);
      if (entry === undefined) return;
      this.#running.add(entry);
      entry.begin();
    }
  }

  #scopes(entries: Iterable<Entry>): Scope[] {
    return Array.from(entries, (entry) => entry.scope);
  }
}
