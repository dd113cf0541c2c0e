import type { Evidence } from '../model/bundle-evidence.ts';
import type { ReadBack } from '../model/read-back.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { Finding } from '../model/verdict.ts';
import { Anomalies, type Place } from './anomalies.ts';
import { bankOf, boundsOf, type Bank } from './bank-transfers.ts';
import { BANK_TEXTS, type BankAnomalies } from './bank-texts.ts';
import { joinCalls, type Calls } from './calls.ts';
import { findingsBy } from './finding.ts';
import { heldBy, placeOf, provesAbsence } from './held.ts';
import { readsOf, type Reads } from './reads.ts';

/** What the bank judge found, with the numbers behind it. */
export interface BankJudgement {
  findings: Finding[];
  data: Pick<
    ScenarioResult['data'],
    'unexpected' | 'duplicated' | 'wrongTotals' | 'negativeBalances' | 'missingAccounts' | 'wrongBalances'
  >;
}

/**
 * Judges transfers between accounts, with the rules of Jepsen's workload `bank` (jepsen/tests/bank.clj): a
 * transfer creates and destroys no money and overdraws no account, so that every snapshot of every member,
 * however old, shows all accounts, none below zero, and their sum what it was at the beginning. At the end
 * each balance has to be what the transfers made of it: exactly, where all their outcomes are known, else
 * between what the ones of unknown outcome could make of it.
 *
 * A follower that has not shown any account yet may still lack them all, as long as the load runs. It cannot
 * conclude which transfer was torn or lost, and sees no balance that is too old while its sum is right. What
 * the accounts began with is what the nemesis declared; without that, transfers are not judged: unknown.
 */
export function judgeBank(
  evidence: Evidence,
  calls: Calls = joinCalls(evidence.operations ?? []),
  reads: Reads = readsOf(evidence, calls),
): BankJudgement {
  const anomalies: BankAnomalies = new Anomalies('bank', BANK_TEXTS);
  const bank = bankOf(calls);
  const findings: Finding[] = [];
  if (bank.initial === undefined) {
    const used =
      bank.transfers.length > 0 ||
      reads.snapshots.some(({ value }) => Object.keys(value.accounts).length > 0) ||
      evidence.readBacks.some((readBack) => heldBy(readBack, 'account').length > 0);
    if (used && evidence.operations !== undefined) {
      const message =
        'There are accounts, and the history does not say once and readably what they began with.';
      findings.push(findingsBy('bank')('no-accounts', 'unknown', message));
    }
  } else {
    judgeReads(bank.initial, reads, anomalies);
    for (const readBack of evidence.readBacks) judgeMember(readBack, bank, bank.initial, anomalies);
  }
  return {
    findings: [...bank.values.findings('bank'), ...findings, ...anomalies.findings()],
    data: {
      unexpected: anomalies.keys('unexpected'),
      duplicated: anomalies.keys('duplicated'),
      wrongTotals: anomalies.times('wrong-total'),
      negativeBalances: anomalies.keys('negative-balance'),
      missingAccounts: anomalies.keys('missing-account'),
      wrongBalances: anomalies.keys('wrong-balance'),
    },
  };
}

type Balances = ReadonlyMap<string, number>;

function judgeReads(initial: Balances, { snapshots }: Reads, anomalies: BankAnomalies): void {
  /** When each member first answered with accounts. */
  const shownAt = new Map<string, number>();
  for (const { place, invokedAt, completedAt, value } of snapshots) {
    const balances = new Map(Object.entries(value.accounts));
    const first = shownAt.get(place.member) ?? Infinity;
    const mayLack = place.role !== 'leader' && first >= invokedAt;
    if (balances.size === 0 && mayLack) continue;
    if (balances.size > 0) shownAt.set(place.member, Math.min(first, completedAt));
    judgeBalances(balances, initial, place, anomalies, true);
  }
}

function judgeMember(readBack: ReadBack, bank: Bank, initial: Balances, anomalies: BankAnomalies): void {
  const place = placeOf(readBack);
  const balances = new Map<string, number>();
  for (const { key, balance } of heldBy(readBack, 'account')) {
    if (balances.has(key)) anomalies.add('duplicated', place, key, `${key} is there more than once`);
    balances.set(key, balance);
  }
  judgeBalances(balances, initial, place, anomalies, provesAbsence(readBack));
  if (bank.values.malformed.length > 0) return; // a transfer that cannot be read may have moved anything
  for (const [key, { from, to }] of boundsOf(bank, initial)) {
    const balance = balances.get(key);
    if (balance === undefined || (balance >= from && balance <= to)) continue;
    const wanted = from === to ? String(from) : `between ${String(from)} and ${String(to)}`;
    anomalies.add('wrongBalance', place, key, `${key} has ${String(balance)}, and must have ${wanted}`);
  }
}

/** Holds one snapshot to the rules that every snapshot is under; its sum only where all accounts are in it. */
function judgeBalances(
  balances: Balances,
  initial: Balances,
  place: Place,
  anomalies: BankAnomalies,
  provesAbsence: boolean,
): void {
  let sum = 0;
  for (const [key, balance] of balances) {
    sum += balance;
    if (balance < 0) anomalies.add('negative', place, key, `${key} has ${String(balance)}`);
    if (!initial.has(key)) anomalies.add('unexpected', place, key, `${key} has ${String(balance)}`);
  }
  const missing = [...initial.keys()].filter((key) => !balances.has(key));
  if (missing.length > 0) {
    if (!provesAbsence) return;
    for (const key of missing) anomalies.add('missing', place, key, `${key} is not there`);
    return;
  }
  const total = sumOf(initial);
  if (sum !== total) {
    anomalies.add('wrongTotal', place, 'total', `the sum was ${String(sum)}, and must be ${String(total)}`);
  }
}

function sumOf(balances: Balances): number {
  return [...balances.values()].reduce((sum, balance) => sum + balance, 0);
}
