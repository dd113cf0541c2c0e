import { sentenceOf } from '../core/errors.ts';
import { loadEvidence, type Evidence } from '../model/bundle-evidence.ts';
import type { RunResult, ScenarioResult } from '../model/result.ts';
import type { PhaseRecord } from '../model/scenario-record.ts';
import { verdictOf, worst, type Finding, type Verdict } from '../model/verdict.ts';
import { judgeAvailability } from './availability.ts';
import { findingsBy, secondsBetween } from './finding.ts';
import { judgeIdentity } from './identity.ts';
import { buildLedger, type Ledger } from './ledger.ts';
import { judgePhases } from './phases.ts';
import { judgePower } from './power.ts';
import { judgeProofs } from './proofs.ts';
import { judgeSet } from './set.ts';

/**
 * Judges one stack in one scenario from its evidence alone: no clock, no cluster, no files. A judge that
 * throws makes the verdict unknown, and what the others found still counts.
 * @param folder the scenario's folder relative to the report's, as it is to stand in the result.
 */
export function judgeScenario(evidence: Evidence, folder: string): ScenarioResult {
  const findings: Finding[] = [];
  const ask = <T extends { findings: Finding[] }>(judge: string, run: () => T): T | undefined => {
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
  const ledger = ask('history', () => ({ findings: [], ...buildLedger(evidence.operations ?? []) }));
  const power = ledger && ask('power', () => judgePower(evidence, ledger));
  const set = ledger && ask('set', () => judgeSet(evidence, ledger));
  ask('identity', () => ({ findings: judgeIdentity(evidence) }));
  const availability = ledger && ask('availability', () => judgeAvailability(evidence, ledger));

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
    operations: { ...operationCounts(ledger), inFlightAtFault: power?.inFlightAtFault ?? null },
    data: set?.data ?? { membersRead: [], lost: 0, recovered: 0, unexpected: 0, duplicated: 0, corrupted: 0 },
    availability: availability?.availability ?? {
      firstAcknowledged: null,
      outage: null,
      recovery: null,
      longestGap: null,
    },
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

function operationCounts(ledger: Ledger | undefined): Omit<ScenarioResult['operations'], 'inFlightAtFault'> {
  const outcomes = [...(ledger?.writes.values() ?? [])].map((write) => write.outcome);
  const acknowledged = outcomes.filter((outcome) => outcome === 'ok').length;
  const failed = outcomes.filter((outcome) => outcome === 'fail').length;
  return {
    attempted: outcomes.length,
    acknowledged,
    failed,
    indeterminate: outcomes.length - acknowledged - failed,
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
