import type { Evidence } from '../model/bundle-evidence.ts';
import type { Element, ReadBackFooter } from '../model/read-back.ts';
import { Anomalies, type Place } from './anomalies.ts';
import type { Call } from './calls.ts';
import type { DataJudge, DataJudgement, HeldSink, HistoryEnd } from './data-judge.ts';
import { GroupLedger } from './group-ledger.ts';
import { judgeGroupReads, judgeRows, type GroupsRead } from './group-reads.ts';
import { GROUP_TEXTS, type GroupAnomalies } from './group-texts.ts';
import { provesAbsence } from './held.ts';
import { steadyRoles } from './reads.ts';
import type { Snapshots } from './snapshots.ts';

/**
 * Judges transactions that write several rows: all rows of a group are seen, or none (read atomicity: Bailis
 * et al., "Scalable Atomic Visibility with RAMP Transactions", where the anomaly is a fractured read).
 *
 * It can conclude that a part of a group was seen, or more of it than was written, under load and at the end;
 * that an acknowledged group is lost; that one was seen that nobody wrote, or before it was sent; that the
 * leader did not show an acknowledged group to a read that looked for it; and that a member showed a group
 * and later did not. A group that a read did not look for says nothing; nor does the absence of one that was
 * acknowledged in a loss window of the contract. It cannot conclude when a group was lost, nor see rows of
 * different groups that were exchanged.
 */
export class GroupsJudge implements DataJudge {
  readonly name = 'groups';
  readonly functions = ['add-group', 'read'];
  readonly keepsNothing = true;
  readonly kinds = ['group'] as const;
  readonly #hasHistory: boolean;
  readonly #roles: ReadonlyMap<string, Place['role']>;
  readonly #snapshots: Snapshots;
  readonly #anomalies: GroupAnomalies = new Anomalies('groups', GROUP_TEXTS);
  readonly #groups = new GroupLedger();
  readonly #reads: GroupsRead[] = [];

  constructor(
    evidence: Pick<Evidence, 'operations' | 'before' | 'after' | 'readBacks'>,
    snapshots: Snapshots,
  ) {
    this.#hasHistory = evidence.operations !== undefined;
    this.#roles = steadyRoles(evidence);
    this.#snapshots = snapshots;
  }

  call(call: Call): void {
    if (call.f === 'add-group') this.#groups.add(call);
    else this.#read(call);
  }

  #read(call: Call): void {
    const { key, member, invokedAt, completedAt = Infinity } = call;
    const groups = this.#snapshots.of(call)?.groups;
    if (groups === undefined || groups.size === 0 || member === undefined) return;
    const place = { member, role: this.#roles.get(member) ?? 'unknown' };
    this.#reads.push({ key, place, invokedAt, completedAt, rows: groups.toMap() });
  }

  history({ suspect }: HistoryEnd): void {
    this.#groups.end(suspect);
    judgeGroupReads(this.#groups, this.#reads, suspect, this.#anomalies);
  }

  member(place: Place): HeldSink {
    if (!this.#hasHistory) return { element: () => undefined, end: () => undefined };
    const seen = new Set<string>();
    return {
      element: (element: Element) => {
        if (element.of === 'group') this.#held(element.key, element.rows, place, seen);
      },
      end: (footer: ReadBackFooter | undefined) => {
        if (!provesAbsence({ footer })) return;
        for (const [key, { outcome, rows }] of this.#groups.judged()) {
          if (outcome !== 'ok' || rows === 0 || seen.has(key)) continue;
          this.#anomalies.add('lost', place, key, `${key} is not there`);
        }
      },
    };
  }

  #held(key: string, rows: number, place: Place, seen: Set<string>): void {
    const anomalies = this.#anomalies;
    if (this.#groups.suspect.has(key) || rows === 0) return;
    if (seen.has(key)) anomalies.add('duplicated', place, key, `${key} is there more than once`);
    seen.add(key);
    const group = this.#groups.byKey.get(key);
    const whole = judgeRows(key, rows, group, Infinity, place, anomalies);
    if (whole !== undefined && whole.outcome !== 'ok' && !whole.waived) {
      anomalies.add('recovered', place, key, `${key} is there`);
    }
  }

  judgement(): DataJudgement {
    const anomalies = this.#anomalies;
    return {
      findings: [...this.#groups.findings(), ...anomalies.findings()],
      data: {
        lost: anomalies.keys('lost'),
        recovered: anomalies.keys('recovered'),
        unexpected: anomalies.keys('unexpected'),
        duplicated: anomalies.keys('duplicated'),
        fractured: anomalies.keys('fractured'),
        stale: anomalies.times('stale'),
        backwards: anomalies.times('backwards'),
      },
    };
  }
}
