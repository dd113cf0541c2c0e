import type { Evidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { Finding } from '../model/verdict.ts';
import { joinCalls, type Calls } from './calls.ts';
import { counted, findingsBy } from './finding.ts';
import { alwaysWhole, takingHold } from './situation.ts';
import { acknowledged, isWrite } from './writes.ts';

/** What the power judge found. */
export interface PowerJudgement {
  findings: Finding[];
  /** Writes in flight at the fault that had the fewest; null without faults. */
  inFlightAtFault: number | null;
  /** Writes in flight at each fault, in the order of the records. */
  inFlightAtFaults: number[];
}

/** Between two faults a tenth of what is demanded after the last: the next one has to hit a stack at work. */
const BETWEEN = 0.1;

/**
 * Judges whether enough happened for a pass to mean something: writes of any kind acknowledged before the
 * first fault, in flight while each fault took hold, acknowledged between the recovery from one fault and the
 * next, and acknowledged after the last recovery. Too few is unknown, never a pass. Without faults there is
 * one stretch only, and all of it is before.
 *
 * In flight at a fault is every write whose time between invocation and completion touches the span from
 * the injection to the effect. A stack that never became whole owes no writes after it: that it did not is
 * found elsewhere. Nor are any owed between faults that overlap.
 */
export function judgePower(
  evidence: Evidence,
  calls: Calls = joinCalls(evidence.operations ?? []),
): PowerJudgement {
  const { faults, record } = evidence;
  const find = findingsBy('power');
  const findings: Finding[] = [];
  const demand = (kind: string, seen: number, wanted: number, when: string): void => {
    if (seen >= wanted) return;
    const message = `Only ${counted(seen, 'write')} ${when}; a pass needs ${String(wanted)}.`;
    findings.push(find(kind, 'unknown', message, { count: seen }));
  };
  const times = acknowledged(calls).map((ack) => ack.at);
  const within = (from: number, to: number): number => times.filter((at) => at > from && at < to).length;

  const firstFault = Math.min(...faults.map((fault) => fault.injectedAt)); // Infinity without faults
  const whenBefore = faults.length === 0 ? 'acknowledged in all' : 'acknowledged before the first fault';
  demand('too-few-before', within(-Infinity, firstFault), record.power.acknowledgedBefore, whenBefore);
  if (faults.length === 0) return { findings, inFlightAtFault: null, inFlightAtFaults: [] };

  const writes = calls.calls.filter(isWrite);
  const inFlightAtFaults = faults.map((fault) => {
    const { from, to } = takingHold(fault);
    const count = writes.filter(
      (write) => write.invokedAt <= to && (write.completedAt ?? Infinity) >= from,
    ).length;
    const when = `in flight while ${fault.fault} took hold`;
    demand('too-few-in-flight', count, record.power.inFlightAtFault, when);
    return count;
  });
  for (const { from, fault } of calmsBetween(faults)) {
    const wanted = Math.ceil(record.power.acknowledgedAfter * BETWEEN);
    const when = `acknowledged between the recovery before ${fault.fault} and its injection`;
    demand('too-few-between', within(from, fault.injectedAt), wanted, when);
  }
  if (alwaysWhole(evidence)) {
    const lastWhole = Math.max(...faults.flatMap((fault) => fault.wholeAt ?? []));
    const after = within(lastWhole, Infinity);
    demand('too-few-after', after, record.power.acknowledgedAfter, 'acknowledged after the last recovery');
  }
  return { findings, inFlightAtFault: Math.min(...inFlightAtFaults), inFlightAtFaults };
}

/** Each fault that was injected into a stack which was whole again, and since when it was. */
function calmsBetween(faults: readonly FaultRecord[]): { from: number; fault: FaultRecord }[] {
  const inOrder = faults.toSorted((a, b) => a.injectedAt - b.injectedAt);
  return inOrder.slice(1).flatMap((fault, i) => {
    const from = Math.max(...inOrder.slice(0, i + 1).map(({ wholeAt }) => wholeAt ?? Infinity));
    return from < fault.injectedAt ? [{ from, fault }] : [];
  });
}
