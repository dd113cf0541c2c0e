import { describe, expect, test } from '@jest/globals';
import { Anomalies, type Place } from './anomalies.ts';
import { BankReads } from './bank-reads.ts';
import { BANK_TEXTS } from './bank-texts.ts';

type Read = Parameters<BankReads['take']>[0];

const INITIAL = new Map([
  ['a', 10],
  ['b', 10],
]);

function read(
  key: string,
  accounts: Record<string, number>,
  from: number,
  { to = from + 5, role = 'follower' }: { to?: number; role?: Place['role'] } = {},
): Read {
  const balances = new Map(Object.entries(accounts));
  return { key, place: { member: 'db-1', role }, invokedAt: from, completedAt: to, balances };
}

/** What is found in reads, in the order in which they are taken: the kinds, with how often and the example. */
function found(reads: readonly Read[], suspect: readonly string[] = [], declared = INITIAL): string[] {
  const taken = new BankReads();
  for (const one of reads) taken.take(one, declared);
  const anomalies = new Anomalies('bank', BANK_TEXTS);
  taken.judge(INITIAL, new Set(suspect), anomalies);
  return anomalies
    .findings()
    .map(({ kind, count, message }) => `${kind} ${String(count)}: ${message.split(': ').at(-1) ?? ''}`);
}

const whole = { a: 10, b: 10 };
const MISSING = ['missing-account 2: a is not there.'];

describe('reads of accounts', () => {
  test('are used where they showed an account', () => {
    const reads = new BankReads();
    reads.take(read('r', {}, 10), INITIAL);
    expect(reads.used).toBe(false);
    reads.take(read('s', whole, 20), undefined);
    expect(reads.used).toBe(true);
  });

  test('of no account say nothing before there need to be any', () => {
    const leads = { role: 'leader' } as const;
    const taken = new BankReads();
    taken.take(read('r', {}, 10, leads), undefined);
    const anomalies = new Anomalies('bank', BANK_TEXTS);
    taken.judge(INITIAL, new Set(), anomalies);
    expect(anomalies.findings()).toEqual([]);
    expect(found([read('r', {}, 10, leads)])).toEqual(MISSING);
  });

  test('that showed accounts before they were declared are judged all the same', () => {
    const taken = new BankReads();
    taken.take(read('r', { a: 10, b: 11 }, 10), undefined);
    const anomalies = new Anomalies('bank', BANK_TEXTS);
    taken.judge(INITIAL, new Set(), anomalies);
    expect(anomalies.times('wrong-total')).toBe(1);
  });

  test('are told of in the order of their answers', () => {
    const [early, late] = [read('r', { a: 10, b: 11 }, 10), read('s', { a: 10, b: 12 }, 20)];
    const inOrder = ['wrong-total 2: the sum was 21, and must be 20.'];
    expect(found([early, late])).toEqual(inOrder);
    expect(found([late, early])).toEqual(inOrder);
  });

  test('say nothing under a key of which the history contradicts itself', () => {
    expect(found([read('r', { a: 10, b: 11 }, 10)], ['r'])).toEqual([]);
  });

  test('of a follower may show none until it has shown some', () => {
    expect(found([read('r', {}, 10), read('s', {}, 20), read('t', whole, 30)])).toEqual([]);
    expect(found([read('r', whole, 10), read('s', {}, 15)])).toEqual([]);
    expect(found([read('r', whole, 10), read('s', {}, 16)])).toEqual(MISSING);
    expect(found([read('r', whole, 10), read('s', {}, 16)], ['r'])).toEqual([]);
  });

  test('have shown some with the first answer, in whatever order they come', () => {
    const [first, second, empty] = [read('r', whole, 10), read('s', whole, 30), read('t', {}, 20)];
    expect(found([first, second, empty])).toEqual(MISSING);
    expect(found([second, first, empty])).toEqual(MISSING);
    // Of two answers of the same time the first that came.
    expect(found([first, read('s', whole, 12, { to: 15 }), empty], ['s'])).toEqual(MISSING);
  });
});
