import type { MemberRole } from '../model/member-role.ts';
import type { Finding } from '../model/verdict.ts';
import { findingsBy } from './finding.ts';

/** How one anomaly is reported. */
export interface AnomalyText {
  /** Its standard name. */
  kind: string;
  effect: 'fail' | 'note';
  /** The sentence without its example and full stop, for so many occurrences in one place. */
  say(times: number, where: string): string;
}

/** Where an anomaly was seen; absent for what concerns no member in particular. */
export interface Place {
  member: string;
  role: MemberRole;
}

/** `db-0 (leader)`. */
export function placeLabel({ member, role }: Place): string {
  return role === 'unknown' || role === 'peer' ? member : `${member} (${role})`;
}

interface Group {
  text: AnomalyText;
  place: Place | undefined;
  keys: Set<string>;
  times: number;
  example: string;
}

/** Collects the anomalies that one judge sees: one finding for each kind on each member. */
export class Anomalies<Name extends string> {
  readonly #judge: string;
  readonly #texts: Readonly<Record<Name, AnomalyText>>;
  readonly #groups = new Map<string, Group>();

  constructor(judge: string, texts: Readonly<Record<Name, AnomalyText>>) {
    this.#judge = judge;
    this.#texts = texts;
  }

  /** `example` says what was seen of this key, without a full stop; the first of each place is kept. */
  add(name: Name, place: Place | undefined, key: string, example: string): void {
    const id = JSON.stringify([name, place?.member]);
    let group = this.#groups.get(id);
    if (group === undefined) {
      group = { text: this.#texts[name], place, keys: new Set(), times: 0, example };
      this.#groups.set(id, group);
    }
    group.keys.add(key);
    group.times += 1;
  }

  /** How many distinct keys an anomaly concerns, wherever it was seen. */
  keys(kind: string): number {
    return new Set(this.#of(kind).flatMap(({ keys }) => [...keys])).size;
  }

  /** How often an anomaly was seen. */
  times(kind: string): number {
    return this.#of(kind).reduce((sum, { times }) => sum + times, 0);
  }

  findings(): Finding[] {
    const find = findingsBy(this.#judge);
    return [...this.#groups.values()].map(({ text, place, keys, times, example }) => {
      const where = place === undefined ? '' : placeLabel(place);
      const message = `${text.say(times, where)}: ${example}.`;
      return find(text.kind, text.effect, message, { objects: keys, count: times, member: place?.member });
    });
  }

  #of(kind: string): Group[] {
    return [...this.#groups.values()].filter(({ text }) => text.kind === kind);
  }
}
