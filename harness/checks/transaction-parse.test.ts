import { describe, expect, test } from '@jest/globals';
import { parseTransactions, type TransactCall } from './transaction-parse.ts';

describe('transactions as they are parsed', () => {
  const call = (nth: number, key: string, sent: unknown, got = sent): TransactCall => ({
    ...{ nth, process: nth, key, sent, got, outcome: 'ok' },
  });

  test('are in the order of their invocations, with the writer of every value', () => {
    const later = call(5, 'later', [['append', 'a', 3]]);
    const first = call(2, 'first', [
      ['append', 'a', 1],
      ['append', 'b', 1],
      ['append', 'a', 2],
    ]);
    const { all, writers, incomplete, ambiguous } = parseTransactions([later, first], new Set());
    expect(all.map(({ id, name }) => [id, name])).toEqual([
      [0, 'first'],
      [1, 'later'],
    ]);
    const of = (list: string): unknown[] =>
      [...(writers.get(list) ?? [])].map(([value, { transaction, last }]) => [value, transaction.name, last]);
    expect(of('a')).toEqual([
      ...[
        [1, 'first', false],
        [2, 'first', true],
        [3, 'later', true],
      ],
    ]);
    expect(of('b')).toEqual([[1, 'first', true]]);
    expect([incomplete, ambiguous.size]).toEqual([false, 0]);
    expect(parseTransactions([call(0, 'x', 'nonsense')], new Set())).toMatchObject({ incomplete: true });
  });

  test.each([
    ['another list', [['append', 'b', 1]]],
    ['another value', [['append', 'a', 2]]],
    ['another kind', [['read', 'a', [1]]]],
    ['too much', [...[['append', 'a', 1]], ['append', 'a', 1]]],
  ])('are malformed where the answer says %s', (_what, got) => {
    const { malformed, all } = parseTransactions([call(0, 't', [['append', 'a', 1]], got)], new Set());
    expect(malformed).toHaveLength(1);
    expect(all).toMatchObject([{ outcome: 'committed', steps: [['append', 'a', 1]] }]);
  });
});
