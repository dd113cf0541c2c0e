import { accountsSchema, transferSchema } from '../model/functions.ts';
import type { Calls } from './calls.ts';
import { ValueReader } from './malformed.ts';

/** One transfer that may have happened; those that certainly did not are left out. */
export interface Transfer {
  from: string;
  to: string;
  amount: number;
  acknowledged: boolean;
}

/** The accounts of a history. */
export interface Bank {
  /** What each account began with; undefined: the history does not say, or contradicts itself. */
  initial: ReadonlyMap<string, number> | undefined;
  transfers: readonly Transfer[];
  values: ValueReader;
}

/** Reads what the nemesis declared, and every transfer. */
export function bankOf({ calls, nemesis, suspect }: Calls): Bank {
  const values = new ValueReader();
  const initial = initialOf(nemesis, values);
  const transfers: Transfer[] = [];
  for (const { f, key, sent, outcome } of calls) {
    if (f !== 'transfer' || outcome === 'fail') continue;
    const transfer = values.read(transferSchema, sent, `What the transfer ${key} sent`);
    if (transfer === undefined) continue;
    const stranger = [transfer.from, transfer.to].find((account) => initial?.has(account) === false);
    if (stranger !== undefined) values.note(`The transfer ${key} names ${stranger}, which was never made.`);
    // Where the history contradicts itself about a transfer, nobody knows how it ended.
    transfers.push({ ...transfer, acknowledged: outcome === 'ok' && !suspect.has(key) });
  }
  return { initial, transfers, values };
}

function initialOf(nemesis: Calls['nemesis'], values: ValueReader): Map<string, number> | undefined {
  const [declared, ...more] = nemesis.filter(({ f }) => f === 'accounts');
  if (declared === undefined) return undefined;
  if (more.length > 0) {
    values.note('What the accounts began with was declared more than once.');
    return undefined;
  }
  const accounts = values.read(accountsSchema, declared.value, 'What the accounts began with');
  return accounts === undefined ? undefined : new Map(Object.entries(accounts));
}

/**
 * What each account may have after all transfers: what it began with, the acknowledged ones applied, and each
 * one of unknown outcome either applied or not.
 */
export function boundsOf(
  { transfers }: Bank,
  initial: ReadonlyMap<string, number>,
): Map<string, { from: number; to: number }> {
  const bounds = new Map([...initial].map(([key, balance]) => [key, { from: balance, to: balance }]));
  const change = (key: string, by: number, acknowledged: boolean): void => {
    const bound = bounds.get(key);
    if (bound === undefined) return;
    if (acknowledged || by < 0) bound.from += by;
    if (acknowledged || by > 0) bound.to += by;
  };
  for (const { from, to, amount, acknowledged } of transfers) {
    if (from === to) continue;
    change(from, -amount, acknowledged);
    change(to, amount, acknowledged);
  }
  return bounds;
}
