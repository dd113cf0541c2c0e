import { loadEvidence, type LoadedEvidence, type StoredEvidence } from '../model/bundle-evidence.ts';
import { showOperations } from '../model/history-file.ts';
import type { RunResult, ScenarioResult } from '../model/result.ts';
import { worst, type Verdict } from '../model/verdict.ts';
import type { Found } from './away.ts';
import { judgeBeside } from './beside.ts';
import { DataJudges } from './data.ts';
import { ScenarioJudging } from './scenario-judging.ts';
import { walkStored } from './stored-walk.ts';

/**
 * Judges one stack in one scenario from its evidence alone: no clock, no cluster, no files. A judge that
 * throws makes the verdict unknown, and what the others found still counts.
 * @param folder the scenario's folder relative to the report's, as it is to stand in the result.
 */
export function judgeScenario(evidence: LoadedEvidence, folder: string): ScenarioResult {
  const judging = new ScenarioJudging(evidence);
  try {
    showOperations(evidence.operations ?? [], (record) => {
      judging.walk.record(record);
    });
  } catch (error) {
    judging.walk.giveUp(error);
  }
  judging.walk.endHistory(evidence.historyTorn);
  for (const { header, elements, footer } of evidence.readBacks) {
    const sink = judging.walk.readBack(header);
    for (const element of elements) sink.element(element);
    sink.end(footer);
  }
  return judging.result(folder);
}

/** From so many bytes of history on a second process is worth its start, which takes about 0.3 s. */
const BESIDE_FROM = 1 << 24;

/**
 * Judges the scenario whose bundle lies in `path`. History and read-backs are gone through and never held in memory
 * as a whole; where they are long, a second process judges about half of it.
 * @param besideFrom how long that is, in bytes of history.
 * @throws HoldfastError where it has no readable scenario.json.
 */
export async function judgeFolder(
  path: string,
  folder = path,
  besideFrom = BESIDE_FROM,
): Promise<ScenarioResult> {
  let evidence = await loadEvidence(path);
  if (((await evidence.operations?.size()) ?? 0) >= besideFrom) {
    const judged = await judgeInTwo(evidence, path, folder);
    if (judged !== undefined) return judged;
  }
  for (;;) {
    const judging = new ScenarioJudging(evidence);
    const left = await walkStored(evidence, judging.walk);
    if (left === undefined) return judging.result(folder);
    evidence = left;
  }
}

/** Undefined: something is broken, or the other came to no end; it has to be judged in one piece. */
async function judgeInTwo(
  evidence: StoredEvidence,
  path: string,
  folder: string,
): Promise<ScenarioResult | undefined> {
  const beside = judgeBeside(path);
  try {
    let found: Found | undefined = undefined;
    const data = DataJudges.firstShare(evidence, () => found);
    const judging = new ScenarioJudging(evidence, data);
    // The other process verifies the files; until it has, what goes wrong here may come of what is not as it was written.
    const broken = await walkStored(evidence, judging.walk, false).catch(() => evidence);
    found = await beside.found;
    // Each of the two sees only a part of the rules that a history breaks.
    const isAsked = found !== undefined && broken === undefined && judging.walk.joiner.malformed.length === 0;
    return isAsked ? judging.result(folder) : undefined;
  } finally {
    await beside.stop();
  }
}

/** The verdict of a run: the worst of its scenarios; one that was interrupted is no pass. */
export function verdictOfRun(run: Pick<RunResult, 'scenarios' | 'interrupted'>): Verdict {
  const verdict = worst(run.scenarios.map((scenario) => scenario.verdict));
  return run.interrupted === undefined ? verdict : worst([verdict, 'unknown']);
}
