import type { FaultRecord } from '../model/fault-record.ts';
import type { PhaseRecord } from '../model/scenario-record.ts';
import type { Finding } from '../model/verdict.ts';
import { findingsBy, secondsBetween } from './finding.ts';
import { recoveryFrom } from './situation.ts';

const find = findingsBy('availability');

/**
 * Whether the stack came back from a proven fault within its budget, which runs from the heal where there
 * is one, else from the injection. A stack that nobody watched to the end of its budget (the run was
 * interrupted) has not failed to recover: that is unknown.
 */
export function recoveryFindings(fault: FaultRecord, phases: readonly PhaseRecord[]): Finding[] {
  if (!fault.proof.proven) return [];
  const budget = `${String(fault.recoverBudgetSeconds)} s`;
  if (fault.wholeAt !== undefined) {
    const took = secondsBetween(recoveryFrom(fault), fault.wholeAt);
    if (took <= fault.recoverBudgetSeconds) return [];
    const message = `The stack was whole ${String(took)} s after ${fault.fault}; its budget is ${budget}.`;
    return [find('not-recovered', 'fail', message)];
  }
  if (!wasWatchedToTheEnd(fault, phases)) {
    const message = `Whether the stack recovers from ${fault.fault} within ${budget} was not watched to the end.`;
    return [find('recovery-unseen', 'unknown', message)];
  }
  const missing = fault.missing ?? 'nothing was noted';
  return [
    find(
      'not-recovered',
      'fail',
      `The stack did not recover from ${fault.fault} within ${budget}; still missing: ${missing}.`,
    ),
  ];
}

/** The recovery's budget was used up: the record says what was missing then, or the phase blames the stack. */
function wasWatchedToTheEnd(fault: FaultRecord, phases: readonly PhaseRecord[]): boolean {
  if (fault.missing !== undefined) return true;
  return phases.some(
    (phase) =>
      phase.phase === 'recover' &&
      phase.blame === 'stack' &&
      (phase.endedAt ?? -Infinity) >= fault.injectedAt,
  );
}
