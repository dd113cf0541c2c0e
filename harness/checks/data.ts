import type { Evidence } from '../model/bundle-evidence.ts';
import { NO_DATA, type ScenarioResult } from '../model/result.ts';
import type { Finding } from '../model/verdict.ts';
import { judgeBank } from './bank.ts';
import type { Calls } from './calls.ts';
import { judgeCounter } from './counter.ts';
import { judgeGroups } from './groups.ts';
import { readsOf } from './reads.ts';
import { judgeSet } from './set.ts';
import { judgeTransactions } from './transactions.ts';

/** Asks one judge, and takes down what it found; undefined: it crashed, which is a finding too. */
export type Ask = <T extends { findings: Finding[] }>(judge: string, run: () => T) => T | undefined;

type Data = ScenarioResult['data'];

/**
 * Asks every judge of data. Where several of them count the same anomaly, of elements, counters, accounts and
 * groups, the result has their sum: no key is of two kinds.
 */
export function judgeData(evidence: Evidence, calls: Calls | undefined, ask: Ask): Data {
  if (calls === undefined) return NO_DATA;
  const set = ask('set', () => judgeSet(evidence, calls));
  const reads = ask('reads', () => readsOf(evidence, calls));
  const counter = reads && ask('counter', () => judgeCounter(evidence, calls, reads));
  const bank = reads && ask('bank', () => judgeBank(evidence, calls, reads));
  const groups = reads && ask('groups', () => judgeGroups(evidence, calls, reads));
  const transactions = ask('transactions', () => ({ findings: judgeTransactions(evidence, calls) }));

  const data: Data = { ...NO_DATA, membersRead: set?.data.membersRead ?? [] };
  for (const judgement of [set, counter, bank, groups]) {
    if (judgement !== undefined) addUp(data, judgement.data);
  }
  for (const { effect, count } of transactions?.findings ?? []) {
    if (effect === 'fail') data.transactionAnomalies += count;
  }
  return data;
}

function addUp(data: Data, more: Partial<Data>): void {
  for (const [name, count] of Object.entries(more) as [Exclude<keyof Data, 'membersRead'>, unknown][]) {
    if (typeof count === 'number') data[name] += count;
  }
}
