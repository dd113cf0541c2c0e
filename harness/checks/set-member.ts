import type { ReadBack } from '../model/read-back.ts';
import type { Finding } from '../model/verdict.ts';
import { placeLabel } from './anomalies.ts';
import { counted, findingsBy } from './finding.ts';
import { heldBy, placeOf, provesAbsence } from './held.ts';
import { expected, type SetLedger } from './set-ledger.ts';

export const SET_ANOMALIES = [
  'lost',
  'resurrected',
  'recovered',
  'unexpected',
  'duplicated',
  'corrupted',
] as const;

/** The keys concerned by each anomaly on one member. */
export interface MemberSets extends Record<(typeof SET_ANOMALIES)[number], Set<string>> {
  /** Copies beyond the first, over all duplicated keys. */
  extraCopies: number;
}

/** Compares the elements that one member holds with the history. */
export function compareMember(readBack: ReadBack, ledger: SetLedger): MemberSets {
  const sets: MemberSets = {
    lost: new Set(),
    resurrected: new Set(),
    recovered: new Set(),
    unexpected: new Set(),
    duplicated: new Set(),
    corrupted: new Set(),
    extraCopies: 0,
  };
  const seen = new Set<string>();
  for (const element of heldBy(readBack, 'element')) {
    const { key } = element;
    if (ledger.suspect.has(key)) continue;
    if (seen.has(key)) {
      sets.duplicated.add(key);
      sets.extraCopies += 1;
    }
    seen.add(key);
    const entry = ledger.entries.get(key);
    if (entry === undefined || entry.added === 'fail') {
      sets.unexpected.add(key);
      continue;
    }
    if (entry.removal === 'certain') sets.resurrected.add(key);
    else if (entry.added !== 'ok') sets.recovered.add(key);
    if (element.sha256 !== entry.sha256 || element.stored !== entry.sha256) sets.corrupted.add(key);
  }
  if (!provesAbsence(readBack)) return sets;
  const gone = readBack.footer?.end === 'dataset-gone';
  for (const entry of ledger.entries.values()) {
    const { key } = entry;
    if (expected(entry) !== 'present' || ledger.suspect.has(key)) continue;
    if (gone || !seen.has(key)) sets.lost.add(key);
  }
  return sets;
}

/** One finding for each anomaly on one member. */
export function memberFindings(readBack: ReadBack, sets: MemberSets): Finding[] {
  const find = findingsBy('set');
  const where = placeLabel(placeOf(readBack));
  const { lost, resurrected, recovered, unexpected, duplicated, corrupted, extraCopies } = sets;
  const messages: Record<(typeof SET_ANOMALIES)[number], string> = {
    lost:
      readBack.footer?.end === 'dataset-gone'
        ? `The data set is gone from ${where}, and ${counted(lost.size, 'acknowledged write')} with it.`
        : `${counted(lost.size, 'acknowledged write')} ${lost.size === 1 ? 'is' : 'are'} not on ${where}.`,
    resurrected: `${where} holds ${counted(resurrected.size, 'element')} whose removal was acknowledged.`,
    recovered: `${where} holds ${counted(recovered.size, 'write')} whose outcome was unknown to the client.`,
    unexpected: `${where} holds ${counted(unexpected.size, 'element')} that nobody wrote, or whose write was certainly not applied.`,
    duplicated: `${where} holds ${counted(duplicated.size, 'element')} more than once, ${counted(extraCopies, 'extra copy', 'extra copies')} in all.`,
    corrupted: `${where} holds ${counted(corrupted.size, 'element')} whose payload or checksum is not what was written.`,
  };
  return SET_ANOMALIES.filter((kind) => sets[kind].size > 0).map((kind) =>
    find(kind, kind === 'recovered' ? 'note' : 'fail', messages[kind], {
      member: readBack.header.member,
      objects: sets[kind],
    }),
  );
}
