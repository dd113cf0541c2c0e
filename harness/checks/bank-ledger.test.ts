import { describe, expect, test } from '@jest/globals';
import { NEMESIS } from '../model/operation.ts';
import { call } from './asked.fixture.ts';
import { BankLedger } from './bank-ledger.ts';
import type { Call } from './calls.ts';

const accounts = (sent: unknown): Call =>
  call('accounts', 'accounts', 'info', { from: 0, process: NEMESIS }, { sent });

function transfer(key: string, outcome: Call['outcome'], from: string, to: string, amount: number): Call {
  return call('transfer', key, outcome, { from: 10 }, { sent: { from, to, amount } });
}

/** A ledger of accounts with 10 each, and of some transfers. */
function ledgerOf(transfers: readonly Call[], suspect: readonly string[] = []): BankLedger {
  const ledger = new BankLedger();
  ledger.declare(accounts({ a: 10, b: 10 }));
  for (const one of transfers) ledger.transfer(one);
  ledger.end(new Set(suspect));
  return ledger;
}

const boundsOf = (transfers: readonly Call[], suspect: readonly string[] = []): unknown => {
  const ledger = ledgerOf(transfers, suspect);
  return Object.fromEntries(ledger.bounds(ledger.initial ?? new Map()));
};

const exactly = (balance: number): unknown => ({ from: balance, to: balance });

describe('what accounts may have after all transfers', () => {
  test.each<[string, Call[], unknown]>([
    ['nothing moved', [], { a: exactly(10), b: exactly(10) }],
    ['moved', [transfer('t', 'ok', 'a', 'b', 4)], { a: exactly(6), b: exactly(14) }],
    ['certainly not moved', [transfer('t', 'fail', 'a', 'b', 4)], { a: exactly(10), b: exactly(10) }],
    [
      'perhaps moved',
      [transfer('t', 'info', 'a', 'b', 4)],
      { a: { from: 6, to: 10 }, b: { from: 10, to: 14 } },
    ],
    ['moved to itself', [transfer('t', 'ok', 'a', 'a', 4)], { a: exactly(10), b: exactly(10) }],
    ['perhaps moved to itself', [transfer('t', 'info', 'a', 'a', 4)], { a: exactly(10), b: exactly(10) }],
    ['moved to nobody', [transfer('t', 'ok', 'a', 'x', 4)], { a: exactly(6), b: exactly(10) }],
  ])('%s', (_what, transfers, bounds) => {
    expect(boundsOf(transfers)).toEqual(bounds);
  });

  test('takes a transfer of which the history contradicts itself for one of unknown outcome', () => {
    const transfers = [transfer('t', 'ok', 'a', 'b', 4), transfer('u', 'ok', 'b', 'a', 1)];
    expect(boundsOf(transfers, ['t'])).toEqual({ a: { from: 7, to: 11 }, b: { from: 9, to: 13 } });
  });
});

describe('the ledger of accounts', () => {
  test('names a transfer of an account that was never made', () => {
    const { values } = ledgerOf([
      transfer('t', 'ok', 'a', 'b', 1),
      transfer('u', 'ok', 'x', 'b', 1),
      transfer('v', 'ok', 'a', 'y', 1),
    ]);
    expect(values.malformed).toEqual([
      'The transfer u names x, which was never made.',
      'The transfer v names y, which was never made.',
    ]);
  });

  test('does not count a transfer that cannot be read, and says which it is', () => {
    const ledger = ledgerOf([call('transfer', 't', 'ok', { from: 10 }, { sent: 7 })]);
    expect(ledger.hasTransfers).toBe(false);
    expect(ledger.values.malformed).toEqual([
      'What the transfer t sent has another shape than its function says: Invalid input: expected object, received number.',
    ]);
    expect(ledgerOf([transfer('t', 'open', 'a', 'b', 1)]).hasTransfers).toBe(true);
    expect(ledgerOf([transfer('t', 'fail', 'a', 'b', 1)]).hasTransfers).toBe(false);
  });

  test.each<[string, unknown[], RegExp]>([
    [
      'was declared twice',
      [{ a: 10 }, { a: 10 }],
      /^What the accounts began with was declared more than once\.$/,
    ],
    ['cannot be read', [{ a: 'ten' }], /^What the accounts began with has another shape .* at a: /],
  ])('says before all else that what they began with %s', (_what, declared, sentence) => {
    const ledger = new BankLedger();
    for (const one of declared) ledger.declare(accounts(one));
    ledger.transfer(call('transfer', 't', 'ok', { from: 10 }, { sent: 7 }));
    ledger.end(new Set());
    expect(ledger.initial).toBeUndefined();
    expect(ledger.values.findings('bank')[0]?.examples).toEqual([
      expect.stringMatching(sentence),
      expect.stringContaining('What the transfer t sent'),
    ]);
  });

  test('knows what they began with from the declaration on', () => {
    const ledger = new BankLedger();
    expect(ledger.initial).toBeUndefined();
    ledger.declare(accounts({ a: 1 }));
    expect(ledger.initial).toEqual(new Map([['a', 1]]));
    ledger.end(new Set());
    expect(ledger.values.malformed).toEqual([]);
  });
});
