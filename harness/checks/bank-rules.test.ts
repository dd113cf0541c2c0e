import { describe, expect, test } from '@jest/globals';
import { Anomalies, type Place } from './anomalies.ts';
import { isSound, judgeBalances } from './bank-rules.ts';
import { BANK_TEXTS } from './bank-texts.ts';

const INITIAL = new Map(Object.entries({ a: 10, b: 10, c: 0 }));
const PLACE: Place = { member: 'db-1', role: 'follower' };

/** What is held against a snapshot: the kind, the example and the keys, a line each. */
function found(accounts: Record<string, number>, provesAbsence = true): string[] {
  const anomalies = new Anomalies('bank', BANK_TEXTS);
  judgeBalances(new Map(Object.entries(accounts)), INITIAL, PLACE, anomalies, provesAbsence);
  return anomalies
    .findings()
    .map(({ kind, message, examples }) => `${kind}: ${message.split(': ').at(-1) ?? ''} ${examples.join()}`);
}

describe('the rules that every snapshot of accounts is under', () => {
  test.each<[string, Record<string, number>, string[]]>([
    ['as they began', { a: 10, b: 10, c: 0 }, []],
    ['after transfers', { a: 0, b: 5, c: 15 }, []],
    ['one below zero', { a: -1, b: 21, c: 0 }, ['negative-balance: a has -1. a']],
    ['one that nobody made', { a: 10, b: 9, c: 0, x: 1 }, ['unexpected: x has 1. x']],
    ['one that is not there', { a: 10, b: 10 }, ['missing-account: c is not there. c']],
    ['none', {}, ['missing-account: a is not there. a,b,c']],
    ['too much money', { a: 11, b: 10, c: 0 }, ['wrong-total: the sum was 21, and must be 20. total']],
    ['too little money', { a: 0, b: 10, c: 0 }, ['wrong-total: the sum was 10, and must be 20. total']],
  ])('%s', (_what, accounts, anomalies) => {
    expect(found(accounts)).toEqual(anomalies);
    expect(isSound(new Map(Object.entries(accounts)), INITIAL)).toBe(anomalies.length === 0);
  });

  test('what is not there is held against nobody where it proves nothing, nor is the sum', () => {
    expect(found({ a: 10, b: 11 }, false)).toEqual([]);
    expect(found({ a: 10, b: 11, c: 0 }, false)).toEqual([
      'wrong-total: the sum was 21, and must be 20. total',
    ]);
  });
});
