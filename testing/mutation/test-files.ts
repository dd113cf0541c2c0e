import { globSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { DryRun } from './dry-run.ts';
import { collect, type RegisteredTest } from './registry.ts';
import type { SandboxModules } from './sandbox-modules.ts';

/** A file of tests as it was loaded without any mutant. */
export interface TestFile {
  /** Its path, relative to the working directory. */
  readonly name: string;
  readonly path: string;
  readonly tests: readonly RegisteredTest[];
  /** The paths of all files that it depends on. */
  readonly closure: ReadonlySet<string>;
}

/** Loads all files of tests that fit the patterns, one after the other. */
export async function loadTestFiles(
  modules: SandboxModules,
  patterns: readonly string[],
  exclude: readonly string[],
): Promise<TestFile[]> {
  const files: TestFile[] = [];
  for (const name of globSync(patterns, { exclude }).sort()) {
    const path = resolve(name);
    const tests = await collect(name, () => modules.load(path));
    files.push({ name, path, tests, closure: modules.closureOf(path) });
  }
  return files;
}

/** Files of tests in the order in which they find most for the least time: the changed file's own ones first, then the quick ones. */
export function inOrder(files: readonly TestFile[], changed: string, efforts: DryRun['efforts']): TestFile[] {
  const timeOf = ({ tests }: TestFile): number =>
    tests.reduce((sum, { id }) => sum + (efforts[id]?.ms ?? 0), 0);
  return files.toSorted(
    (a, b) => remoteness(changed, a.path) - remoteness(changed, b.path) || timeOf(a) - timeOf(b),
  );
}

/** The tests of some files, in the same order. */
export function testsInOrder(
  files: readonly TestFile[],
  changed: string,
  efforts: DryRun['efforts'],
): RegisteredTest[] {
  const tests = files.flatMap((file) => file.tests);
  return tests.toSorted(
    (a, b) =>
      remoteness(changed, a.fileName) - remoteness(changed, b.fileName) ||
      (efforts[a.id]?.ms ?? 0) - (efforts[b.id]?.ms ?? 0),
  );
}

function remoteness(changed: string, fileOfTests: string): number {
  return basename(fileOfTests).startsWith(basename(changed, '.ts')) ? 0 : 1;
}
