import type { Element, ReadBackFooter } from '../model/read-back.ts';
import type { Finding } from '../model/verdict.ts';
import { counted, findingsBy } from './finding.ts';
import { provesAbsence } from './held.ts';
import type { Transactions } from './transaction-parse.ts';
import { acceptable, NO_ANOMALIES, type Observation } from './transaction-reads.ts';

const find = findingsBy('transactions');

/** The lists that one member holds, as they were read. */
export interface HeldLists {
  member: string;
  lists: readonly Extract<Element, { of: 'list' }>[];
  footer: ReadBackFooter | undefined;
}

/** What is to be said of them. */
export interface MemberLists {
  findings: Finding[];
  observations: Observation[];
}

/**
 * Compares the lists that one member holds at the end with the transactions. A read-back that came to its
 * end lacks what is not in it; one that was cut off lacks nothing, and each list in it is still whole.
 * @param seen the transactions that a committed one read from: they have to be there like acknowledged ones.
 */
export function examineMember(
  held: HeldLists,
  transactions: Transactions,
  seen: ReadonlySet<number>,
): MemberLists {
  const { member } = held;
  const anomalies = NO_ANOMALIES();
  const malformed: string[] = [];
  const lists = new Map<string, readonly number[]>();
  for (const { key, values } of held.lists) {
    if (transactions.ambiguous.has(key)) continue;
    if (lists.has(key)) malformed.push(`${member} gave the list ${key} twice.`);
    else lists.set(key, values);
  }
  const absent = absentOn(held, lists, transactions, seen);
  const observations: Observation[] = [];
  for (const [list, given] of lists) {
    const values = acceptable({ list, values: given, by: member }, transactions, anomalies);
    const lacking = absent.lacking.get(list) ?? new Set();
    if (values !== undefined) observations.push({ list, values, by: member, lacking });
  }

  const findings: Finding[] = [];
  const report = (
    kind: string,
    effect: Finding['effect'],
    objects: readonly string[],
    message: string,
  ): void => {
    if (objects.length > 0) findings.push(find(kind, effect, message, { member, objects }));
  };
  report('malformed-value', 'unknown', malformed, malformed[0] ?? '');
  report(
    'lost',
    'fail',
    absent.lost,
    `${counted(absent.lost.length, 'append')} that ${absent.lost.length === 1 ? 'was' : 'were'} acknowledged or already read ${absent.lost.length === 1 ? 'is' : 'are'} not on ${member}.`,
  );
  report(
    'partial',
    'fail',
    absent.partial,
    `${member} holds ${counted(absent.partial.length, 'transaction')} in part: some appends are there, others are not.`,
  );
  report(
    'duplicated',
    'fail',
    anomalies.duplicated,
    `${member} holds ${counted(anomalies.duplicated.length, 'appended value')} more than once.`,
  );
  report(
    'unexpected',
    'fail',
    anomalies.unexpected,
    `${member} holds ${counted(anomalies.unexpected.length, 'value')} in its lists that nobody appended.`,
  );
  report(
    'G1a',
    'fail',
    anomalies.G1a,
    `${member} holds ${counted(anomalies.G1a.length, 'value')} of transactions that were certainly not committed.`,
  );
  return { findings, observations };
}

interface Absent {
  lost: string[];
  partial: string[];
  /** By list, the lost values. */
  lacking: Map<string, Set<number>>;
}

function absentOn(
  { footer }: HeldLists,
  lists: ReadonlyMap<string, readonly number[]>,
  { all, ambiguous }: Transactions,
  seen: ReadonlySet<number>,
): Absent {
  const absent: Absent = { lost: [], partial: [], lacking: new Map() };
  if (!provesAbsence({ footer })) return absent;
  const present = new Map([...lists].map(([list, values]) => [list, new Set(values)]));
  for (const { id, name, outcome, steps } of all) {
    if (outcome === 'aborted') continue;
    const appends = steps.filter((step) => step[0] === 'append' && !ambiguous.has(step[1]));
    const missing = appends.filter(([, list, value]) => !present.get(list)?.has(Number(value)));
    if (outcome === 'committed' || seen.has(id)) {
      for (const [, list, value] of missing) {
        absent.lost.push(`${String(value)} of ${list} (${name})`);
        const lacking = absent.lacking.get(list) ?? new Set();
        absent.lacking.set(list, lacking.add(Number(value)));
      }
    } else if (missing.length > 0 && missing.length < appends.length) absent.partial.push(name);
  }
  return absent;
}
