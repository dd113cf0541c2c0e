import type { ReadBack } from '../model/read-back.ts';
import type { Finding } from '../model/verdict.ts';
import { counted, findingsBy } from './finding.ts';
import type { Ledger } from './ledger.ts';

/** The keys concerned by each anomaly on one member. */
export interface MemberSets {
  lost: Set<string>;
  recovered: Set<string>;
  unexpected: Set<string>;
  duplicated: Set<string>;
  corrupted: Set<string>;
  /** Copies beyond the first, over all duplicated keys. */
  extraCopies: number;
}

/** Whether the read-back is evidence of absence too: it says that it came to its end. */
export function isComplete(readBack: ReadBack): boolean {
  return readBack.footer?.end === 'complete';
}

/** Compares what one member holds with the history. */
export function compareMember(readBack: ReadBack, ledger: Ledger): MemberSets {
  const sets: MemberSets = {
    lost: new Set(),
    recovered: new Set(),
    unexpected: new Set(),
    duplicated: new Set(),
    corrupted: new Set(),
    extraCopies: 0,
  };
  const seen = new Set<string>();
  for (const element of readBack.elements) {
    const { key } = element;
    if (ledger.suspect.has(key)) continue;
    if (seen.has(key)) {
      sets.duplicated.add(key);
      sets.extraCopies += 1;
    }
    seen.add(key);
    const write = ledger.writes.get(key);
    if (write === undefined || write.outcome === 'fail') {
      sets.unexpected.add(key);
      continue;
    }
    if (write.outcome !== 'ok') sets.recovered.add(key);
    if (element.sha256 !== write.sha256 || element.stored !== write.sha256) sets.corrupted.add(key);
  }
  const gone = readBack.footer?.end === 'dataset-gone';
  if (!gone && !isComplete(readBack)) return sets;
  for (const { key, outcome } of ledger.writes.values()) {
    if (outcome === 'ok' && (gone || !seen.has(key)) && !ledger.suspect.has(key)) sets.lost.add(key);
  }
  return sets;
}

/** One finding for each anomaly on one member. */
export function memberFindings(readBack: ReadBack, sets: MemberSets): Finding[] {
  const find = findingsBy('set');
  const { member, role } = readBack.header;
  const where = role === 'unknown' ? member : `${member} (${role})`;
  const findings: Finding[] = [];
  const report = (
    kind: keyof MemberSets,
    effect: Finding['effect'],
    objects: Set<string>,
    message: string,
  ): void => {
    if (objects.size > 0) findings.push(find(kind, effect, message, { member, objects }));
  };
  const { lost, recovered, unexpected, duplicated, corrupted, extraCopies } = sets;
  report(
    'lost',
    'fail',
    lost,
    readBack.footer?.end === 'dataset-gone'
      ? `The data set is gone from ${where}, and ${counted(lost.size, 'acknowledged write')} with it.`
      : `${counted(lost.size, 'acknowledged write')} ${lost.size === 1 ? 'is' : 'are'} not on ${where}.`,
  );
  report(
    'recovered',
    'note',
    recovered,
    `${where} holds ${counted(recovered.size, 'write')} whose outcome was unknown to the client.`,
  );
  report(
    'unexpected',
    'fail',
    unexpected,
    `${where} holds ${counted(unexpected.size, 'element')} that nobody wrote, or whose write was certainly not applied.`,
  );
  report(
    'duplicated',
    'fail',
    duplicated,
    `${where} holds ${counted(duplicated.size, 'element')} more than once, ${counted(extraCopies, 'extra copy', 'extra copies')} in all.`,
  );
  report(
    'corrupted',
    'fail',
    corrupted,
    `${where} holds ${counted(corrupted.size, 'element')} whose payload or checksum is not what was written.`,
  );
  return findings;
}
