import type { Evidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { Finding } from '../model/verdict.ts';
import type { WriteFold } from './call-fold.ts';
import type { Call } from './calls.ts';
import { DataPlane } from './data-plane.ts';
import { findingsBy, secondsBetween } from './finding.ts';
import { LoadSpan } from './load-span.ts';
import { recoveryFindings } from './recovery.ts';
import { recoveryFrom, takingHold } from './situation.ts';
import { Stretches } from './stretches.ts';

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
 * by the clients: at a low rate a gap is at least the time between two writes, and an acknowledgement that the
 * contract lets go is one. It cannot conclude why a write took long, or whether reads went on meanwhile.
 */
export class AvailabilityJudge implements WriteFold {
  readonly #evidence: Pick<Evidence, 'faults' | 'phases' | 'operations'>;
  readonly #faults: UnderFault[];
  readonly #load: LoadSpan;
  readonly #stretches: Stretches;

  constructor(evidence: Pick<Evidence, 'faults' | 'phases' | 'operations'>) {
    this.#evidence = evidence;
    this.#faults = evidence.faults.map((fault) => new UnderFault(fault));
    this.#load = new LoadSpan(evidence);
    this.#stretches = new Stretches(evidence);
  }

  write(call: Call, acknowledgedAt: number): void {
    for (const fault of this.#faults) fault.write(call, acknowledgedAt);
    this.#load.write(call, acknowledgedAt);
    this.#stretches.write(call, acknowledgedAt);
  }

  settled(before: number): void {
    this.#load.settled(before);
  }

  /** @param endedAt the time of the history's last record. */
  judgement(endedAt: number | undefined): AvailabilityJudgement {
    const { faults, phases, operations } = this.#evidence;
    const load = this.#load.end(endedAt);
    const underFaults = operations === undefined ? [] : this.#faults;
    return {
      findings: [
        ...faults.flatMap((fault) => recoveryFindings(fault, phases)),
        ...underFaults.flatMap((one) => [...one.writeFindings(), ...one.dataPlane.findings(load?.span)]),
      ],
      availability: {
        firstAcknowledged: worstOf(
          this.#faults.map((one) => since(one.fault.injectedAt, one.firstAcknowledged)),
        ),
        outage: worstOf(faults.map((fault) => since(fault.injectedAt, fault.wholeAt))),
        recovery: worstOf(faults.map((fault) => since(recoveryFrom(fault), fault.wholeAt))),
        longestGap: load === undefined ? null : secondsBetween(0, load.longestGap),
        stretches: load === undefined ? [] : this.#stretches.stretches(),
      },
    };
  }
}

/** What one fault did to the writes. */
class UnderFault implements WriteFold {
  readonly fault: FaultRecord;
  readonly dataPlane: DataPlane;
  /** When the first write was acknowledged that was sent after the fault had taken hold. */
  firstAcknowledged: number | undefined;
  readonly #hold: number;
  /** Writes sent after the recovery. */
  #tried = 0;

  constructor(fault: FaultRecord) {
    this.fault = fault;
    this.dataPlane = new DataPlane(fault);
    this.#hold = takingHold(fault).to;
  }

  write(call: Call, acknowledgedAt: number): void {
    this.dataPlane.write(call, acknowledgedAt);
    const { invokedAt } = call;
    if (invokedAt > (this.fault.wholeAt ?? Infinity)) this.#tried += 1;
    if (invokedAt <= this.#hold || Number.isNaN(acknowledgedAt)) return;
    this.firstAcknowledged = Math.min(this.firstAcknowledged ?? acknowledgedAt, acknowledgedAt);
  }

  writeFindings(): Finding[] {
    const find = findingsBy('availability');
    const { fault, proof, wholeAt } = this.fault;
    if (!proof.proven || wholeAt === undefined || this.firstAcknowledged !== undefined) return [];
    // A load that had stopped by then says nothing about the stack.
    if (this.#tried === 0) {
      const message = `No write was tried after ${fault} and the recovery from it.`;
      return [find('no-load-after-fault', 'unknown', message)];
    }
    const message = `The stack looked whole after ${fault}, and acknowledged none of the ${String(this.#tried)} writes sent from then on.`;
    return [find('no-write-after-fault', 'fail', message, { count: this.#tried })];
  }
}

function since(from: number, to: number | undefined): number | null {
  return to === undefined ? null : secondsBetween(from, to);
}

function worstOf(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 || known.length < times.length ? null : Math.max(...known);
}
