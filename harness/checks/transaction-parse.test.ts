import { describe, expect, test } from '@jest/globals';
import { parseTransactions, writerOf, type TransactCall } from './transaction-parse.ts';

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
    ['too little', []],
    ['too much', [...[['append', 'a', 1]], ['append', 'a', 1]]],
  ])('are malformed where the answer says %s', (_what, got) => {
    const { malformed, all } = parseTransactions([call(0, 't', [['append', 'a', 1]], got)], new Set());
    expect(malformed).toHaveLength(1);
    expect(all).toMatchObject([{ outcome: 'committed', steps: [['append', 'a', 1]] }]);
  });

  test.each([
    [
      'the first step is another one',
      [
        ['append', 'a', 9],
        ['read', 'b', [2]],
      ],
    ],
    [
      'the last step is another one',
      [
        ['append', 'a', 1],
        ['read', 'c', [2]],
      ],
    ],
    [
      'a read was not answered',
      [
        ['append', 'a', 1],
        ['read', 'b', null],
      ],
    ],
    ['the last step is missing', [['append', 'a', 1]]],
  ])('are malformed where %s', (_what, got) => {
    const sent = [
      ['append', 'a', 1],
      ['read', 'b', null],
    ];
    const { malformed, all } = parseTransactions([call(0, 't', sent, got)], new Set());
    expect(malformed).toEqual(['What the transaction t was answered with does not fit what was sent.']);
    expect(all).toMatchObject([{ steps: sent }]);
  });

  test('have what was sent, and no outcome, where the history contradicts itself', () => {
    const sent = [['read', 'a', null]];
    const got = [['read', 'a', [1]]];
    const parsed = (suspect: string[]): unknown[] =>
      parseTransactions([call(0, 't', sent, got as never)], new Set(suspect)).all.map((one) => [
        ...[one.outcome, one.steps],
      ]);
    expect(parsed([])).toEqual([['committed', got]]);
    expect(parsed(['t'])).toEqual([['unknown', sent]]);
  });

  test('append a value last where nothing but reads comes after it', () => {
    const sent = [
      ['append', 'a', 1],
      ['read', 'a', [1]],
    ];
    const { writers } = parseTransactions([call(0, 't', sent)], new Set());
    expect(writers.get('a')?.get(1)).toMatchObject({ last: true });
  });

  test('have the writer of a value, where there are both', () => {
    const parsed = parseTransactions([call(0, 't', [['append', 'a', 1]])], new Set());
    expect(writerOf(parsed, 'a', 1)?.transaction.name).toBe('t');
    expect([writerOf(parsed, 'a', 2), writerOf(parsed, 'b', 1), writerOf(parsed, 'a', undefined)]).toEqual([
      ...[undefined, undefined, undefined],
    ]);
  });
});
