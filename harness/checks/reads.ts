import type { Evidence } from '../model/bundle-evidence.ts';
import { isRead, snapshotValueSchema, type SnapshotValue } from '../model/functions.ts';
import type { Finding } from '../model/verdict.ts';
import type { Place } from './anomalies.ts';
import type { Calls } from './calls.ts';
import { ValueReader } from './malformed.ts';

/** A read that was answered: what one member showed in one snapshot. */
export interface Snapshot {
  place: Place;
  invokedAt: number;
  completedAt: number;
  value: SnapshotValue;
}

/** The answered reads of a history, in the order of their answers. */
export interface Reads {
  snapshots: readonly Snapshot[];
  /** What could not be read of them. */
  findings: Finding[];
}

/**
 * Reads the answers to all `read` operations. A read that failed or was not answered says nothing. One that
 * does not say who was asked cannot be held against anybody: it is reported, and left out.
 */
export function readsOf(evidence: Evidence, { calls, suspect }: Calls): Reads {
  const values = new ValueReader();
  const roles = steadyRoles(evidence);
  const snapshots: Snapshot[] = [];
  for (const { f, key, member, got, outcome, invokedAt, completedAt } of calls) {
    if (!isRead(f) || outcome !== 'ok' || completedAt === undefined || suspect.has(key)) continue;
    const value = values.read(snapshotValueSchema, got, `The answer to the read ${key}`);
    if (value === undefined) continue;
    if (member === undefined) {
      values.note(`The read ${key} does not say who was asked.`);
      continue;
    }
    const place: Place = { member, role: roles.get(member) ?? 'unknown' };
    snapshots.push({ place, invokedAt, completedAt, value });
  }
  snapshots.sort((a, b) => a.completedAt - b.completedAt);
  return { snapshots, findings: values.findings('reads') };
}

/**
 * The role of each member that kept it from the beginning to the end: before the first fault, after the last
 * and in its read-back. A member whose role changed or is not known is held to what a follower is. One that
 * lost the lead and had it back before anybody looked is taken for the leader all the time.
 */
function steadyRoles({ before, after, readBacks }: Evidence): Map<string, Place['role']> {
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
