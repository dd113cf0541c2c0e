import type { z } from 'zod';
import { listedSchema, listingSchema } from '../model/object-functions.ts';
import type { Place } from './anomalies.ts';
import type { Call } from './calls.ts';
import type { Span } from './load-span.ts';
import type { ObjectHistory } from './object-history.ts';
import type { ObjectLedger } from './object-ledger.ts';
import type { ObjectAnomalies } from './object-texts.ts';
import { isExcused } from './read-excuse.ts';

type Listed = z.infer<typeof listedSchema>['objects'][number];

/** What a listing says of one name: its entry, or that there is none. */
interface Entry {
  listing: string;
  key: string;
  place: Place | undefined;
  from: number;
  to: number;
  listed: Listed | undefined;
}

/**
 * Judges listings under load, name by name: what is listed may have been there, with that size and etag, at some
 * moment of the listing, and what is not listed may have been absent at one. What is plainly right is forgotten at
 * once, as with reads.
 */
export class ObjectListings {
  readonly #ledger: ObjectLedger;
  readonly #excused: readonly Span[];
  readonly #doubtful: Entry[] = [];
  /** Names that a listing has twice, or that do not begin with its prefix. */
  readonly #odd: { entry: Entry; why: string }[] = [];

  /** @param excused when listings need not have been current. */
  constructor(ledger: ObjectLedger, excused: readonly Span[]) {
    this.#ledger = ledger;
    this.#excused = excused;
  }

  call({ key: listing, sent, got, member, outcome, invokedAt: from, completedAt: to, nth }: Call): void {
    if (outcome !== 'ok' || to === undefined) return;
    const { values, objects } = this.#ledger;
    const asked = values.read(listingSchema, sent, `What the listing ${listing} asked for`, nth);
    const listed = values.read(listedSchema, got, `The answer to the listing ${listing}`, nth);
    if (asked === undefined || listed === undefined) return;
    const place = member === undefined ? undefined : ({ member, role: 'unknown' } as const);
    const names = new Set<string>();
    for (const one of listed.objects) {
      const entry: Entry = { listing, key: one.key, place, from, to, listed: one };
      if (names.has(one.key)) this.#odd.push({ entry, why: 'is listed twice' });
      else if (!one.key.startsWith(asked.prefix)) this.#odd.push({ entry, why: 'has another prefix' });
      else if (!this.#isRight(entry)) this.#doubtful.push(entry);
      names.add(one.key);
    }
    for (const { key } of objects.values()) {
      if (names.has(key) || !key.startsWith(asked.prefix)) continue;
      const entry: Entry = { listing, key, place, from, to, listed: undefined };
      if (!this.#isRight(entry)) this.#doubtful.push(entry);
    }
  }

  judge(suspect: ReadonlySet<string>, anomalies: ObjectAnomalies): void {
    for (const { entry, why } of this.#odd) {
      const { listing, key, place } = entry;
      if (!suspect.has(listing)) anomalies.add('wrongListing', place, key, `${key} ${why} in ${listing}`);
    }
    for (const entry of this.#doubtful) {
      if (suspect.has(entry.key) || suspect.has(entry.listing) || this.#isRight(entry)) continue;
      this.#report(entry, anomalies);
    }
  }

  #isRight({ key, from, to, listed }: Entry): boolean {
    const history = this.#ledger.history(key);
    if (listed === undefined) return history.mayBeAbsent(from, to);
    return this.#candidates(history, from, to).some((put) => says(listed, put));
  }

  #candidates(history: ObjectHistory, from: number, to: number) {
    return history.puts.filter((put) => history.mayBeLatest(put, from, to));
  }

  #report({ key, listing, place, from, to, listed }: Entry, anomalies: ObjectAnomalies): void {
    const history = this.#ledger.history(key);
    const meanwhile = isExcused(this.#excused, { from, to }) ? 'listedMeanwhile' : undefined;
    const written = history.puts.filter(({ outcome, invokedAt }) => outcome !== 'fail' && invokedAt <= to);
    if (listed === undefined) {
      anomalies.add(meanwhile ?? 'unlisted', place, key, `${key} is not in ${listing}`);
    } else if (written.length === 0) {
      const aborted = history.puts.some(({ parts, outcome }) => parts > 1 && outcome === 'fail');
      anomalies.add(aborted ? 'fractured' : 'unexpected', place, key, `${key} is in ${listing}`);
    } else if (this.#candidates(history, from, to).length === 0) {
      anomalies.add(meanwhile ?? 'wrongListing', place, key, `${key} is in ${listing}, and had been deleted`);
    } else {
      const etag = listed.etag === undefined ? '' : ` and the etag ${listed.etag}`;
      anomalies.add(
        meanwhile ?? 'wrongListing',
        place,
        key,
        `${key} is in ${listing} with ${String(listed.size)} bytes${etag}`,
      );
    }
  }
}

function says({ size, etag }: Listed, put: { size: number; etag: string | undefined }): boolean {
  return size === put.size && (etag === undefined || put.etag === undefined || etag === put.etag);
}
