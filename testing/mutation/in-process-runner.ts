import type { StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, tokens } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  toMutantRunResult,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner';
import { Instrumented } from './instrumented.ts';
import { collect } from './registry.ts';
import { runTests, saidBy, type TestRun } from './run-tests.ts';
import { SandboxModules } from './sandbox-modules.ts';
import {
  inOrder,
  loadTestFiles,
  savedEfforts,
  saveEfforts,
  testsInOrder,
  type Efforts,
  type TestFile,
} from './test-files.ts';

/** The section `inProcess` of Stryker's options: patterns of the files of tests, and of those that are left out. */
interface InProcessOptions {
  tests: string[];
  exclude: string[];
}

/**
 * Runs Jest's tests in Stryker's own process. Jest loads every module anew for every run, which takes
 * seconds for each mutant; here all tests are loaded once, and a mutant is switched on between two runs.
 * Only a mutant of code that runs while a module is loaded needs its modules anew: of those it gets a
 * generation of its own, with the files of tests that depend on it.
 */
export class InProcessRunner implements TestRunner {
  static inject = tokens(commonTokens.options);
  readonly #options: InProcessOptions;
  readonly #code = new Instrumented();
  readonly #modules: SandboxModules;
  #files: TestFile[] | undefined;
  #efforts: Efforts | undefined;

  constructor(options: StrykerOptions) {
    this.#options = options.inProcess as InProcessOptions;
    const replaced = {
      '@jest/globals': import.meta.resolve('./jest-globals.ts'),
      'fast-check': import.meta.resolve('./fast-check.ts'),
    };
    this.#modules = new SandboxModules(process.cwd(), replaced, (source) => this.#code.edit(source));
  }

  capabilities(): { reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  /** Runs all tests, and notes by which of them each mutant is reached. */
  async dryRun(): Promise<DryRunResult> {
    let run: TestRun = { results: [], efforts: {} };
    const mutantCoverage = await this.#code.counting(async () => {
      const tests = (await this.#allFiles()).flatMap((file) => file.tests);
      run = await runTests(tests, this.#code, { bail: false, known: {} });
    });
    saveEfforts(run.efforts);
    this.#files = undefined;
    this.#modules.renew();
    return { status: DryRunStatus.Complete, tests: run.results, mutantCoverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter, sandboxFileName: mutated, disableBail } = options;
    const files = (await this.#allFiles()).filter(({ closure }) => closure.has(mutated));
    const known = (this.#efforts ??= savedEfforts());
    return this.#code.withMutant(activeMutant.id, async () => {
      try {
        const run =
          testFilter === undefined
            ? await this.#runAnew(inOrder(files, mutated, known), !disableBail, known)
            : await this.#runSome(testsInOrder(files, mutated, known), testFilter, !disableBail, known);
        if (run.endless !== undefined) {
          return { status: MutantRunStatus.Timeout, reason: `It makes a test endless: ${run.endless}` };
        }
        return toMutantRunResult({ status: DryRunStatus.Complete, tests: run.results }, disableBail);
      } catch (error) {
        // A file of tests that cannot be loaded is one that fails.
        const killedBy = files.flatMap(({ tests }) => tests.map(({ id }) => id)).slice(0, 1);
        return { status: MutantRunStatus.Killed, failureMessage: saidBy(error), killedBy, nrOfTests: 1 };
      }
    });
  }

  async #allFiles(): Promise<TestFile[]> {
    const { tests, exclude } = this.#options;
    return (this.#files ??= await loadTestFiles(this.#modules, tests, exclude));
  }

  async #runSome(
    tests: TestFile['tests'],
    filter: readonly string[],
    bail: boolean,
    known: Efforts,
  ): Promise<TestRun> {
    const ids = new Set(filter);
    return runTests(
      tests.filter(({ id }) => ids.has(id)),
      this.#code,
      { bail, known },
    );
  }

  /** Loads files of tests and all that they depend on anew, with the mutant in force, and runs them. */
  async #runAnew(files: readonly TestFile[], bail: boolean, known: Efforts): Promise<TestRun> {
    this.#modules.renew();
    const all: TestRun = { results: [], efforts: {} };
    for (const { name, path } of files) {
      const tests = await collect(name, () => this.#modules.load(path));
      const run = await runTests(tests, this.#code, { bail, known });
      all.results.push(...run.results);
      if (run.endless !== undefined) return run;
      if (bail && all.results.at(-1)?.status === TestStatus.Failed) break;
    }
    return all;
  }
}
