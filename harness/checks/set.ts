import type { Evidence } from '../model/bundle-evidence.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { Finding } from '../model/verdict.ts';
import { joinCalls, type Calls } from './calls.ts';
import { counted, findingsBy } from './finding.ts';
import { isComplete } from './held.ts';
import { coverageFindings } from './set-coverage.ts';
import { setLedger } from './set-ledger.ts';
import { compareMember, memberFindings, SET_ANOMALIES } from './set-member.ts';

/** What the set judge found, with the numbers behind it. */
export interface SetJudgement {
  findings: Finding[];
  data: Pick<ScenarioResult['data'], 'membersRead' | (typeof SET_ANOMALIES)[number]>;
}

/**
 * Judges adds and removes of distinct elements against what each member holds at the end, each member by
 * itself: a union would hide what one of them lost. The words and rules are those of Jepsen's checkers `set`
 * and `set-full` (jepsen/src/jepsen/checker.clj).
 *
 * It can conclude that an acknowledged add is lost (missing at the end, or when it was to be removed), that an element is there whose removal was acknowledged,
 * that one appeared that nobody wrote, that one is there twice or altered. An unacknowledged add may be there
 * or not; where it is, it is reported as recovered and held against nobody; so may an element whose removal
 * is unacknowledged, or was under way together with its add. It cannot conclude when an element was lost,
 * whether it could be read meanwhile, or anything about reads before the end. Nothing is lost by a read-back
 * that was cut off. The numbers count distinct keys over all members: what two members lost is one lost write.
 */
export function judgeSet(
  evidence: Evidence,
  calls: Calls = joinCalls(evidence.operations ?? []),
): SetJudgement {
  const find = findingsBy('set');
  const findings: Finding[] = [];
  const keys = SET_ANOMALIES.map((kind) => ({ kind, found: new Set<string>() }));
  if (evidence.operations === undefined) {
    findings.push(find('no-history', 'unknown', 'There is no readable history to compare the data with.'));
  } else {
    const ledger = setLedger(calls);
    findings.push(...historyFindings(evidence, [...calls.malformed, ...ledger.malformed]));
    findings.push(...ledger.values.findings('set'));
    const notFound = [...ledger.notFound].filter((key) => !ledger.suspect.has(key));
    if (notFound.length > 0) {
      const message = `${counted(notFound.length, 'acknowledged write')} could not be found when ${notFound.length === 1 ? 'it was' : 'they were'} to be removed.`;
      findings.push(find('lost', 'fail', message, { objects: notFound }));
      for (const { kind, found } of keys) if (kind === 'lost') for (const key of notFound) found.add(key);
    }
    for (const readBack of evidence.readBacks) {
      const sets = compareMember(readBack, ledger);
      findings.push(...memberFindings(readBack, sets));
      for (const { kind, found } of keys) for (const key of sets[kind]) found.add(key);
      if (readBack.footer?.end === 'dataset-gone' && sets.lost.size === 0) {
        const { member } = readBack.header;
        const message = `The data set is gone from ${member}, which had no acknowledged write to lose.`;
        findings.push(find('dataset-gone', 'unknown', message, { member }));
      }
    }
  }
  findings.push(...coverageFindings(evidence));
  const numbers = keys.map(({ kind, found }) => [kind, found.size] as const);
  return {
    findings,
    data: {
      membersRead: evidence.readBacks.filter(isComplete).map((readBack) => readBack.header.member),
      ...(Object.fromEntries(numbers) as Record<(typeof SET_ANOMALIES)[number], number>),
    },
  };
}

function historyFindings({ historyTorn }: Evidence, malformed: readonly string[]): Finding[] {
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
