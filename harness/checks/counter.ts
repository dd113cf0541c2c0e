import type { Evidence } from '../model/bundle-evidence.ts';
import type { Element, ReadBackFooter } from '../model/read-back.ts';
import { Anomalies, type Place } from './anomalies.ts';
import type { Call } from './calls.ts';
import { PendingAnomalies } from './counter-anomalies.ts';
import { CounterLedger } from './counter-ledger.ts';
import { CounterMember } from './counter-member.ts';
import { CounterSweep } from './counter-sweep.ts';
import { COUNTER_TEXTS, type CounterAnomalies } from './counter-texts.ts';
import type { DataJudge, DataJudgement, HeldSink, HistoryEnd } from './data-judge.ts';
import { steadyRoles } from './reads.ts';
import type { Snapshots } from './snapshots.ts';

/**
 * Judges counters that only ever grow, by one at a time, with the bounds of Jepsen's checker `counter`
 * (jepsen/src/jepsen/checker.clj): a value is never above the increments that were invoked, and on the leader
 * never below those that were acknowledged before it was asked for. Increments that certainly did not happen
 * count in neither bound.
 *
 * It can conclude that an acknowledged increment had no effect (on each member at the end, or because two of
 * them came back with one value), that a value counts increments which nobody made, that the leader answered
 * with less than was acknowledged, and that a member went back behind what it had shown. Followers may lag:
 * they are held to the last of these alone while the load runs. It cannot conclude which increment was lost, nor
 * see that one was lost whose place another one of unknown outcome took; an increment that was acknowledged in a
 * loss window of the contract is one of unknown outcome.
 */
export class CounterJudge implements DataJudge {
  readonly name = 'counter';
  readonly functions = ['increment', 'read'];
  readonly keepsNothing = true;
  readonly kinds = ['counter'] as const;
  readonly #hasHistory: boolean;
  readonly #roles: ReadonlyMap<string, Place['role']>;
  readonly #snapshots: Snapshots;
  readonly #anomalies: CounterAnomalies = new Anomalies('counter', COUNTER_TEXTS);
  readonly #ledger = new CounterLedger();
  readonly #repeated = new PendingAnomalies();
  readonly #swept = new PendingAnomalies();
  readonly #sweep = new CounterSweep(this.#swept);
  readonly #lastRead: { prefix: string; number: number; slot: number }[] = [];

  constructor(
    evidence: Pick<Evidence, 'operations' | 'before' | 'after' | 'readBacks'>,
    snapshots: Snapshots,
  ) {
    this.#hasHistory = evidence.operations !== undefined;
    this.#roles = steadyRoles(evidence);
    this.#snapshots = snapshots;
  }

  call(call: Call): void {
    if (call.f === 'read') {
      this.#read(call);
      return;
    }
    const increment = this.#ledger.increment(call);
    if (increment === undefined) return;
    const { slot, acknowledgedAt, value, repeated } = increment;
    if (repeated) this.#repeated.add('repeated', undefined, slot, value);
    this.#sweep.increment(slot, call.invokedAt, acknowledgedAt, value);
  }

  #read(call: Call): void {
    const { member, invokedAt, completedAt = Infinity } = call;
    const counters = this.#snapshots.of(call)?.counters;
    if (counters === undefined || member === undefined) return;
    const { reads } = this.#sweep;
    reads.add({ member, role: this.#roles.get(member) ?? 'unknown' }, invokedAt, completedAt);
    for (let i = 0; i < counters.size; i++) {
      reads.slots.push(this.#slotOf(i, counters.prefixes[i] ?? '', counters.numbers[i] ?? NaN));
      reads.values.push(counters.values[i] ?? 0);
    }
  }

  /** Reads show the same counters at the same places, again and again. */
  #slotOf(at: number, prefix: string, number: number): number {
    const last = this.#lastRead[at];
    if (last?.prefix === prefix && last.number === number) return last.slot;
    const slot = this.#ledger.keys.addNumbered(prefix, number);
    this.#lastRead[at] = { prefix, number, slot };
    return slot;
  }

  settled(before: number): void {
    this.#sweep.pass(before);
  }

  history({ suspect }: HistoryEnd): void {
    this.#ledger.end(suspect);
    this.#sweep.pass(Infinity);
    for (const pending of [this.#repeated, this.#swept]) {
      pending.settle(this.#anomalies, this.#ledger.names(pending.slots()));
    }
  }

  member(place: Place): HeldSink {
    const member = this.#hasHistory ? new CounterMember(place, this.#ledger, this.#anomalies) : undefined;
    return {
      element: (element: Element) => {
        if (element.of === 'counter') member?.counter(element);
      },
      end: (footer: ReadBackFooter | undefined) => member?.end(footer),
    };
  }

  judgement(): DataJudgement {
    const anomalies = this.#anomalies;
    return {
      findings: [...this.#ledger.values.findings(this.name), ...anomalies.findings()],
      data: {
        lost: anomalies.keys('lost'),
        duplicated: anomalies.keys('duplicated'),
        unexpected: anomalies.keys('unexpected'),
        lostUpdates: anomalies.keys('lost-update'),
        stale: anomalies.times('stale'),
        backwards: anomalies.times('backwards'),
      },
    };
  }
}
