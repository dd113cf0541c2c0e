import type { Evidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { Finding } from '../model/verdict.ts';
import { joinCalls, type Calls } from './calls.ts';
import { dataPlaneFindings } from './data-plane.ts';
import { findingsBy, secondsBetween } from './finding.ts';
import { loadSpan, longestGap } from './load-span.ts';
import { recoveryFindings } from './recovery.ts';
import { recoveryFrom, takingHold } from './situation.ts';
import { stretchesOf } from './stretches.ts';
import { acknowledged, isWrite, type Acknowledgement } from './writes.ts';

/** What the availability judge found, with its numbers in seconds. */
export interface AvailabilityJudgement {
  findings: Finding[];
  availability: ScenarioResult['availability'];
}

/**
 * Judges how long the stack was away: until the first acknowledged write that was sent after the fault had
 * taken hold, until it was whole again, and the longest time without an acknowledgement; writes of any kind.
 * Of several faults the worst counts, and never (null) is worse than any time. Latencies and errors before,
 * during and after the faults are measured and held against nobody.
 *
 * It can conclude that the stack did not come back within its budget, that it came back and took no writes,
 * or that it took none for too long under a fault through which writes have to go on. Its times are as seen
 * by the clients: at a low rate a gap is at least the time between two writes.
 */
export function judgeAvailability(
  evidence: Evidence,
  calls: Calls = joinCalls(evidence.operations ?? []),
): AvailabilityJudgement {
  const { faults, phases, operations } = evidence;
  const acks = acknowledged(calls);
  const load = loadSpan(evidence, calls);
  return {
    findings: [
      ...faults.flatMap((fault) => recoveryFindings(fault, phases)),
      ...(operations === undefined
        ? []
        : faults.flatMap((fault) => [
            ...writeFindings(fault, acks, calls),
            ...dataPlaneFindings(fault, acks, calls, load),
          ])),
    ],
    availability: {
      firstAcknowledged: worstOf(faults.map((fault) => since(fault.injectedAt, firstAfter(fault, acks)?.at))),
      outage: worstOf(faults.map((fault) => since(fault.injectedAt, fault.wholeAt))),
      recovery: worstOf(faults.map((fault) => since(recoveryFrom(fault), fault.wholeAt))),
      longestGap: load === undefined ? null : secondsBetween(0, longestGap(acks, load).length),
      stretches: stretchesOf(evidence, calls),
    },
  };
}

function firstAfter(fault: FaultRecord, acks: readonly Acknowledgement[]): Acknowledgement | undefined {
  const hold = takingHold(fault).to;
  return acks.find(({ call }) => call.invokedAt > hold);
}

function writeFindings(fault: FaultRecord, acks: readonly Acknowledgement[], { calls }: Calls): Finding[] {
  const find = findingsBy('availability');
  const { wholeAt } = fault;
  if (!fault.proof.proven || wholeAt === undefined || firstAfter(fault, acks) !== undefined) return [];
  // A load that had stopped by then says nothing about the stack.
  const tried = calls.filter((call) => isWrite(call) && call.invokedAt > wholeAt).length;
  if (tried === 0) {
    return [
      find(
        'no-load-after-fault',
        'unknown',
        `No write was tried after ${fault.fault} and the recovery from it.`,
      ),
    ];
  }
  const message = `The stack looked whole after ${fault.fault}, and acknowledged none of the ${String(tried)} writes sent from then on.`;
  return [find('no-write-after-fault', 'fail', message, { count: tried })];
}

function since(from: number, to: number | undefined): number | null {
  return to === undefined ? null : secondsBetween(from, to);
}

function worstOf(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 || known.length < times.length ? null : Math.max(...known);
}
