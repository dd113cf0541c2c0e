import { describe, expect, test } from '@jest/globals';
import { Anomalies } from './anomalies.ts';
import { BANK_TEXTS } from './bank-texts.ts';

type Name = keyof typeof BANK_TEXTS;

/** What is said of an anomaly that was seen so often on one member. */
function said(name: Name, times: number): string[] {
  const anomalies = new Anomalies('bank', BANK_TEXTS);
  for (let i = 0; i < times; i++) anomalies.add(name, { member: 'db-1', role: 'follower' }, 'k', 'k is so');
  return anomalies.findings().map(({ effect, kind, message }) => `${effect} ${kind}: ${message}`);
}

describe('the sentences of the bank judge', () => {
  test.each<[Name, string, string]>([
    [
      'wrongTotal',
      'fail wrong-total: In 1 snapshot of db-1 (follower) money was made or lost: k is so.',
      'fail wrong-total: In 2 snapshots of db-1 (follower) money was made or lost: k is so.',
    ],
    [
      'negative',
      'fail negative-balance: db-1 (follower) showed 1 balance below zero, though no transfer may overdraw an account: k is so.',
      'fail negative-balance: db-1 (follower) showed 2 balances below zero, though no transfer may overdraw an account: k is so.',
    ],
    [
      'missing',
      'fail missing-account: Snapshots of db-1 (follower) lacked accounts, 1 time: k is so.',
      'fail missing-account: Snapshots of db-1 (follower) lacked accounts, 2 times: k is so.',
    ],
    [
      'unexpected',
      'fail unexpected: db-1 (follower) showed accounts that were never made, 1 time: k is so.',
      'fail unexpected: db-1 (follower) showed accounts that were never made, 2 times: k is so.',
    ],
    [
      'duplicated',
      'fail duplicated: db-1 (follower) holds 1 extra copy of accounts: k is so.',
      'fail duplicated: db-1 (follower) holds 2 extra copies of accounts: k is so.',
    ],
    [
      'wrongBalance',
      'fail wrong-balance: 1 balance on db-1 (follower) cannot come from the transfers: k is so.',
      'fail wrong-balance: 2 balances on db-1 (follower) cannot come from the transfers: k is so.',
    ],
  ])('of %s are for one and for more', (name, once, twice) => {
    expect(said(name, 1)).toEqual([once]);
    expect(said(name, 2)).toEqual([twice]);
  });
});
