import type { Expectation, FaultRecord } from '../model/fault-record.ts';

const REPLACING: readonly Expectation[] = ['new-pod', 'new-container', 'new-claim', 'gone'];

/** The proven fault by which an ordinal has to go at a time; undefined: none. */
export function scaledAwayBy(
  faults: readonly FaultRecord[],
  ordinal: number,
  at: number,
): FaultRecord | undefined {
  const sizes = faults.flatMap((fault) => {
    if (!fault.proof.proven || fault.injectedAt > at) return [];
    const { membersMeanwhile, membersAfter } = fault;
    if (membersMeanwhile !== undefined && at <= (fault.effectAt ?? fault.injectedAt)) {
      return [{ fault, size: membersMeanwhile }];
    }
    return membersAfter === undefined ? [] : [{ fault, size: membersAfter }];
  });
  const latest = sizes.sort((a, b) => a.fault.injectedAt - b.fault.injectedAt).at(-1);
  return latest !== undefined && ordinal >= latest.size ? latest.fault : undefined;
}

/** Whether a fault is a proven rollout that is under way at a time. */
export function rollsOutAt({ rollsOut, proof, injectedAt, wholeAt }: FaultRecord, at: number): boolean {
  return rollsOut === true && proof.proven && injectedAt <= at && at <= (wholeAt ?? Infinity);
}

/** Whether another fault hit this very pod: then the controller need not be the one who ended it. */
export function hitByAnother(
  faults: readonly FaultRecord[],
  than: FaultRecord,
  stack: string,
  { uid, at }: { uid: string; at: number },
): boolean {
  return faults.some(
    (fault) =>
      fault !== than &&
      fault.injectedAt <= at &&
      fault.victims.some(
        (victim) =>
          victim.stack === stack &&
          victim.podUid === uid &&
          REPLACING.includes(victim.expectation ?? fault.expectation),
      ),
  );
}
