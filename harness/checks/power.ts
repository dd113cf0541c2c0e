import type { Evidence } from '../model/bundle-evidence.ts';
import type { Finding } from '../model/verdict.ts';
import { counted, findingsBy } from './finding.ts';
import { acknowledged, buildLedger, type Ledger } from './ledger.ts';
import { alwaysWhole, takingHold } from './situation.ts';

/** What the power judge found, with the operations in flight at the fault that had the fewest. */
export interface PowerJudgement {
  findings: Finding[];
  inFlightAtFault: number | null;
}

/**
 * Judges whether enough happened for a pass to mean something: writes acknowledged before the first
 * fault, in flight while each fault took hold, and acknowledged after the last recovery. Too few is
 * unknown, never a pass. Without faults there is one stretch only, and all of it is before.
 *
 * In flight at a fault is every write whose time between invocation and completion touches the span from
 * the injection to the effect. A stack that never became whole owes no writes after it: that it did not is
 * found elsewhere.
 */
export function judgePower(
  evidence: Evidence,
  ledger: Ledger = buildLedger(evidence.operations ?? []),
): PowerJudgement {
  const { faults, record } = evidence;
  const find = findingsBy('power');
  const findings: Finding[] = [];
  const demand = (kind: string, seen: number, wanted: number, when: string): void => {
    if (seen >= wanted) return;
    const message = `Only ${counted(seen, 'write')} ${when}; a pass needs ${String(wanted)}.`;
    findings.push(find(kind, 'unknown', message, { count: seen }));
  };
  const times = acknowledged(ledger).map((ack) => ack.at);

  const firstFault = Math.min(...faults.map((fault) => fault.injectedAt)); // Infinity without faults
  const before = times.filter((at) => at < firstFault).length;
  const whenBefore = faults.length === 0 ? 'acknowledged in all' : 'acknowledged before the first fault';
  demand('too-few-before', before, record.power.acknowledgedBefore, whenBefore);
  if (faults.length === 0) return { findings, inFlightAtFault: null };

  const writes = [...ledger.writes.values()];
  const inFlight = faults.map((fault) => {
    const { from, to } = takingHold(fault);
    const count = writes.filter(
      (write) => write.invokedAt <= to && (write.completedAt ?? Infinity) >= from,
    ).length;
    demand(
      'too-few-in-flight',
      count,
      record.power.inFlightAtFault,
      `in flight while ${fault.fault} took hold`,
    );
    return count;
  });
  if (alwaysWhole(evidence)) {
    const lastWhole = Math.max(...faults.flatMap((fault) => fault.wholeAt ?? []));
    const after = times.filter((at) => at > lastWhole).length;
    demand('too-few-after', after, record.power.acknowledgedAfter, 'acknowledged after the last recovery');
  }
  return { findings, inFlightAtFault: Math.min(...inFlight) };
}
