import type { Evidence } from '../model/bundle-evidence.ts';
import type { ReadBack } from '../model/read-back.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { Finding } from '../model/verdict.ts';
import { Anomalies, type Place } from './anomalies.ts';
import { joinCalls, type Calls } from './calls.ts';
import { groupsOf, type Group, type Groups } from './group-ledger.ts';
import { GROUP_TEXTS, type GroupAnomalies } from './group-texts.ts';
import { heldBy, placeOf, provesAbsence } from './held.ts';
import { readsOf, type Reads } from './reads.ts';
import { wasAcknowledgedBefore } from './writes.ts';

/** What the groups judge found, with the numbers behind it. */
export interface GroupsJudgement {
  findings: Finding[];
  data: Pick<
    ScenarioResult['data'],
    'lost' | 'recovered' | 'unexpected' | 'duplicated' | 'fractured' | 'stale' | 'backwards'
  >;
}

/**
 * Judges transactions that write several rows: all rows of a group are seen, or none (read atomicity: Bailis
 * et al., "Scalable Atomic Visibility with RAMP Transactions", where the anomaly is a fractured read).
 *
 * It can conclude that a part of a group was seen, or more of it than was written, under load and at the end;
 * that an acknowledged group is lost; that one was seen that nobody wrote, or before it was sent; that the
 * leader did not show an acknowledged group to a read that looked for it; and that a member showed a group
 * and later did not. A group that a read did not look for says nothing. It cannot conclude when a group was
 * lost, nor see rows of different groups that were exchanged.
 */
export function judgeGroups(
  evidence: Evidence,
  calls: Calls = joinCalls(evidence.operations ?? []),
  reads: Reads = readsOf(evidence, calls),
): GroupsJudgement {
  const anomalies: GroupAnomalies = new Anomalies('groups', GROUP_TEXTS);
  const groups = groupsOf(calls);
  judgeReads(groups, reads, anomalies);
  if (evidence.operations !== undefined) {
    for (const readBack of evidence.readBacks) judgeMember(readBack, groups, anomalies);
  }
  return {
    findings: [...groups.findings, ...anomalies.findings()],
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

function judgeReads(groups: Groups, { snapshots }: Reads, anomalies: GroupAnomalies): void {
  /** By member and group, when the first answer came that showed it whole. */
  const shown = new Map<string, Map<string, number>>();
  for (const { place, invokedAt, completedAt, value } of snapshots) {
    const own = shown.get(place.member) ?? new Map<string, number>();
    shown.set(place.member, own);
    for (const [key, rows] of Object.entries(value.groups)) {
      if (groups.suspect.has(key)) continue;
      const group = groups.byKey.get(key);
      if (rows !== 0) {
        const whole = judgeRows(key, rows, group, completedAt, place, anomalies);
        // Answers come in order: the first that showed it came first.
        if (whole && !own.has(key)) own.set(key, completedAt);
        continue;
      }
      if (place.role === 'leader' && group !== undefined && wasAcknowledgedBefore(group, invokedAt)) {
        anomalies.add('stale', place, key, `${key} was not there`);
      }
      if ((own.get(key) ?? Infinity) < invokedAt)
        anomalies.add('backwards', place, key, `${key} was gone again`);
    }
  }
}

function judgeMember(readBack: ReadBack, groups: Groups, anomalies: GroupAnomalies): void {
  const place = placeOf(readBack);
  const seen = new Set<string>();
  for (const { key, rows } of heldBy(readBack, 'group')) {
    if (groups.suspect.has(key) || rows === 0) continue;
    if (seen.has(key)) anomalies.add('duplicated', place, key, `${key} is there more than once`);
    seen.add(key);
    const group = groups.byKey.get(key);
    const whole = judgeRows(key, rows, group, Infinity, place, anomalies);
    if (whole && group?.outcome !== 'ok') anomalies.add('recovered', place, key, `${key} is there`);
  }
  if (!provesAbsence(readBack)) return;
  for (const [key, { outcome, rows }] of groups.byKey) {
    if (outcome !== 'ok' || rows === 0 || seen.has(key) || groups.suspect.has(key)) continue;
    anomalies.add('lost', place, key, `${key} is not there`);
  }
}

/** Judges that some rows of a group were seen by a moment. Returns whether it was the whole group. */
function judgeRows(
  key: string,
  rows: number,
  group: Group | undefined,
  by: number,
  place: Place,
  anomalies: GroupAnomalies,
): boolean {
  if (group === undefined || group.outcome === 'fail' || group.invokedAt > by) {
    anomalies.add('unexpected', place, key, `${key} has ${String(rows)} rows`);
    return false;
  }
  if (rows === group.rows) return true;
  anomalies.add('fractured', place, key, `${key} has ${String(rows)} of ${String(group.rows)} rows`);
  return false;
}
