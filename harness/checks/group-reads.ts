import type { Place } from './anomalies.ts';
import type { Group, GroupLedger } from './group-ledger.ts';
import type { GroupAnomalies } from './group-texts.ts';
import { wasAcknowledgedBefore } from './writes.ts';

/** What one read that looked for groups showed of them: the number of rows by key. */
export interface GroupsRead {
  key: string;
  place: Place;
  invokedAt: number;
  completedAt: number;
  rows: ReadonlyMap<string, number>;
}

/** Judges reads of groups, which are put into the order of their answers. */
export function judgeGroupReads(
  groups: GroupLedger,
  reads: GroupsRead[],
  suspect: ReadonlySet<string>,
  anomalies: GroupAnomalies,
): void {
  /** By member and group, when the first answer came that showed it whole. */
  const shown = new Map<string, Map<string, number>>();
  reads.sort((a, b) => a.completedAt - b.completedAt);
  for (const { key: read, place, invokedAt, completedAt, rows: found } of reads) {
    if (suspect.has(read)) continue;
    const own = shown.get(place.member) ?? new Map<string, number>();
    shown.set(place.member, own);
    for (const [key, rows] of found) {
      if (groups.suspect.has(key)) continue;
      const group = groups.byKey.get(key);
      if (rows !== 0) {
        const whole = judgeRows(key, rows, group, completedAt, place, anomalies);
        // Answers come in order: the first that showed it came first.
        if (whole !== undefined && !own.has(key)) own.set(key, completedAt);
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

/** Judges that some rows of a group were seen by a moment. Returns the group where it was the whole of it. */
export function judgeRows(
  key: string,
  rows: number,
  group: Group | undefined,
  by: number,
  place: Place,
  anomalies: GroupAnomalies,
): Group | undefined {
  if (group === undefined || group.outcome === 'fail' || group.invokedAt > by) {
    anomalies.add('unexpected', place, key, `${key} has ${String(rows)} rows`);
    return undefined;
  }
  if (rows === group.rows) return group;
  anomalies.add('fractured', place, key, `${key} has ${String(rows)} of ${String(group.rows)} rows`);
  return undefined;
}
