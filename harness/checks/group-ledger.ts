import { groupSchema } from '../model/functions.ts';
import type { Finding } from '../model/verdict.ts';
import type { Call } from './calls.ts';
import { counted, findingsBy } from './finding.ts';
import { ValueReader } from './malformed.ts';

/** One transaction that writes several rows. */
export interface Group {
  nth: number;
  rows: number;
  invokedAt: number;
  completedAt: number | undefined;
  outcome: Call['outcome'];
  waived: boolean;
}

/** Every group of a history. */
export class GroupLedger {
  /** Without those of which the history does not say how many rows they have. */
  readonly byKey = new Map<string, Group>();
  /** Keys of which the history contradicts itself, or of which it does not say how many rows they have. */
  readonly suspect = new Set<string>();
  readonly #values = new ValueReader();
  readonly #twice = new Set<string>();

  /** Takes an `add-group` down. A key is written once and never used again. */
  add({ key, sent, nth, invokedAt, completedAt, outcome, waived }: Call): void {
    const rows = this.#values.read(groupSchema, sent, `What the write of the group ${key} sent`, nth)?.rows;
    if (rows === undefined) this.suspect.add(key);
    else if (this.byKey.has(key)) this.#twice.add(key);
    else this.byKey.set(key, { nth, rows, invokedAt, completedAt, outcome, waived });
  }

  /** The history is over. */
  end(suspect: ReadonlySet<string>): void {
    for (const key of [...suspect, ...this.#twice]) this.suspect.add(key);
  }

  /** The groups that can be judged, in the order in which they were written. */
  judged(): [string, Group][] {
    const groups = [...this.byKey].filter(([key]) => !this.suspect.has(key));
    return groups.sort(([, a], [, b]) => a.nth - b.nth);
  }

  findings(): Finding[] {
    const findings = this.#values.findings('groups');
    const twice = this.#twice;
    if (twice.size === 0) return findings;
    const message = `${counted(twice.size, 'group')} ${twice.size === 1 ? 'was' : 'were'} written under a key already used; they are not judged.`;
    return [...findings, findingsBy('groups')('malformed-history', 'unknown', message, { objects: twice })];
  }
}
