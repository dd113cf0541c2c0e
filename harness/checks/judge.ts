import { HoldfastError } from '../core/errors.ts';
import { loadEvidence, type LoadedEvidence, type StoredEvidence } from '../model/bundle-evidence.ts';
import { showOperations } from '../model/history-file.ts';
import type { RunResult, ScenarioResult } from '../model/result.ts';
import { worst, type Verdict } from '../model/verdict.ts';
import { ScenarioJudging } from './scenario-judging.ts';

/**
 * Judges one stack in one scenario from its evidence alone: no clock, no cluster, no files. A judge that
 * throws makes the verdict unknown, and what the others found still counts.
 * @param folder the scenario's folder relative to the report's, as it is to stand in the result.
 */
export function judgeScenario(evidence: LoadedEvidence, folder: string): ScenarioResult {
  const judging = new ScenarioJudging(evidence);
  try {
    showOperations(evidence.operations ?? [], (record) => {
      judging.record(record);
    });
  } catch (error) {
    judging.giveUp(error);
  }
  judging.endHistory(evidence.historyTorn);
  for (const { header, elements, footer } of evidence.readBacks) {
    const sink = judging.readBack(header);
    for (const element of elements) sink.element(element);
    sink.end(footer);
  }
  return judging.result(folder);
}

/**
 * Judges the scenario whose bundle lies in `path`. History and read-backs are gone through and never held in memory
 * as a whole.
 * @throws HoldfastError where it has no readable scenario.json.
 */
export async function judgeFolder(path: string, folder = path): Promise<ScenarioResult> {
  let evidence = await loadEvidence(path);
  for (;;) {
    const judged = await judgeStored(evidence, folder);
    if ('verdict' in judged) return judged;
    evidence = judged;
  }
}

/** @returns the result; or the evidence without what turned out to be broken, to be judged from the beginning. */
async function judgeStored(
  evidence: StoredEvidence,
  folder: string,
): Promise<ScenarioResult | StoredEvidence> {
  const judging = new ScenarioJudging(evidence);
  try {
    const torn = await evidence.operations?.each((record) => {
      judging.record(record);
    });
    judging.endHistory(torn ?? false);
  } catch (error) {
    return { ...evidence, operations: undefined, problems: withProblem(evidence, error) };
  }
  for (const readBack of evidence.readBacks) {
    const sink = judging.readBack(readBack.header);
    try {
      sink.end(
        await readBack.each((element) => {
          sink.element(element);
        }),
      );
    } catch (error) {
      const readBacks = evidence.readBacks.filter((one) => one !== readBack);
      return { ...evidence, readBacks, problems: withProblem(evidence, error) };
    }
  }
  return judging.result(folder);
}

/** @throws what is no sentence about a file. */
function withProblem({ problems }: StoredEvidence, error: unknown): string[] {
  if (!(error instanceof HoldfastError)) throw error;
  return [...problems, error.message];
}

/** The verdict of a run: the worst of its scenarios; one that was interrupted is no pass. */
export function verdictOfRun(run: Pick<RunResult, 'scenarios' | 'interrupted'>): Verdict {
  const verdict = worst(run.scenarios.map((scenario) => scenario.verdict));
  return run.interrupted === undefined ? verdict : worst([verdict, 'unknown']);
}
