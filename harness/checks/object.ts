import type { Evidence } from '../model/bundle-evidence.ts';
import type { Element, ReadBackFooter } from '../model/read-back.ts';
import type { Finding } from '../model/verdict.ts';
import { Anomalies, placeLabel, type Place } from './anomalies.ts';
import type { Call } from './calls.ts';
import type { DataJudge, DataJudgement, HeldSink, HistoryEnd } from './data-judge.ts';
import { counted, findingsBy } from './finding.ts';
import { provesAbsence } from './held.ts';
import { disruptions } from './read-excuse.ts';
import { ObjectLedger } from './object-ledger.ts';
import { ObjectListings } from './object-listings.ts';
import { ObjectMember } from './object-member.ts';
import { ObjectReads } from './object-reads.ts';
import { OBJECT_TEXTS, type ObjectAnomalies } from './object-texts.ts';

const find = findingsBy('objects');

/**
 * Judges the objects of one bucket: what was put against what comes back, from reads and listings under load and from each
 * member at the end, each by itself. Reads and listings are held to strong consistency: read after write,
 * overwrite and delete, from every member; under a contract that promises that only while the stack is whole, what is not
 * current between a fault and the recovery from it is noted (`stale-meanwhile`), and held against nobody.
 *
 * It can conclude that an acknowledged put is gone that nothing acknowledged had taken the place of (`lost`), or
 * an acknowledged version or delete marker beside what should be the latest (`lost-version`; only where the
 * acknowledgement named the version); that an object shows an older state than an acknowledged put left (`stale`), to
 * a read under load or at the end, or that it is there though its deletion was acknowledged (`resurrected`); that
 * its bytes, its size or its etag are others than were put (`corrupted`); that a part of a multipart upload is there, or one
 * that had certainly failed (`fractured`); that one put made several versions (`duplicated`); that there
 * is something that nobody put by then, or whose put had certainly failed (`unexpected`); and that a listing names what
 * cannot be read, with another size, or does not name what can (`listing-mismatch`).
 *
 * A write of unknown outcome may have taken effect at any time after it was sent, or never; one that was acknowledged
 * in a loss window of the contract too. Writes that overlap may be in either order. Bytes are known by the
 * token that their metadata carries, by their version's id, or by their checksum. Of bytes that are none of these, it is
 * only likely what they are: as many as one put sent are taken for altered ones of it, fewer than an upload in several
 * parts for a part of that one.
 *
 * It cannot conclude when an object was lost; that two reads saw overlapping writes in different orders, or that a
 * write of unknown outcome was seen and then was not; anything about a put whose version has no id and that was
 * overwritten; or anything at the end where the history was cut off: later writes may be missing from it.
 */
export class ObjectJudge implements DataJudge {
  readonly name = 'objects';
  readonly functions = ['put-object', 'delete-object', 'read-object', 'list-objects'];
  readonly kinds = ['object'] as const satisfies Element['of'][];
  readonly #hasHistory: boolean;
  readonly #ledger = new ObjectLedger();
  readonly #reads: ObjectReads;
  readonly #listings: ObjectListings;
  readonly #anomalies: ObjectAnomalies = new Anomalies('objects', OBJECT_TEXTS);
  readonly #gone: Finding[] = [];
  #torn = false;

  constructor({ operations, faults }: Pick<Evidence, 'operations' | 'faults'>) {
    this.#hasHistory = operations !== undefined;
    const excused = disruptions(faults);
    this.#reads = new ObjectReads(this.#ledger, excused);
    this.#listings = new ObjectListings(this.#ledger, excused);
  }

  call(call: Call): void {
    if (call.f === 'put-object') this.#ledger.put(call);
    else if (call.f === 'delete-object') this.#ledger.delete(call);
    else if (call.f === 'read-object') this.#reads.call(call);
    else this.#listings.call(call);
  }

  history({ suspect, torn = false }: HistoryEnd): void {
    this.#torn = torn;
    for (const key of suspect) this.#ledger.suspect.add(key);
    this.#reads.judge(this.#ledger.suspect, this.#anomalies);
    this.#listings.judge(this.#ledger.suspect, this.#anomalies);
  }

  member(place: Place): HeldSink {
    if (!this.#hasHistory || this.#torn) return { element: () => undefined, end: () => undefined };
    const member = new ObjectMember(this.#ledger, place, this.#anomalies);
    return {
      element: (element) => {
        if (element.of === 'object') member.object(element);
      },
      end: (footer) => {
        if (provesAbsence({ footer })) member.end();
        this.#judgeGone(place, footer);
      },
    };
  }

  judgement(): DataJudgement {
    const anomalies = this.#anomalies;
    return {
      findings: [...this.#ledger.values.findings(this.name), ...this.#gone, ...anomalies.findings()],
      data: {
        lost: anomalies.keys('lost') + anomalies.keys('lost-version'),
        lostInWindow: anomalies.keys('lost-in-window'),
        recovered: anomalies.keys('recovered'),
        unexpected: anomalies.keys('unexpected'),
        duplicated: anomalies.keys('duplicated'),
        corrupted: anomalies.keys('corrupted'),
        resurrected: anomalies.keys('resurrected'),
        stale: anomalies.times('stale'),
        fractured: anomalies.keys('fractured'),
        listingMismatches: anomalies.keys('listing-mismatch'),
      },
    };
  }

  /** A bucket that is gone was there once a put to it had been acknowledged. */
  #judgeGone(place: Place, footer: ReadBackFooter | undefined): void {
    if (footer?.end !== 'dataset-gone') return;
    const puts = [...this.#ledger.byToken.values()].filter(
      ({ outcome, waived }) => outcome === 'ok' || waived,
    );
    if (puts.length === 0) return;
    const effect = puts.some(({ waived }) => !waived) ? 'fail' : 'note';
    const message = `The bucket is gone from ${placeLabel(place)}, with ${counted(puts.length, 'acknowledged put')} in its history.`;
    this.#gone.push(find('dataset-gone', effect, message, { member: place.member }));
  }
}
