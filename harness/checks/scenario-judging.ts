import { sentenceOf } from '../core/errors.ts';
import type { Evidence } from '../model/bundle-evidence.ts';
import { NO_AVAILABILITY, NO_DATA, type ScenarioResult } from '../model/result.ts';
import type { PhaseRecord } from '../model/scenario-record.ts';
import { verdictOf, type Finding } from '../model/verdict.ts';
import { AvailabilityJudge } from './availability.ts';
import { GuardedFold } from './call-fold.ts';
import type { CallAudience } from './call-joiner.ts';
import type { Call } from './calls.ts';
import { contractsOf, heldTo } from './contracts.ts';
import { DataJudges, type Ask } from './data.ts';
import { findingsBy, secondsBetween } from './finding.ts';
import { HistoryWalk } from './history-walk.ts';
import { judgeIdentity } from './identity.ts';
import { judgeIncarnations } from './incarnations.ts';
import { OperationCounts } from './operation-counts.ts';
import { judgeOrdering } from './ordering.ts';
import { judgePhases } from './phases.ts';
import { PowerJudge } from './power.ts';
import { judgeProofs } from './proofs.ts';
import { acknowledgedAt, isWrite } from './writes.ts';

/**
 * Judges one stack in one scenario as its evidence goes by: first the records of its history, then the read-back
 * of one member after the other. It reads nothing by itself, and keeps what its judges keep.
 */
export class ScenarioJudging implements CallAudience {
  readonly walk: HistoryWalk;
  readonly #evidence: Evidence;
  readonly #power: GuardedFold<PowerJudge>;
  readonly #availability: GuardedFold<AvailabilityJudge>;
  readonly #counts = new OperationCounts();
  readonly #data: DataJudges;

  constructor(evidence: Evidence, data = new DataJudges(evidence)) {
    this.#evidence = evidence;
    this.#power = new GuardedFold(new PowerJudge(evidence));
    this.#availability = new GuardedFold(new AvailabilityJudge(evidence));
    this.#data = data;
    this.walk = new HistoryWalk(evidence, data, { show: this });
  }

  /** Takes a call from the joiner. */
  call(call: Call): void {
    if (isWrite(call)) {
      const at = acknowledgedAt(call);
      this.#power.write(call, at);
      this.#availability.write(call, at);
      this.#counts.write(call, at);
    } else this.#counts.read(call);
    this.#data.call(call);
  }

  settled(before: number): void {
    this.#availability.settled(before);
    this.#data.settled(before);
  }

  /** What is to be said, once everything went by. @param folder as in judgeScenario. */
  result(folder: string): ScenarioResult {
    const evidence = this.#evidence;
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
    const { crashed, joiner } = this.walk;

    ask('evidence', () => ({ findings: evidenceFindings(evidence) }));
    ask('phases', () => ({ findings: judgePhases(evidence) }));
    ask('proofs', () => ({ findings: judgeProofs(evidence) }));
    ask('history', () => {
      if (crashed !== undefined) throw crashed.error;
      return { findings: [] };
    });
    const walked = crashed === undefined;
    const power = walked ? ask('power', () => this.#power.folded().judgement()) : undefined;
    const data = walked ? this.#data.judgement(ask) : NO_DATA;
    ask('identity', () => ({ findings: judgeIdentity(evidence) }));
    ask('ordering', () => ({ findings: judgeOrdering(evidence) }));
    ask('incarnations', () => ({ findings: judgeIncarnations(evidence) }));
    const availability = walked
      ? ask('availability', () => this.#availability.folded().judgement(joiner.endedAt))
      : undefined;

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
      contracts: walked ? contractsOf(joiner) : [],
      heldTo: evidence.faults.map(heldTo),
      operations: {
        ...(walked ? this.#counts : new OperationCounts()).counts(),
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
}

function evidenceFindings({ problems }: Evidence): Finding[] {
  if (problems.length === 0) return [];
  const message = `The evidence is not all there: ${problems.join(' ')}`;
  return [findingsBy('evidence')('incomplete-evidence', 'unknown', message, { objects: problems })];
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
