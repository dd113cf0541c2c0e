import type { MutantCoverage } from '@stryker-mutator/api/core';

/** What instrumented code reads and writes, under the name that Stryker gives it. */
interface Shared {
  activeMutant: string | undefined;
  currentTestId: string | undefined;
  mutantCoverage: MutantCoverage;
  /** How often code asked which mutant is in force since a test began, and how often it may. */
  calls: number;
  callLimit: number;
}

/** The heads of the two functions that Stryker adds to every module. */
const COUNTING = 'function stryCov_9fa48() {';
const ASKING = 'function isActive(id) {';

const WATCHED = `${ASKING}
  if (++ns.calls > ns.callLimit) throw new Error('The mutant makes the code endless.');
`;

/** The code that Stryker has instrumented: which mutant is in force, what is reached, and whether it ever ends. */
export class Instrumented {
  readonly #shared: Shared;
  #counts = false;

  constructor() {
    const global = globalThis as { __stryker__?: Shared };
    this.#shared = global.__stryker__ ??= {
      activeMutant: undefined,
      currentTestId: undefined,
      mutantCoverage: { static: {}, perTest: {} },
      calls: 0,
      callLimit: Infinity,
    };
  }

  /**
   * What is loaded in place of an instrumented source. Only while mutants are counted does it note which of
   * them are reached: that takes most of the time of code that does little else.
   */
  edit(source: string): string {
    const watched = source.replace(ASKING, WATCHED);
    return this.#counts ? watched : watched.replace(COUNTING, `${COUNTING}}\nfunction unused() {`);
  }

  /** From now on code that is loaded notes which mutants are reached, in what this gives. */
  count(): MutantCoverage {
    this.#counts = true;
    return this.#shared.mutantCoverage;
  }

  countNoMore(): void {
    this.#counts = false;
  }

  async withMutant<T>(id: string, run: () => Promise<T>): Promise<T> {
    this.#shared.activeMutant = id;
    try {
      return await run();
    } finally {
      this.#shared.activeMutant = undefined;
      this.#shared.callLimit = Infinity;
    }
  }

  begin(testId: string, callLimit: number): void {
    Object.assign(this.#shared, { currentTestId: testId, calls: 0, callLimit });
  }

  /** How often the test asked for the mutant in force. What is loaded after it may ask as often as it likes. */
  end(): number {
    this.#shared.currentTestId = undefined;
    this.#shared.callLimit = Infinity;
    return this.#shared.calls;
  }
}
