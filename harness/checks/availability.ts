import type { Evidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { Finding } from '../model/verdict.ts';
import { findingsBy, secondsBetween } from './finding.ts';
import { acknowledged, buildLedger, type Ledger } from './ledger.ts';
import { recoveryFindings } from './recovery.ts';
import { recoveryFrom, takingHold } from './situation.ts';

/** What the availability judge found, with its numbers in seconds. */
export interface AvailabilityJudgement {
  findings: Finding[];
  availability: ScenarioResult['availability'];
}

type Acknowledgements = ReturnType<typeof acknowledged>;

/**
 * Judges how long the stack was away: until the first acknowledged write that was sent after the fault had
 * taken hold, until it was whole again, and the longest time without an acknowledgement. Of several faults
 * the worst counts, and never (null) is worse than any time.
 *
 * It can conclude that the stack did not come back within its budget, or came back and took no writes. Its
 * times are as seen by the clients: at a low rate a gap is at least the time between two writes.
 */
export function judgeAvailability(
  evidence: Evidence,
  ledger: Ledger = buildLedger(evidence.operations ?? []),
): AvailabilityJudgement {
  const { faults } = evidence;
  const acks = acknowledged(ledger);
  return {
    findings: [
      ...faults.flatMap((fault) => recoveryFindings(fault, evidence.phases)),
      ...(evidence.operations === undefined
        ? []
        : faults.flatMap((fault) => writeFindings(fault, acks, ledger))),
    ],
    availability: {
      firstAcknowledged: worstOf(faults.map((fault) => since(fault.injectedAt, firstAfter(fault, acks)?.at))),
      outage: worstOf(faults.map((fault) => since(fault.injectedAt, fault.wholeAt))),
      recovery: worstOf(faults.map((fault) => since(recoveryFrom(fault), fault.wholeAt))),
      longestGap: longestGap(evidence, ledger, acks),
    },
  };
}

function firstAfter(fault: FaultRecord, acks: Acknowledgements): Acknowledgements[number] | undefined {
  const hold = takingHold(fault).to;
  return acks.find(({ write }) => write.invokedAt > hold);
}

function writeFindings(fault: FaultRecord, acks: Acknowledgements, ledger: Ledger): Finding[] {
  const find = findingsBy('availability');
  const { wholeAt } = fault;
  if (!fault.proof.proven || wholeAt === undefined || firstAfter(fault, acks) !== undefined) return [];
  // A load that had stopped by then says nothing about the stack.
  const tried = [...ledger.writes.values()].filter((write) => write.invokedAt > wholeAt).length;
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

/** From the load's first invocation to its end, which counts like an acknowledgement: a silence there is a gap too. */
function longestGap({ phases }: Evidence, ledger: Ledger, acks: Acknowledgements): number | null {
  const loadFrom = phases.find((phase) => phase.phase === 'load')?.startedAt ?? -Infinity;
  const start = [...ledger.writes.values()].find((write) => write.invokedAt >= loadFrom)?.invokedAt;
  const end = phases.find((phase) => phase.phase === 'quiesce')?.startedAt ?? ledger.endedAt;
  if (start === undefined || end === undefined || end < start) return null;
  let last = start;
  let longest = 0;
  for (const at of [...acks.map((ack) => ack.at).filter((time) => time > start && time < end), end]) {
    longest = Math.max(longest, at - last);
    last = at;
  }
  return secondsBetween(0, longest);
}

function since(from: number, to: number | undefined): number | null {
  return to === undefined ? null : secondsBetween(from, to);
}

function worstOf(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 || known.length < times.length ? null : Math.max(...known);
}
