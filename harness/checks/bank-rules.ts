import type { Place } from './anomalies.ts';
import type { Balances } from './bank-ledger.ts';
import type { BankAnomalies } from './bank-texts.ts';

/** Holds one snapshot to the rules that every snapshot is under; its sum only where all accounts are in it. */
export function judgeBalances(
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

/** Whether a snapshot keeps all those rules. */
export function isSound(balances: Balances, initial: Balances): boolean {
  let sum = 0;
  for (const [key, balance] of balances) {
    if (balance < 0 || !initial.has(key)) return false;
    sum += balance;
  }
  return balances.size === initial.size && sum === sumOf(initial);
}

function sumOf(balances: Balances): number {
  let sum = 0;
  for (const balance of balances.values()) sum += balance;
  return sum;
}
