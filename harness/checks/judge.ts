import { sentenceOf } from '../core/errors.ts';
import { loadEvidence, type Evidence } from '../model/bundle-evidence.ts';
import { NO_AVAILABILITY, type RunResult, type ScenarioResult } from '../model/result.ts';
import type { PhaseRecord } from '../model/scenario-record.ts';
import { verdictOf, worst, type Finding, type Verdict } from '../model/verdict.ts';
import { judgeAvailability } from './availability.ts';
import { joinCalls, type Calls } from './calls.ts';
import { judgeData, type Ask } from './data.ts';
import { contractsOf } from './contracts.ts';
import { findingsBy, secondsBetween } from './finding.ts';
import { judgeIdentity } from './identity.ts';
import { judgeIncarnations } from './incarnations.ts';
import { judgeOrdering } from './ordering.ts';
import { judgePhases } from './phases.ts';
import { judgePower } from './power.ts';
import { judgeProofs } from './proofs.ts';
import { isWrite } from './writes.ts';

/**
 * Judges one stack in one scenario from its evidence alone: no clock, no cluster, no files. A judge that
 * throws makes the verdict unknown, and what the others found still counts.
 * @param folder the scenario's folder relative to the report's, as it is to stand in the result.
 */
export function judgeScenario(evidence: Evidence, folder: string): ScenarioResult {
  const findings: Finding[] = [];
  const ask: Ask = (judge, run) => {
    try {
      const judgement = run();
      findings.push(...judgement.findings);
      return judgement;
    } catch (error) {
      const message = `The judge "${judge}" crashed: ${sentenceOf(error)}`;
      findings.push(findingsBy(judge)('judge-crashed', 'unknown', message));
      return undefined;
    }
  };

  ask('evidence', () => ({ findings: evidenceFindings(evidence) }));
  ask('phases', () => ({ findings: judgePhases(evidence) }));
  ask('proofs', () => ({ findings: judgeProofs(evidence) }));
  const calls = ask('history', () => ({ findings: [], ...joinCalls(evidence.operations ?? []) }));
  const power = calls && ask('power', () => judgePower(evidence, calls));
  const data = judgeData(evidence, calls, ask);
  ask('identity', () => ({ findings: judgeIdentity(evidence) }));
  ask('ordering', () => ({ findings: judgeOrdering(evidence) }));
  ask('incarnations', () => ({ findings: judgeIncarnations(evidence) }));
  const availability = calls && ask('availability', () => judgeAvailability(evidence, calls));

  const { record } = evidence;
  return {
    stack: record.stack,
    product: record.product,
    scenario: record.scenario,
    title: record.title,
    ...(record.variant === undefined ? {} : { variant: record.variant }),
    verdict: verdictOf(findings),
    findings,
    contract: record.contract,
    contracts: calls === undefined ? [] : contractsOf(calls),
    operations: {
      ...operationCounts(calls),
      inFlightAtFault: power?.inFlightAtFault ?? null,
      inFlightAtFaults: power?.inFlightAtFaults ?? [],
    },
    data,
    availability: availability?.availability ?? NO_AVAILABILITY,
    faults: [...evidence.faults],
    durations: durationsOf(evidence.phases),
    folder,
  };
}

/** Judges the scenario whose bundle lies in `path`. @throws HoldfastError where it has no readable scenario.json. */
export async function judgeFolder(path: string, folder = path): Promise<ScenarioResult> {
  return judgeScenario(await loadEvidence(path), folder);
}

/** The verdict of a run: the worst of its scenarios; one that was interrupted is no pass. */
export function verdictOfRun(run: Pick<RunResult, 'scenarios' | 'interrupted'>): Verdict {
  const verdict = worst(run.scenarios.map((scenario) => scenario.verdict));
  return run.interrupted === undefined ? verdict : worst([verdict, 'unknown']);
}

function evidenceFindings({ problems }: Evidence): Finding[] {
  if (problems.length === 0) return [];
  const message = `The evidence is not all there: ${problems.join(' ')}`;
  return [findingsBy('evidence')('incomplete-evidence', 'unknown', message, { objects: problems })];
}

function operationCounts(
  joined: Calls | undefined,
): Omit<ScenarioResult['operations'], 'inFlightAtFault' | 'inFlightAtFaults'> {
  const calls = joined?.calls ?? [];
  const writes = calls.filter(isWrite);
  const acknowledged = writes.filter(({ outcome }) => outcome === 'ok').length;
  const failed = writes.filter(({ outcome }) => outcome === 'fail').length;
  return {
    attempted: writes.length,
    acknowledged,
    failed,
    indeterminate: writes.length - acknowledged - failed,
    reads: calls.filter((call) => !isWrite(call) && call.outcome === 'ok').length,
  };
}

/** Seconds in each phase; a phase that occurred several times is summed up, one that never ended is left out. */
function durationsOf(phases: readonly PhaseRecord[]): ScenarioResult['durations'] {
  const durations: ScenarioResult['durations'] = {};
  for (const { phase, startedAt, endedAt } of phases) {
    if (endedAt === undefined) continue;
    durations[phase] = secondsBetween(0, (durations[phase] ?? 0) * 1000 + endedAt - startedAt);
  }
  return durations;
}
