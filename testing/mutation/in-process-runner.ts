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
import { dryRun, savedDryRun, type DryRun } from './dry-run.ts';
import { Instrumented } from './instrumented.ts';
import { collect } from './registry.ts';
import { runTests, saidBy, type Effort, type TestRun } from './run-tests.ts';
import { SandboxModules } from './sandbox-modules.ts';
import { inOrder, loadTestFiles, testsInOrder, type TestFile } from './test-files.ts';

/** The section `inProcess` of Stryker's options: patterns of the files of tests, and of those that are left out. */
interface InProcessOptions {
  tests: string[];
  exclude: string[];
  /** Milliseconds of tests, by what they take without a mutant, that one has to survive; the quickest come first. */
  enoughMs: number;
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
  #dryRun: DryRun | undefined;

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

  async dryRun(): Promise<DryRunResult> {
    const { results, coverage } = await dryRun(await this.#allFiles(), this.#modules, this.#code);
    this.#files = undefined;
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage: coverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const files = (await this.#allFiles()).filter(({ closure }) => closure.has(options.sandboxFileName));
    return this.#code.withMutant(options.activeMutant.id, async () => {
      try {
        const { results, endless } = await this.#run(files, options);
        if (endless !== undefined) {
          return { status: MutantRunStatus.Timeout, reason: `It makes a test endless: ${endless}` };
        }
        return toMutantRunResult({ status: DryRunStatus.Complete, tests: results }, options.disableBail);
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

  /** Runs the tests that reach a mutant, and loads anew, with the mutant in force, what reaches it while it is loaded. */
  async #run(files: readonly TestFile[], options: MutantRunOptions): Promise<TestRun> {
    const { activeMutant, testFilter, sandboxFileName, disableBail } = options;
    const { efforts, loads } = (this.#dryRun ??= savedDryRun());
    const how = { bail: !disableBail, known: efforts };
    const ordered = inOrder(files, sandboxFileName, efforts);
    if (testFilter === undefined) return this.#runAnew(ordered, how);
    const ids = new Set(testFilter);
    const reaching = testsInOrder(files, sandboxFileName, efforts).filter(({ id }) => ids.has(id));
    const tests = firstOf(reaching, efforts, this.#options.enoughMs);
    const run = await runTests(tests, this.#code, how);
    const loaders = loads[activeMutant.id] ?? [];
    if (loaders.length === 0 || hasFailed(run)) return run;
    const again = await this.#runAnew(
      ordered.filter(({ name }) => loaders.includes(name)),
      how,
    );
    return { ...again, results: [...run.results, ...again.results] };
  }

  async #runAnew(files: readonly TestFile[], how: Parameters<typeof runTests>[2]): Promise<TestRun> {
    this.#modules.renew();
    const all: TestRun = { results: [], efforts: {} };
    for (const { name, path } of files) {
      const tests = await collect(name, () => this.#modules.load(path));
      const run = await runTests(tests, this.#code, how);
      all.results.push(...run.results);
      if (run.endless !== undefined) return run;
      if (how.bail && hasFailed(run)) break;
    }
    return all;
  }
}

/**
 * The tests that come first, for so many milliseconds together, and at least one. What would be killed by a later one alone
 * counts as a survivor.
 */
function firstOf<T extends { id: string }>(
  tests: readonly T[],
  efforts: Readonly<Record<string, Effort>>,
  enoughMs: number,
): T[] {
  let spent = 0;
  return tests.filter(({ id }, i) => {
    spent += efforts[id]?.ms ?? 0;
    return i === 0 || spent <= enoughMs;
  });
}

function hasFailed({ results, endless }: TestRun): boolean {
  return endless !== undefined || results.some(({ status }) => status === TestStatus.Failed);
}
