import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { weakerContractsOf } from '../checks/contracts.ts';
import { verdictOfRun } from '../checks/judge.ts';
import type { ExitCode } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import { verifyManifest } from '../model/bundle-manifest.ts';
import { REPORT_FILES } from '../model/bundle.ts';
import type { RunResult, ScenarioResult } from '../model/result.ts';
import { worst, type Verdict } from '../model/verdict.ts';
import { renderJunit } from '../render/junit.ts';
import { renderSummary } from '../render/summary-md.ts';
import { conclusionOf } from './check-conclusion.ts';
import { differencesIn, sentenceFor } from './check-compare.ts';
import { openBundle, requireScenarioVersion, scenarioFolders } from './check-open.ts';
import {
  checkFolder,
  checkWithoutFolder,
  isUnjudged,
  type Checked,
  type ScenarioCheck,
} from './check-scenario.ts';

/** What a check showed; `check --json` prints it. */
export interface BundleCheck {
  format: 'holdfast-check';
  version: 1;
  bundle: string;
  run: string;
  manifest: { state: 'intact' | 'broken' | 'absent'; files: number; problems: string[] };
  scenarios: ScenarioCheck[];
  recorded: Verdict;
  /** What the bundle's files give by themselves, whatever became of its manifest. */
  judged: Verdict;
  /** Where the run's own verdict differs from that of its scenarios. */
  differences: string[];
  /** What is worth knowing and held against nobody. */
  notes: string[];
  exitCode: ExitCode;
  /** All of it in a sentence or two. */
  conclusion: string;
}

/**
 * Holds a bundle against its manifest, judges every scenario again from its files alone, and compares that with what
 * was recorded. Needs no cluster.
 * @throws UsageError (254) where there is no bundle, or one of another format; HoldfastError with exit code 1 where
 * its head was cut off or edited.
 */
export async function checkBundle(bundle: string, progress: Progress): Promise<BundleCheck> {
  const run = await openBundle(bundle);
  const folders = await scenarioFolders(bundle);
  for (const folder of folders) await requireScenarioVersion(bundle, folder);
  try {
    const manifest = await checkManifest(bundle, progress);
    const checked = await checkScenarios(bundle, run, folders, progress);
    const again = judgedAgain(run, checked);
    const differences = (['verdict', 'weakerContracts'] as const)
      .flatMap((field) => differencesIn(run[field], again[field], `${field} of the run`))
      .map((difference) => sentenceFor(difference, REPORT_FILES.results));
    const scenarios = checked.map(({ check }) => check);
    const found = { manifest, scenarios, recorded: run.verdict, judged: again.verdict, differences };
    return {
      ...{ format: 'holdfast-check', version: 1 },
      ...{ bundle, run: run.run },
      ...found,
      notes: await renderedOtherwise(bundle, run),
      ...conclusionOf(found),
    };
  } finally {
    progress.status(undefined);
  }
}

/** The head of the run as its scenarios, judged again, make it. */
function judgedAgain(
  run: RunResult,
  checked: readonly Checked[],
): Pick<RunResult, 'verdict' | 'weakerContracts'> {
  const scenarios = checked.flatMap(({ result }) => result ?? []);
  const verdict = verdictOfRun({ ...run, scenarios });
  // A folder that cannot even be named is no pass.
  const nameless = scenarios.length < checked.length;
  return {
    verdict: nameless ? worst([verdict, 'unknown']) : verdict,
    weakerContracts: weakerContractsOf(scenarios),
  };
}

/** What people and pipelines read is made from results.json alone; a later Holdfast may put it in other words. */
async function renderedOtherwise(bundle: string, run: RunResult): Promise<string[]> {
  const notes: string[] = [];
  for (const [file, render] of [
    [REPORT_FILES.summary, renderSummary],
    [REPORT_FILES.junit, renderJunit],
  ] as const) {
    const text = await readFile(join(bundle, file), 'utf8').catch(() => undefined);
    if (text === render(run)) continue;
    notes.push(
      text === undefined
        ? `${file} cannot be read.`
        : `${file} is not what this Holdfast makes of ${REPORT_FILES.results}: it was edited, or made by another version. Rely on ${REPORT_FILES.results}.`,
    );
  }
  return notes;
}

async function checkManifest(bundle: string, progress: Progress): Promise<BundleCheck['manifest']> {
  const found = await verifyManifest(bundle, (path, index, count) => {
    progress.status(() => `file ${String(index)} of ${String(count)}: ${path}`);
  });
  if (found === undefined) return { state: 'absent', files: 0, problems: [] };
  return { state: found.problems.length === 0 ? 'intact' : 'broken', ...found };
}

/** In the order of results.json; what it does not list comes last. */
async function checkScenarios(
  bundle: string,
  { run, scenarios }: RunResult,
  folders: readonly string[],
  progress: Progress,
): Promise<Checked[]> {
  const left = new Set(folders);
  const total = Math.max(scenarios.length, folders.length);
  const checks: Checked[] = [];
  const check = async (folder: string, entry: ScenarioResult | undefined): Promise<void> => {
    progress.status(() => `judging ${String(checks.length + 1)} of ${String(total)}: ${folder}`);
    left.delete(folder);
    checks.push(await checkFolder({ bundle, run, folder }, entry));
  };
  for (const entry of scenarios) {
    const folder = await folderOf(entry, left, bundle);
    if (folder === undefined) checks.push(checkWithoutFolder(entry));
    else await check(folder, entry);
  }
  for (const folder of [...left]) await check(folder, undefined);
  return checks;
}

/** Each folder is the evidence of one entry, and none lies outside of the bundle. */
async function folderOf(
  entry: ScenarioResult,
  left: ReadonlySet<string>,
  bundle: string,
): Promise<string | undefined> {
  if (left.has(entry.folder)) return entry.folder;
  for (const folder of left) if (await isUnjudged(join(bundle, folder), entry)) return folder;
  return undefined;
}
