import type { Place } from './anomalies.ts';
import type { ObjectHistory, Put, Write } from './object-history.ts';
import type { ObjectAnomalies } from './object-texts.ts';

/** What a plain read of an object gets at the end. */
export type Shown =
  /** The content of one of these puts. */
  | { is: 'put'; puts: readonly Put[] }
  /** Nothing. */
  | { is: 'absent' }
  /** It cannot be told: no verdict on what should be the latest. */
  | { is: 'unknown' };

/**
 * Judges what an object shows at the end, and which of its versions are still there.
 *
 * It has to show one of its current writes: acknowledged ones that no acknowledged write is certainly later than. Where it
 * shows an older state, the reason is one of these: a current put is gone, and lost; or it is there, or the bucket keeps
 * no versions, and what is shown is stale; or the object was deleted, and is resurrected. Whatever else is gone is a
 * lost version.
 * @param present the writes whose versions are there.
 */
export function judgeFinal(
  history: ObjectHistory,
  shown: Shown,
  present: ReadonlySet<Write>,
  place: Place,
  anomalies: ObjectAnomalies,
): void {
  const { key, puts, deletes } = history;
  const reached = shown.is === 'unknown' ? Infinity : effectiveBy(history, shown);
  const later = history.laterThan(reached);
  const lastInvokedAt = later.reduce((last, { invokedAt }) => Math.max(last, invokedAt), -Infinity);
  const current = new Set(later.filter((write) => write.effectiveBy >= lastInvokedAt));
  const isMissing = (write: Write): boolean => write.versionId !== undefined && !present.has(write);

  for (const write of [...puts, ...deletes]) {
    if (!isMissing(write) || (current.has(write) && write.kind === 'delete')) continue;
    const name = current.has(write) ? 'lost' : 'lostVersion';
    anomalies.add(name, place, write.label, `${write.label} is not there`);
  }
  judgeWaived(history, reached, present, place, anomalies);
  const currentPuts = [...current].filter(({ kind }) => kind === 'put');
  const kept = currentPuts.find((write) => !isMissing(write));
  if (kept !== undefined && shown.is === 'absent' && !present.has(kept)) {
    anomalies.add('lost', place, kept.label, `${kept.label} is not there`);
  } else if (kept !== undefined) {
    anomalies.add('stale', place, key, `${key} is as it was before ${kept.label}`);
  } else if (currentPuts.length === 0) {
    const [deletion] = current;
    if (deletion !== undefined) {
      anomalies.add('resurrected', place, key, `${key} is as it was before ${deletion.label}`);
    }
  }
}

/** By when what is shown had certainly taken effect: the latest of what it may come from. */
function effectiveBy({ deletes }: ObjectHistory, shown: Exclude<Shown, { is: 'unknown' }>): number {
  if (shown.is === 'put') return Math.max(...shown.puts.map((put) => put.effectiveBy));
  return deletes.reduce((latest, one) => Math.max(latest, one.effectiveBy), -Infinity);
}

/** What the contract lets go, and what would have been shown, or hidden what is. */
function judgeWaived(
  { puts, deletes }: ObjectHistory,
  reached: number,
  present: ReadonlySet<Write>,
  place: Place,
  anomalies: ObjectAnomalies,
): void {
  for (const write of [...puts, ...deletes]) {
    const { label, waived, invokedAt } = write;
    if (waived && invokedAt > reached && !present.has(write)) {
      anomalies.add('lostInWindow', place, label, `${label} is not there`);
    }
  }
}
