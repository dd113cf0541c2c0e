import type { Evidence } from '../model/bundle-evidence.ts';
import { snapshotValueSchema } from '../model/functions.ts';
import type { Place } from './anomalies.ts';
import type { Call } from './calls.ts';
import type { DataJudge, DataJudgement, HeldSink, HistoryEnd } from './data-judge.ts';
import { ValueReader } from './malformed.ts';
import type { Snapshots } from './snapshots.ts';

/**
 * Reports the answers to `read` that cannot be read, once for all judges that would have used them. A read that
 * failed or was not answered says nothing. One that does not say who was asked cannot be held against anybody: it
 * is reported, and left out. It concludes nothing about a stack.
 */
export class ReadsJudge implements DataJudge {
  readonly name = 'reads';
  readonly functions = ['read'];
  readonly keepsNothing = true;
  readonly kinds = [];
  readonly #snapshots: Snapshots;
  /** Reads that are not what they should be: their keys, with what they came back with. */
  readonly #odd: Pick<Call, 'key' | 'got' | 'nth'>[] = [];
  readonly #values = new ValueReader();

  constructor(snapshots: Snapshots) {
    this.#snapshots = snapshots;
  }

  call(call: Call): void {
    if (call.outcome !== 'ok') return;
    if (this.#snapshots.of(call) !== undefined && call.member !== undefined) return;
    this.#odd.push({ key: call.key, got: call.got, nth: call.nth });
  }

  history({ suspect }: HistoryEnd): void {
    for (const { key, got, nth } of this.#odd) {
      if (suspect.has(key)) continue;
      const value = this.#values.read(snapshotValueSchema, got, `The answer to the read ${key}`, nth);
      if (value !== undefined) this.#values.note(`The read ${key} does not say who was asked.`, nth);
    }
  }

  member(): HeldSink {
    return { element: () => undefined, end: () => undefined };
  }

  judgement(): DataJudgement {
    return { findings: this.#values.findings(this.name), data: {} };
  }
}

/**
 * The role of each member that kept it from the beginning to the end: before the first fault, after the last
 * and in its read-back. A member whose role changed or is not known is held to what a follower is. One that
 * lost the lead and had it back before anybody looked is taken for the leader all the time.
 */
export function steadyRoles({
  before,
  after,
  readBacks,
}: Pick<Evidence, 'before' | 'after' | 'readBacks'>): ReadonlyMap<string, Place['role']> {
  const later = [
    ...(after?.members ?? []),
    ...readBacks.map(({ header: { member, role } }) => ({ pod: member, role })),
  ];
  const steady = new Map<string, Place['role']>();
  for (const { pod, role } of before?.members ?? []) {
    const said = later.filter((one) => one.pod === pod);
    if (said.length > 0 && said.every((one) => one.role === role)) steady.set(pod, role);
  }
  return steady;
}
