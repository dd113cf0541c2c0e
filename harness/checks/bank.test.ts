import { describe, expect, test } from '@jest/globals';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import { NEMESIS, type Operation } from '../model/operation.ts';
import type { ReadBack } from '../model/read-back.ts';
import { judgeBank } from './judging.fixture.ts';
import { controlEvidence, operation, readBack, snapshot } from './evidence.fixture.ts';

type Outcome = 'ok' | 'fail' | 'info' | 'open';
type Accounts = Record<string, number>;
let process = 100;
const declare = (value: unknown): Operation => ({
  ...{ process: NEMESIS, type: 'info', f: 'accounts', key: 'accounts', time: 0, value },
});
const transfer = (type: Outcome, from: string, to: string, amount: number): Operation[] =>
  operation(
    'transfer',
    `t${String(process)}`,
    type,
    { process: process++, from: 10 },
    { sent: { from, to, amount } },
  );
const read = (member: string, accounts: Accounts, from = 20, to = from + 5): Operation[] =>
  snapshot(member, { accounts }, { process: process++, from, to });
const holding = (n: number, accounts: Accounts): ReadBack => ({
  ...readBack(`db-${String(n)}`, []),
  elements: Object.entries(accounts).map(([key, balance]) => ({ of: 'account', key, balance })),
});

/** Three accounts of 10 each; 4 moved from a to b, 3 from b to c refused. */
const HISTORY = [
  declare({ a: 10, b: 10, c: 10 }),
  ...transfer('ok', 'a', 'b', 4),
  ...transfer('fail', 'b', 'c', 3),
];
const RIGHT = { a: 6, b: 14, c: 10 };
function evidence(operations: Operation[], held: Accounts[] = [RIGHT, RIGHT, RIGHT]): LoadedEvidence {
  return controlEvidence({ operations, readBacks: held.map((accounts, n) => holding(n, accounts)) });
}
const found = (given: LoadedEvidence): unknown[] =>
  judgeBank(given).findings.map(({ kind, effect, member, count }) => [kind, effect, member, count]);

