import type { Element, ObjectVersion } from '../model/read-back.ts';
import type { Place } from './anomalies.ts';
import { counted } from './finding.ts';
import { identify } from './object-content.ts';
import { judgeFinal, type Shown } from './object-final.ts';
import type { ObjectHistory, Put, Write } from './object-history.ts';
import type { ObjectLedger } from './object-ledger.ts';
import type { ObjectAnomalies } from './object-texts.ts';

export type ObjectElement = Extract<Element, { of: 'object' }>;

/** Judges the objects that one member shows at the end, one by one. */
export class ObjectMember {
  readonly #ledger: ObjectLedger;
  readonly #place: Place;
  readonly #anomalies: ObjectAnomalies;
  readonly #seen = new Set<string>();

  constructor(ledger: ObjectLedger, place: Place, anomalies: ObjectAnomalies) {
    this.#ledger = ledger;
    this.#place = place;
    this.#anomalies = anomalies;
  }

  object({ key, listed, versions }: ObjectElement): void {
    this.#seen.add(key);
    if (this.#ledger.suspect.has(key)) return;
    const history = this.#ledger.history(key);
    const present = new Set<Write>();
    this.#judgeMarkers(history, versions, present);
    const putsOf = new Map(versions.map((version) => [version, this.#putsOf(history, version, present)]));
    for (const { outcome, waived, label } of present) {
      if (outcome !== 'ok' && !waived) this.#add('recovered', label, `${label} is there`);
    }
    this.#judgeListing(key, listed, versions);
    judgeFinal(history, this.#shown(history, putsOf), present, this.#place, this.#anomalies);
  }

  /** What was not shown is not there. */
  end(): void {
    for (const [key, history] of this.#ledger.objects) {
      if (this.#seen.has(key) || this.#ledger.suspect.has(key)) continue;
      judgeFinal(history, { is: 'absent' }, new Set(), this.#place, this.#anomalies);
    }
  }

  /** Finds the puts that a version's content may come from, and reports what is wrong with it. */
  #putsOf(history: ObjectHistory, version: ObjectVersion, present: Set<Write>): readonly Put[] {
    const { content, deleteMarker } = version;
    if (deleteMarker) return [];
    if (content === undefined) {
      const made = history.byVersionId.get(version.versionId);
      if (made !== undefined) present.add(made);
      this.#add('unreadable', history.key, `${history.key} has a version without content`);
      return [];
    }
    const told = { ...content, versionId: version.versionId };
    const { puts, problem } = identify(history, told, this.#ledger.byToken, Infinity);
    if (problem !== undefined) this.#add(problem.name, problem.label, `${problem.label}: ${problem.why}`);
    const put = puts.find((one) => !present.has(one));
    if (put !== undefined) present.add(put);
    else if (puts[0] !== undefined)
      this.#add('duplicated', puts[0].label, `${puts[0].label} is there more than once`);
    return puts;
  }

  /** Delete markers whose deletes are not known by their ids are nobody's where they are more than the deletes that may have made them. */
  #judgeMarkers(history: ObjectHistory, versions: readonly ObjectVersion[], present: Set<Write>): void {
    const { key, deletes, byVersionId } = history;
    let unknown = 0;
    for (const { deleteMarker, versionId } of versions) {
      const made = deleteMarker ? byVersionId.get(versionId) : undefined;
      if (made !== undefined) present.add(made);
      else if (deleteMarker) unknown += 1;
    }
    if (unknown > deletes.filter(({ versionId }) => versionId === undefined).length) {
      this.#add('unexpected', key, `${key} has ${counted(unknown, 'delete marker')} of nobody`);
    }
  }

  /** What a plain read gets: the version that says that it is the latest. Where none does, or several do, the listing is broken. */
  #shown({ key, deletes }: ObjectHistory, putsOf: ReadonlyMap<ObjectVersion, readonly Put[]>): Shown {
    if (putsOf.size === 0) return { is: 'absent' };
    const [latest, ...more] = [...putsOf].filter(([version]) => version.latest);
    if (latest === undefined || more.length > 0) {
      const count = latest === undefined ? 0 : 1 + more.length;
      this.#add('unreadable', key, `${key} has ${String(count)} latest versions of ${String(putsOf.size)}`);
      return { is: 'unknown' };
    }
    const [version, puts] = latest;
    if (version.deleteMarker) return { is: deletes.length === 0 ? 'unknown' : 'absent' };
    return puts.length === 0 ? { is: 'unknown' } : { is: 'put', puts };
  }

  #judgeListing(key: string, listed: boolean, versions: readonly ObjectVersion[]): void {
    const latest = versions.find((version) => version.latest);
    const readable = latest?.content !== undefined;
    if (readable && !listed) this.#add('unlisted', key, `${key} is not in the listing`);
    const isGone = latest === undefined ? versions.length === 0 : latest.deleteMarker;
    if (listed && isGone) this.#add('unreadable', key, `${key} is in the listing, and not there`);
  }

  #add(name: Parameters<ObjectAnomalies['add']>[0], key: string, example: string): void {
    this.#anomalies.add(name, this.#place, key, example);
  }
}
