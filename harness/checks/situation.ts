import type { Evidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';

/**
 * Whether a fault was proven. From then on what does not answer is the stack's trouble; before that it
 * may as well be the cluster's or the harness's.
 */
export function anyProven(evidence: Pick<Evidence, 'faults'>): boolean {
  return evidence.faults.some((fault) => fault.proof.proven);
}

/** Whether the stack was seen whole again after every fault; of no faults, yes. */
export function alwaysWhole(evidence: Pick<Evidence, 'faults'>): boolean {
  return evidence.faults.every((fault) => fault.wholeAt !== undefined);
}

/** When a fault's recovery starts to count: at its heal, where there is one, else at its injection. */
export function recoveryFrom(fault: FaultRecord): number {
  return fault.healedAt ?? fault.injectedAt;
}

/** The span in which a fault takes hold, in run time. */
export function takingHold(fault: FaultRecord): { from: number; to: number } {
  return { from: fault.injectedAt, to: fault.effectAt ?? fault.injectedAt };
}
