import { describe, expect, test } from '@jest/globals';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import { NEMESIS, type Operation } from '../model/operation.ts';
import type { ReadBack } from '../model/read-back.ts';
import { call } from './asked.fixture.ts';
import { BankJudge } from './bank.ts';
import { controlEvidence, element, operation, readBack, snapshot, without } from './evidence.fixture.ts';
import { judgeBank } from './judging.fixture.ts';
import { Snapshots } from './snapshots.ts';

const DECLARED: Operation = {
  ...{ process: NEMESIS, type: 'info', f: 'accounts', key: 'accounts', time: 0, value: { a: 10, b: 10 } },
};
const WRONG = { counters: {}, accounts: { a: 10, b: 11 }, groups: {} };
const holding = (member: string, ...accounts: [string, number][]): ReadBack => ({
  ...readBack(member, []),
  elements: accounts.map(([key, balance]) => ({ of: 'account', key, balance })),
});
function evidence(operations: Operation[], readBacks: ReadBack[] = []): LoadedEvidence {
  return controlEvidence({ operations, readBacks });
}
const said = (given: LoadedEvidence): string[] =>
  judgeBank(given).findings.map(({ judge, kind, message }) => `${judge} ${kind}: ${message}`);

describe('the bank judge', () => {
  test('wants to see transfers, reads and what accounts began with, and the accounts that are held', () => {
    expect(new BankJudge(evidence([]), new Snapshots())).toMatchObject({
      ...{ name: 'bank', functions: ['transfer', 'read', 'accounts'], kinds: ['account'] },
      keepsNothing: true,
    });
  });

  test('judges answers, each of a member, and nothing else', () => {
    const span = { process: 1, from: 10 };
    const operations = [
      DECLARED,
      ...operation('read', 'r', 'fail', span, { member: 'db-1' }),
      ...operation('read', 'r', 'ok', { process: 2, from: 20 }, { got: WRONG }),
      ...operation('read', 'r', 'open', { process: 3, from: 30 }, { member: 'db-1' }),
      ...operation('accounts', 'r', 'ok', { process: 4, from: 40 }, { got: WRONG, member: 'db-1' }),
    ];
    expect(said(evidence(operations))).toEqual([]);
    expect(said(evidence([...operations, ...snapshot('db-1', WRONG, { from: 50 })]))).toEqual([
      'bank wrong-total: In 1 snapshot of db-1 (follower) money was made or lost: the sum was 21, and must be 20.',
    ]);
  });

  test('names a member whose role nobody knows without one', () => {
    const { findings } = judgeBank({
      ...without(evidence([DECLARED, ...snapshot('db-7', WRONG, { from: 50 })]), 'before'),
    });
    expect(findings[0]?.message).toMatch(/^In 1 snapshot of db-7 money /);
  });

  test('says what is there more than once, and counts what it found', () => {
    const given = evidence(
      [DECLARED, ...snapshot('db-0', { accounts: { a: 20 } }, { from: 10 })],
      [holding('db-1', ['a', 10], ['b', 10], ['a', 10], ['x', 0], ['y', 0], ['y', 0])],
    );
    expect(said(given)).toContain(
      'bank duplicated: db-1 (follower) holds 2 extra copies of accounts: a is there more than once.',
    );
    expect(judgeBank(given).data).toMatchObject({ unexpected: 2, duplicated: 2, missingAccounts: 1 });
  });

  test('says that nobody knows what accounts began with, and nothing else of them', () => {
    const nothingSaid = [
      'bank no-accounts: There are accounts, and the history does not say once and readably what they began with.',
    ];
    expect(said(evidence([], [holding('db-1', ['a', 1], ['a', 1])]))).toEqual(nothingSaid);
    const unreadable = operation('transfer', 't', 'ok', { from: 10 }, { sent: 7 });
    expect(said(evidence(unreadable))).toEqual([expect.stringMatching(/^bank malformed-value: /)]);
  });

  test('does not miss accounts in what was read before they were declared', () => {
    const early = snapshot('db-0', {}, { from: -20 });
    expect(said(evidence([...early, DECLARED]))).toEqual([]);
  });

  test('leaves alone what is of another kind', () => {
    const judge = new BankJudge(evidence([]), new Snapshots());
    judge.call(call('accounts', 'accounts', 'info', { from: 0, process: NEMESIS }, { sent: {} }));
    judge.history({ suspect: new Set() });
    const sink = judge.member({ member: 'db-0', role: 'leader' });
    sink.element(element('a'));
    sink.end({ end: 'complete', elements: 1 });
    expect(judge.judgement().findings).toEqual([]);
  });
});
