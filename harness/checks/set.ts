import type { Evidence } from '../model/bundle-evidence.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { Finding } from '../model/verdict.ts';
import { counted, findingsBy } from './finding.ts';
import { buildLedger, type Ledger } from './ledger.ts';
import { coverageFindings } from './set-coverage.ts';
import { compareMember, isComplete, memberFindings } from './set-member.ts';

/** What the set judge found, with the numbers behind it. */
export interface SetJudgement {
  findings: Finding[];
  data: ScenarioResult['data'];
}

/**
 * Judges writes of distinct elements against what each member holds at the end, each member by itself:
 * a union would hide what one of them lost. The words and rules are those of Jepsen's checkers `set` and
 * `set-full` (jepsen/src/jepsen/checker.clj).
 *
 * It can conclude that an acknowledged write is lost, that an element appeared that nobody wrote, that
 * one is there twice or altered. An unacknowledged write may be there or not; where it is, it is reported
 * as recovered and held against nobody. It cannot conclude when an element was lost, whether it could be
 * read meanwhile, or anything about reads before the end. Nothing is lost by a read-back that was cut off.
 * The numbers count distinct keys over all members: what two members lost is one lost write.
 */
export function judgeSet(
  evidence: Evidence,
  ledger: Ledger = buildLedger(evidence.operations ?? []),
): SetJudgement {
  const find = findingsBy('set');
  const findings: Finding[] = [];
  const keys = {
    lost: new Set<string>(),
    recovered: new Set<string>(),
    unexpected: new Set<string>(),
    duplicated: new Set<string>(),
    corrupted: new Set<string>(),
  };
  if (evidence.operations === undefined) {
    findings.push(find('no-history', 'unknown', 'There is no readable history to compare the data with.'));
  } else {
    findings.push(...historyFindings(evidence, ledger));
    for (const readBack of evidence.readBacks) {
      const sets = compareMember(readBack, ledger);
      findings.push(...memberFindings(readBack, sets));
      for (const kind of ['lost', 'recovered', 'unexpected', 'duplicated', 'corrupted'] as const) {
        for (const key of sets[kind]) keys[kind].add(key);
      }
      if (readBack.footer?.end === 'dataset-gone' && sets.lost.size === 0) {
        const { member } = readBack.header;
        const message = `The data set is gone from ${member}, which had no acknowledged write to lose.`;
        findings.push(find('dataset-gone', 'unknown', message, { member }));
      }
    }
  }
  findings.push(...coverageFindings(evidence));
  return {
    findings,
    data: {
      membersRead: evidence.readBacks.filter(isComplete).map((readBack) => readBack.header.member),
      lost: keys.lost.size,
      recovered: keys.recovered.size,
      unexpected: keys.unexpected.size,
      duplicated: keys.duplicated.size,
      corrupted: keys.corrupted.size,
    },
  };
}

function historyFindings({ historyTorn }: Evidence, { malformed }: Ledger): Finding[] {
  const find = findingsBy('set');
  const findings: Finding[] = [];
  if (historyTorn) {
    const message =
      'The history was cut off in the middle of a record: acknowledgements may be missing from it.';
    findings.push(find('torn-history', 'unknown', message));
  }
  if (malformed.length > 0) {
    const message = `The history breaks its own rules in ${counted(malformed.length, 'place')}; the keys concerned are not judged. ${malformed[0] ?? ''}`;
    findings.push(find('malformed-history', 'unknown', message, { objects: malformed }));
  }
  return findings;
}