describe('the bank judge', () => {
  test('finds nothing where no money was made or lost', () => {
    const reads = [...read('db-0', RIGHT), ...read('db-1', { a: 10, b: 10, c: 10 })];
    const { findings, data } = judgeBank(evidence([...HISTORY, ...reads]));
    expect(findings).toEqual([]);
    expect(data).toEqual({
      ...{ unexpected: 0, duplicated: 0, wrongTotals: 0 },
      ...{ negativeBalances: 0, missingAccounts: 0, wrongBalances: 0 },
    });
  });

  test('finds a snapshot with a wrong total, on any member, while the load runs and at the end', () => {
    const torn = { a: 6, b: 10, c: 10 };
    const given = evidence([...HISTORY, ...read('db-1', torn), ...read('db-1', torn, 30)]);
    expect(found(given)).toEqual([['wrong-total', 'fail', 'db-1', 2]]);
    expect(judgeBank(given).findings[0]?.message).toBe(
      'In 2 snapshots of db-1 (follower) money was made or lost: the sum was 26, and must be 30.',
    );
    expect(judgeBank(given).data.wrongTotals).toBe(2);
    expect(found(evidence(HISTORY, [RIGHT, torn, RIGHT]))).toEqual([
      ['wrong-total', 'fail', 'db-1', 1],
      ['wrong-balance', 'fail', 'db-1', 1],
    ]);
  });

  test('finds an account below zero', () => {
    const overdrawn = { a: -1, b: 21, c: 10 };
    expect(found(evidence([...HISTORY, ...read('db-2', overdrawn)]))).toEqual([
      ['negative-balance', 'fail', 'db-2', 1],
    ]);
    const all = evidence([...HISTORY, ...transfer('ok', 'a', 'b', 7)], [overdrawn, overdrawn, overdrawn]);
    expect(found(all)).toEqual(['db-0', 'db-1', 'db-2'].map((who) => ['negative-balance', 'fail', who, 1]));
    expect(judgeBank(all).data.negativeBalances).toBe(1);
  });

  test('finds an account that is not there, and one that nobody made', () => {
    expect(found(evidence([...HISTORY, ...read('db-1', { a: 6, b: 14 })]))).toEqual([
      ['missing-account', 'fail', 'db-1', 1],
    ]);
    expect(found(evidence(HISTORY, [RIGHT, { a: 6, b: 14 }, RIGHT]))).toEqual([
      ['missing-account', 'fail', 'db-1', 1],
    ]);
    expect(found(evidence([...HISTORY, ...read('db-1', { ...RIGHT, x: 0 })]))).toEqual([
      ['unexpected', 'fail', 'db-1', 1],
    ]);
  });

  test('lets a follower lack all accounts until it has shown them, and nobody else', () => {
    expect(found(evidence([...HISTORY, ...read('db-1', {}), ...read('db-1', RIGHT, 30)]))).toEqual([]);
    expect(found(evidence([...HISTORY, ...read('db-1', RIGHT, 30), ...read('db-1', {}, 40)]))).toEqual([
      ['missing-account', 'fail', 'db-1', 3],
    ]);
    expect(found(evidence([...HISTORY, ...read('db-0', {})]))).toEqual([
      ['missing-account', 'fail', 'db-0', 3],
    ]);
    expect(found(evidence(HISTORY, [RIGHT, {}, RIGHT]))).toEqual([['missing-account', 'fail', 'db-1', 3]]);
  });

  test('does not miss in a read-back that was cut off what may be there', () => {
    const torn = { ...holding(1, { a: 6 }), footer: undefined };
    expect(found({ ...evidence(HISTORY), readBacks: [torn] })).toEqual([]);
  });

  test('finds a final balance that the transfers do not explain, though the sum is right', () => {
    const undone = evidence(HISTORY, [RIGHT, { a: 10, b: 10, c: 10 }, RIGHT]);
    expect(found(undone)).toEqual([['wrong-balance', 'fail', 'db-1', 2]]);
    expect(judgeBank(undone).findings[0]?.message).toMatch(/: a has 10, and must have 6\.$/);
    expect(judgeBank(undone).data.wrongBalances).toBe(2);
  });

  test.each<Outcome>(['info', 'open'])(
    'allows both ends of a transfer that ended %s, and nothing beyond',
    (type) => {
      const operations = [...HISTORY, ...transfer(type, 'b', 'c', 5)];
      const applied = { a: 6, b: 9, c: 15 };
      expect(found(evidence(operations, [RIGHT, applied, RIGHT]))).toEqual([]);
      const beyond = evidence(operations, [RIGHT, { a: 6, b: 8, c: 16 }, RIGHT]);
      expect(found(beyond)).toEqual([['wrong-balance', 'fail', 'db-1', 2]]);
      expect(judgeBank(beyond).findings[0]?.message).toMatch(/b has 8, and must have between 9 and 14\.$/);
    },
  );

  test('takes a transfer of which the history contradicts itself for one of unknown outcome', () => {
    const moved = operation('transfer', 't', 'ok', { from: 10 }, { sent: { from: 'b', to: 'c', amount: 5 } });
    const again: Operation = { process: 0, type: 'fail', f: 'transfer', key: 't', time: 20 };
    const operations = [...HISTORY, ...moved, again];
    expect(found(evidence(operations, [RIGHT, { a: 6, b: 9, c: 15 }, RIGHT]))).toEqual([]);
  });

  test('finds an account that is there twice', () => {
    const twice = holding(0, RIGHT);
    twice.elements.push({ of: 'account', key: 'a', balance: 6 });
    expect(found({ ...evidence(HISTORY), readBacks: [twice] })).toEqual([['duplicated', 'fail', 'db-0', 1]]);
  });

  test.each<[string, Operation[]]>([
    ['transfers', transfer('ok', 'a', 'b', 1)],
    ['reads of accounts', read('db-0', RIGHT)],
  ])('does not know of %s without a word on what accounts began with', (_what, operations) => {
    expect(found(evidence(operations, []))).toEqual([['no-accounts', 'unknown', undefined, 1]]);
  });

  test('has nothing to say where there are no accounts', () => {
    expect(found(evidence([...snapshot('db-0', {}, { from: 1 })], []))).toEqual([]);
    expect(found({ ...evidence([]), operations: undefined })).toEqual([]);
  });

  test.each<[string, unknown[]]>([
    ['cannot be read', [declare({ a: 'ten' })]],
    ['was said twice', [declare({ a: 10, b: 10, c: 10 }), declare({ a: 10, b: 10, c: 10 })]],
  ])('does not know where what accounts began with %s', (_what, declared) => {
    const operations = [...(declared as Operation[]), ...transfer('ok', 'a', 'b', 4)];
    expect(found(evidence(operations))).toEqual([
      ['malformed-value', 'unknown', undefined, 1],
      ['no-accounts', 'unknown', undefined, 1],
    ]);
  });

  test('does not know what a transfer moved that cannot be read, and still judges totals', () => {
    const broken = [
      ...operation('transfer', 't', 'ok', { process: 1, from: 10 }, { sent: { from: 'a' } }),
      ...transfer('ok', 'a', 'z', 1),
    ];
    expect(
      found(
        evidence(
          [...HISTORY, ...broken],
          [
            { a: 1, b: 19, c: 10 },
            { ...RIGHT, a: 7 },
          ],
        ),
      ),
    ).toEqual([
      ['malformed-value', 'unknown', undefined, 2],
      ['wrong-total', 'fail', 'db-1', 1],
    ]);
  });
});
