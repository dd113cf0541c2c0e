import type { Evidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { Finding } from '../model/verdict.ts';
import type { WriteFold } from './call-fold.ts';
import type { Call } from './calls.ts';
import { counted, findingsBy } from './finding.ts';
import { takingHold } from './situation.ts';

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

/** A demand on the acknowledgements in a span of time, its ends excluded. */
interface Demand {
  kind: string;
  from: number;
  to: number;
  wanted: number;
  /** Of the writes counted, for the sentence. */
  when: string;
  seen: number;
}

/**
 * Judges whether enough happened for a pass to mean something: writes of any kind acknowledged before the
 * first fault, in flight while each fault took hold, acknowledged between the recovery from one fault and the
 * next, and acknowledged after the last recovery. Too few is unknown, never a pass. Without faults there is
 * one stretch only, and all of it is before.
 *
 * In flight at a fault is every write whose time between invocation and completion touches the span from
 * the injection to the effect. A stack that never became whole owes no writes after it: that it did not is
 * found elsewhere. Nor are any owed between faults that overlap. It can conclude that too little was asked of a
 * stack, never that the stack is at fault: it counts what the clients saw, and an acknowledgement that the
 * contract lets go is one.
 */
export class PowerJudge implements WriteFold {
  readonly #evidence: Pick<Evidence, 'faults' | 'record'>;
  readonly #inFlight: { fault: FaultRecord; from: number; to: number; seen: number }[];
  readonly #before: Omit<Demand, 'from'>;
  readonly #later: Demand[];

  constructor(evidence: Pick<Evidence, 'faults' | 'record'>) {
    this.#evidence = evidence;
    const { faults, record } = evidence;
    this.#inFlight = faults.map((fault) => ({ fault, ...takingHold(fault), seen: 0 }));
    this.#before = {
      ...{ kind: 'too-few-before', wanted: record.power.acknowledgedBefore, seen: 0 },
      to: Math.min(...faults.map((fault) => fault.injectedAt)), // Infinity without faults
      when: faults.length === 0 ? 'acknowledged in all' : 'acknowledged before the first fault',
    };
    this.#later = faults.length === 0 ? [] : laterDemands(evidence);
  }

  write(call: Call, acknowledgedAt: number): void {
    for (const span of this.#inFlight) {
      if (call.invokedAt <= span.to && (call.completedAt ?? Infinity) >= span.from) span.seen += 1;
    }
    if (acknowledgedAt < this.#before.to) this.#before.seen += 1;
    for (const demand of this.#later) {
      if (acknowledgedAt > demand.from && acknowledgedAt < demand.to) demand.seen += 1;
    }
  }

  judgement(): PowerJudgement {
    const findings: Finding[] = [];
    const demand = ({
      kind,
      seen,
      wanted,
      when,
    }: Pick<Demand, 'kind' | 'seen' | 'wanted' | 'when'>): void => {
      if (seen >= wanted) return;
      const message = `Only ${counted(seen, 'write')} ${when}; a pass needs ${String(wanted)}.`;
      findings.push(findingsBy('power')(kind, 'unknown', message, { count: seen }));
    };
    demand(this.#before);
    const wanted = this.#evidence.record.power.inFlightAtFault;
    for (const { fault, seen } of this.#inFlight) {
      demand({ kind: 'too-few-in-flight', seen, wanted, when: `in flight while ${fault.fault} took hold` });
    }
    for (const one of this.#later) demand(one);
    const inFlightAtFaults = this.#inFlight.map(({ seen }) => seen);
    return {
      findings,
      inFlightAtFault: inFlightAtFaults.length === 0 ? null : Math.min(...inFlightAtFaults),
      inFlightAtFaults,
    };
  }
}

/** What has to be acknowledged between the faults and after the last. */
function laterDemands({ faults, record }: Pick<Evidence, 'faults' | 'record'>): Demand[] {
  const { acknowledgedAfter } = record.power;
  const demands = calmsBetween(faults).map(({ from, fault }): Demand => ({
    ...{ kind: 'too-few-between', from, to: fault.injectedAt, seen: 0 },
    wanted: Math.ceil(acknowledgedAfter * BETWEEN),
    when: `acknowledged between the recovery before ${fault.fault} and its injection`,
  }));
  const lastWhole = Math.max(...faults.map(({ wholeAt = Infinity }) => wholeAt));
  if (lastWhole === Infinity) return demands;
  const when = 'acknowledged after the last recovery';
  const after = { kind: 'too-few-after', from: lastWhole, to: Infinity, wanted: acknowledgedAfter, when };
  return [...demands, { ...after, seen: 0 }];
}

/** Each fault that was injected into a stack which was whole again, and since when it was. */
function calmsBetween(faults: readonly FaultRecord[]): { from: number; fault: FaultRecord }[] {
  const inOrder = faults.toSorted((a, b) => a.injectedAt - b.injectedAt);
  return inOrder.slice(1).flatMap((fault, i) => {
    const from = Math.max(...inOrder.slice(0, i + 1).map(({ wholeAt }) => wholeAt ?? Infinity));
    return from < fault.injectedAt ? [{ from, fault }] : [];
  });
}
