import type { RunResult, ScenarioResult } from '../model/result.ts';
import type { Finding, ScenarioVerdict } from '../model/verdict.ts';

/** `STACK pod-delete (leader)`: how a scenario is named to people. */
export function scenarioLabel(result: ScenarioResult): string {
  return `${result.stack} ${caseLabel(result)}`;
}

/** The same without the stack. */
export function caseLabel(result: ScenarioResult): string {
  return result.variant === undefined ? result.scenario : `${result.scenario} (${result.variant})`;
}

/** Seconds for people; `–` for what there is none of. */
export function secondsLabel(seconds: number | null): string {
  return seconds === null ? '–' : `${seconds.toFixed(1)} s`;
}

/** The recovery time; why there is none, where there should be one. */
export function recoveryLabel(result: ScenarioResult): string {
  if (result.faults.length === 0 || result.availability.recovery !== null) {
    return secondsLabel(result.availability.recovery);
  }
  const failed = result.findings.some(
    (finding) => finding.kind === 'not-recovered' && finding.effect === 'fail',
  );
  return failed ? 'never' : 'not seen';
}

/** The number of lost writes, with those that the contract allows to be lost; a zero only where somebody looked. */
export function lostLabel({ data }: ScenarioResult): string {
  const allowed = data.lostInWindow === 0 ? '' : ` (${String(data.lostInWindow)} in window)`;
  if (allowed === '' && data.lost === 0 && data.membersRead.length === 0) return 'not read';
  return `${String(data.lost)}${allowed}`;
}

/** What else the judges of data count against a stack, in the words of the field. */
const ANOMALIES = {
  unexpected: 'unexpected',
  duplicated: 'duplicated',
  corrupted: 'corrupted',
  resurrected: 'resurrected',
  lostUpdates: 'lost updates',
  stale: 'stale',
  backwards: 'backwards',
  fractured: 'fractured',
  wrongTotals: 'wrong totals',
  negativeBalances: 'negative balances',
  missingAccounts: 'missing accounts',
  wrongBalances: 'wrong balances',
  transactionAnomalies: 'in transactions',
  nonLinearizable: 'not linearizable',
  reordered: 'reordered',
  listingMismatches: 'listing mismatches',
} as const satisfies Partial<Record<keyof ScenarioResult['data'], string>>;

/** `stale 3, fractured 1`: the anomalies beside losses of which there are any. */
export function anomaliesLabel({ data }: Pick<ScenarioResult, 'data'>): string {
  const names = Object.keys(ANOMALIES) as (keyof typeof ANOMALIES)[];
  const seen = names.filter((name) => data[name] > 0);
  return seen.length === 0 ? '0' : seen.map((name) => `${ANOMALIES[name]} ${String(data[name])}`).join(', ');
}

/** Milliseconds for people; `–` for what there is none of. */
export function millisecondsLabel(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return '–';
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)} ms`;
}

/** Why a scenario does not apply to its stack. */
export function reasonLabel({ findings }: ScenarioResult): string {
  return findings[0]?.message ?? 'Nobody says why.';
}

/** What counts against a pass: the failures first. */
export function complaints(result: ScenarioResult): Finding[] {
  return (['fail', 'unknown'] as const).flatMap((effect) =>
    result.findings.filter((finding) => finding.effect === effect),
  );
}

/** `2 of 4 scenarios passed, 1 failed, 1 unknown.` Those that do not apply are counted apart. */
export function tally(run: RunResult): string {
  const count = (verdict: ScenarioVerdict): number =>
    run.scenarios.filter((scenario) => scenario.verdict === verdict).length;
  const others = (['fail', 'unknown'] as const)
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => `, ${String(count(verdict))} ${verdict === 'fail' ? 'failed' : 'unknown'}`);
  const left = count('not-applicable');
  if (left > 0) others.push(`; ${String(left)} more not applicable`);
  const total = run.scenarios.length - left;
  return `${String(count('pass'))} of ${String(total)} ${total === 1 ? 'scenario' : 'scenarios'} passed${others.join('')}.`;
}

/** All phases of a scenario together, in seconds. */
export function totalSeconds(result: ScenarioResult): number {
  const milliseconds = Object.values(result.durations).reduce(
    (sum, seconds) => sum + Math.round(seconds * 1000),
    0,
  );
  return milliseconds / 1000;
}

/** Text from anywhere on one line, without characters that would steer a terminal. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\p{Control}/gu, '');
}
