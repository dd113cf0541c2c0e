import { groupSchema } from '../model/functions.ts';
import type { Finding } from '../model/verdict.ts';
import type { Call, Calls } from './calls.ts';
import { counted, findingsBy } from './finding.ts';
import { ValueReader } from './malformed.ts';

/** One transaction that writes several rows. */
export interface Group {
  rows: number;
  invokedAt: number;
  completedAt: number | undefined;
  outcome: Call['outcome'];
}

/** Every group of a history. */
export interface Groups {
  byKey: ReadonlyMap<string, Group>;
  /** Keys of which the history contradicts itself, or of which it does not say how many rows they have. */
  suspect: ReadonlySet<string>;
  findings: Finding[];
}

/** Reads every `add-group`. A key is written once and never used again. */
export function groupsOf({ calls, suspect: contradicted }: Calls): Groups {
  const values = new ValueReader();
  const suspect = new Set(contradicted);
  const byKey = new Map<string, Group>();
  const twice = new Set<string>();
  for (const { f, key, sent, invokedAt, completedAt, outcome } of calls) {
    if (f !== 'add-group') continue;
    const rows = values.read(groupSchema, sent, `What the write of the group ${key} sent`)?.rows;
    if (rows === undefined) suspect.add(key);
    else if (byKey.has(key)) twice.add(key);
    else byKey.set(key, { rows, invokedAt, completedAt, outcome });
  }
  for (const key of twice) suspect.add(key);
  const findings = values.findings('groups');
  if (twice.size > 0) {
    const message = `${counted(twice.size, 'group')} ${twice.size === 1 ? 'was' : 'were'} written under a key already used; they are not judged.`;
    findings.push(findingsBy('groups')('malformed-history', 'unknown', message, { objects: twice }));
  }
  return { byKey, suspect, findings };
}
