import type { ReadBackFooter } from '../model/read-back.ts';
import type { Finding } from '../model/verdict.ts';
import { placeLabel, type Place } from './anomalies.ts';
import { counted, findingsBy } from './finding.ts';
import type { Delivery, Message, Sent } from './queue-ledger.ts';
import type { PromiseOf } from './queue-promise.ts';
import type { QueueAnomalies } from './queue-texts.ts';

const find = findingsBy('queue');

/** How the drain of one member ended. */
export interface DrainEnd {
  place: Place;
  end: ReadBackFooter['end'] | 'torn';
}

/** What bears on whether a message that nobody saw again is lost. */
export interface Missing {
  ends: readonly DrainEnd[];
  /** Deliveries that may have been acknowledged and of which nobody knows what they brought. */
  unseen: number;
  /** The history was cut off: deliveries may be missing from it. */
  torn: boolean;
}

/**
 * Judges the confirmed messages that no consumer acknowledged and no drain found. Where a drain did not come to its
 * end nothing is lost: what it had taken may be missing from its record, and it may be there still.
 */
export function judgeMissing(
  messages: readonly Message[],
  { ends, unseen, torn }: Missing,
  promiseOf: PromiseOf,
  anomalies: QueueAnomalies,
): Finding[] {
  const toTheEnd = ends.every(({ end }) => end === 'complete' || end === 'dataset-gone');
  if (ends.length === 0 || !toTheEnd || torn) return [];
  const missing: Unaccounted[] = [];
  for (const { key, sent, deliveries } of messages) {
    if (sent === undefined || deliveries.some(({ acknowledged }) => acknowledged !== 'no')) continue;
    const said = lastSeen(key, sent, deliveries.at(-1));
    if (sent.waived) anomalies.add('lostInWindow', undefined, key, said);
    else if (sent.outcome !== 'ok') continue;
    else if (promiseOf(sent.queue).delivery !== 'at-most-once') missing.push({ key, said });
    else if (deliveries.length === 0) anomalies.add('lostAllowed', undefined, key, said);
  }
  return lostFindings(missing, unseen, anomalies);
}

interface Unaccounted {
  key: string;
  /** What was seen of it last. */
  said: string;
}

/** Whether as many messages may have been consumed by deliveries that nobody can read decides between `unknown` and `lost`. */
function lostFindings(missing: readonly Unaccounted[], unseen: number, anomalies: QueueAnomalies): Finding[] {
  const deliveries = counted(unseen, 'delivery', 'deliveries');
  if (missing.length > unseen) {
    const but = unseen === 0 ? '' : `; ${deliveries} of unknown content may account for as many`;
    for (const { key, said } of missing) anomalies.add('lost', undefined, key, `${said}${but}`);
    return [];
  }
  if (missing.length === 0) return [];
  const were = missing.length === 1 ? 'was' : 'were';
  const message = `${counted(missing.length, 'confirmed message')} ${were} not seen again, and the history does not tell what ${deliveries} brought.`;
  return [find('unseen-deliveries', 'unknown', message, { objects: missing.map(({ key }) => key) })];
}

/** Queues that had confirmed messages and are not there any more, whether these had been consumed or not. */
export function goneFindings(messages: readonly Message[], ends: readonly DrainEnd[]): Finding[] {
  const confirmed = messages.filter(({ sent }) => sent?.outcome === 'ok' || sent?.waived === true);
  if (confirmed.length === 0) return [];
  const effect = confirmed.some(({ sent }) => sent?.waived === false) ? 'fail' : 'note';
  return ends
    .filter(({ end }) => end === 'dataset-gone')
    .map(({ place }) => {
      const message = `The queues are gone from ${placeLabel(place)}, which had confirmed ${counted(confirmed.length, 'message')}.`;
      return find('dataset-gone', effect, message, { member: place.member });
    });
}

function lastSeen(key: string, { queue }: Sent, last: Delivery | undefined): string {
  return last === undefined
    ? `${key} was confirmed in ${queue} and never came`
    : `${key} was confirmed in ${queue}, came to ${last.subscription} and was not acknowledged there`;
}
