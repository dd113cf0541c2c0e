import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeFolder, verdictOfRun } from '../checks/judge.ts';
import { controlEvidence, readBack, sampleEvidence } from '../checks/evidence.fixture.ts';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import { writeJson } from '../model/bundle-json.ts';
import { MANIFEST, writeManifest } from '../model/bundle-manifest.ts';
import { ReadBackWriter } from '../model/bundle-read-back.ts';
import { readBackFile, REPORT_FILES, scenarioFile } from '../model/bundle.ts';
import { HistoryWriter } from '../model/history-writer.ts';
import { historyHeaderSchema } from '../model/operation.ts';
import type { RunResult, ScenarioResult } from '../model/result.ts';
import { writeReport } from '../render/report.ts';
import { sampleRun } from '../render/run.fixture.ts';

/** The run that the samples of evidence are of. */
export const RUN = 'run-1';
export const CONTROL = 'scenarios/db-control';
export const POD_DELETE = 'scenarios/db-pod-delete';

/** A control and a deleted leader that pass. */
export const passing = (): LoadedEvidence[] => [controlEvidence(), sampleEvidence()];

/** The same, but after the deletion nobody has anything of what was acknowledged. */
export const losing = (): LoadedEvidence[] => [
  controlEvidence(),
  sampleEvidence({ readBacks: [0, 1, 2].map((n) => readBack(`db-${String(n)}`, [])) }),
];

/** Writes one scenario's folder as a run does. */
export async function writeScenario(folder: string, evidence: LoadedEvidence): Promise<void> {
  const { record } = evidence;
  await mkdir(scenarioFile(folder, 'readBack'), { recursive: true });
  await writeJson(scenarioFile(folder, 'scenario'), record);
  const { run, stack, scenario, seed, originWall } = record;
  const history = await HistoryWriter.create(scenarioFile(folder, 'history'), {
    format: 'holdfast-history',
    version: historyHeaderSchema.shape.version.value,
    ...{ run, stack, scenario, seed, originWall },
  });
  for (const operation of evidence.operations ?? []) void history.append(operation);
  await history.close();
  for (const { header, elements, footer } of evidence.readBacks) {
    const writer = await ReadBackWriter.create(readBackFile(folder, header.member), header);
    for (const element of elements) await writer.element(element);
    await writer.close({ end: footer?.end ?? 'complete' });
  }
  for (const name of ['before', 'after', 'faults', 'phases', 'incarnations'] as const) {
    await writeJson(scenarioFile(folder, name), evidence[name]);
  }
  const sightings = (evidence.pods ?? []).map((one) => `${JSON.stringify(one)}\n`).join('');
  await writeFile(scenarioFile(folder, 'pods'), sightings);
}

/** Writes a bundle as a run does that ended by itself. @returns what is in its results.json. */
export async function writeBundle(bundle: string, scenarios: readonly LoadedEvidence[]): Promise<RunResult> {
  const results: ScenarioResult[] = [];
  for (const evidence of scenarios) {
    const folder = `scenarios/${evidence.record.stack}-${evidence.record.scenario}`;
    const path = join(bundle, folder);
    await writeScenario(path, evidence);
    const judged = await judgeFolder(path, folder);
    const durations = { ...judged.durations, judge: 0.123 };
    const result = { ...judged, durations, askedAt: 0, startedAt: 1.5, endedAt: 99 };
    await writeJson(scenarioFile(path, 'result'), result);
    results.push(result);
  }
  const run = sampleRun({ run: RUN, scenarios: results, verdict: verdictOfRun({ scenarios: results }) });
  await writeReport(bundle, run);
  await writeManifest(bundle);
  return run;
}

/** Changes what results.json says, and every file that is made from it. */
export async function editResults(bundle: string, edit: (run: RunResult) => void): Promise<void> {
  const text = await readFile(join(bundle, REPORT_FILES.results), 'utf8');
  const run = JSON.parse(text) as RunResult;
  edit(run);
  await writeReport(bundle, run);
}

/** What somebody does who wants an edit to stay unseen. */
export async function remakeManifest(bundle: string): Promise<void> {
  await rm(join(bundle, MANIFEST), { force: true });
  await writeManifest(bundle);
}

/** One of the scenarios of results.json. */
export function entryOf(run: RunResult, index: number): ScenarioResult {
  const entry = run.scenarios[index];
  if (entry === undefined) throw new Error('The bundle has fewer scenarios.');
  return entry;
}
