import { readFileSync, writeFileSync } from 'node:fs';
import type { MutantCoverage } from '@stryker-mutator/api/core';
import type { TestResult } from '@stryker-mutator/api/test-runner';
import type { Instrumented } from './instrumented.ts';
import { collect, type RegisteredTest } from './registry.ts';
import { runTests, type Effort } from './run-tests.ts';
import type { SandboxModules } from './sandbox-modules.ts';
import type { TestFile } from './test-files.ts';

/** What all processes that work in a sandbox know of its tests. */
export interface DryRun {
  /** What each test takes, by its id. */
  efforts: Record<string, Effort>;
  /** The names of the files of tests that reach a mutant while they are loaded, by the mutant's id. */
  loads: Record<string, string[]>;
}

const FILE = 'dry-run.json';

export const savedDryRun = (): DryRun => JSON.parse(readFileSync(FILE, 'utf8')) as DryRun;

/**
 * Runs all tests without a mutant, finds out by which of them each mutant is reached, and leaves it in the
 * sandbox. What a file of tests reaches outside its tests counts for every test of it: they all may depend on it.
 * What a module reaches while it is loaded itself counts for no test; Stryker calls it static.
 */
export async function dryRun(
  files: readonly TestFile[],
  modules: SandboxModules,
  code: Instrumented,
): Promise<{ results: TestResult[]; coverage: MutantCoverage }> {
  const coverage = code.count();
  modules.renew();
  const ofTests = new Set(files.map(({ path }) => path));
  const sources = new Set(files.flatMap(({ closure }) => [...closure]).filter((path) => !ofTests.has(path)));
  for (const path of sources) await modules.load(path);

  const tests = new Map<TestFile, RegisteredTest[]>();
  for (const file of files) {
    code.begin(file.name, Infinity);
    tests.set(file, await collect(file.name, () => modules.load(file.path)));
    code.end();
  }
  const run = await runTests([...tests.values()].flat(), code, { bail: false, known: {} });

  const loads: Record<string, string[]> = {};
  for (const [{ name }, ofFile] of tests) {
    for (const [mutant, hits] of Object.entries(coverage.perTest[name] ?? {})) {
      (loads[mutant] ??= []).push(name);
      for (const { id } of ofFile) {
        const ofTest = (coverage.perTest[id] ??= {});
        ofTest[mutant] = (ofTest[mutant] ?? 0) + hits;
      }
    }
  }
  coverage.perTest = Object.fromEntries(Object.entries(coverage.perTest).filter(([id]) => id in run.efforts));
  code.countNoMore();
  modules.renew();
  writeFileSync(FILE, JSON.stringify({ efforts: run.efforts, loads } satisfies DryRun));
  return { results: run.results, coverage };
}
