import { describe, expect, test } from '@jest/globals';
import { buildGraph } from './transaction-graph.ts';
import { inferOrders } from './transaction-order.ts';
import { parseTransactions } from './transaction-parse.ts';
import { examineReads } from './transaction-reads.ts';
import { tx, type Sample } from './transactions.fixture.ts';

const transactionsOf = (samples: readonly Sample[]): ReturnType<typeof parseTransactions> =>
  parseTransactions(
    samples.map(({ name, outcome, steps, process }, nth) => ({
      ...{ nth, process: process ?? nth, key: name, sent: steps, outcome },
      got: outcome === 'ok' ? steps : undefined,
    })),
    new Set(),
  );

/** The dependencies of some transactions: `t1 ww a t2`. */
function edges(...samples: Sample[]): string[] {
  const transactions = transactionsOf(samples);
  const { observations, external } = examineReads(transactions);
  const graph = buildGraph(transactions, inferOrders(observations).orders, external);
  expect(graph).toHaveLength(samples.length);
  return graph.flatMap((leaving, i) =>
    leaving.map(({ from, to, kind, list }) => {
      expect(from).toBe(i);
      return [samples[from]?.name, kind, list, samples[to]?.name].filter((one) => one !== '').join(' ');
    }),
  );
}

describe('the dependencies of transactions', () => {
  test('follow from the order of the appends and from what was read', () => {
    expect(edges(tx('t1', 'a+1'), tx('t2', 'a+2'), tx('t3', 'a=1'), tx('t4', 'a=1,2'))).toEqual([
      ...['t1 ww a t2', 't1 wr a t3', 't2 wr a t4', 't3 rw a t2'],
    ]);
    expect(edges(tx('t1', 'a='), tx('t2', 'b=1'), tx('t3', 'b+1 a+1'), tx('t4', 'a=1'))).toEqual([
      ...['t1 rw a t3', 't3 wr b t2', 't3 wr a t4'],
    ]);
  });

  test('are none of a transaction with itself, nor of what nobody saw', () => {
    expect(edges(tx('t1', 'a= a+1 a+2'), tx('t2', 'a=1,2'))).toEqual(['t1 wr a t2']);
    expect(edges(tx('t1', 'a+1'), tx('t2', 'b='))).toEqual([]);
  });

  test('are none of lists whose reads contradict each other', () => {
    const both = [tx('t1', 'a+1'), tx('t2', 'a+2'), tx('t3', 'a=1,2'), tx('t4', 'a=2,1')];
    expect(edges(...both)).toEqual([]);
  });

  test('follow from the first of several reads alone', () => {
    expect(edges(tx('t1', 'a+1'), tx('t2', 'a=1 a+2 a=1,2'), tx('t3', 'a+3'), tx('t4', 'a=1,2,3'))).toEqual([
      ...['t1 ww a t2', 't1 wr a t2', 't2 ww a t3', 't3 wr a t4'],
    ]);
  });

  test("are those of one client's committed transactions, each with the next", () => {
    const samples = [
      tx('t1', 'a+1', 'ok', 5),
      tx('t2', 'a+2', 'fail', 5),
      tx('t3', 'b=', 'ok', 6),
      tx('t4', 'b=', 'ok', 5),
      tx('t5', 'b=', 'info', 6),
      tx('t6', 'b=', 'ok', 5),
    ];
    expect(edges(...samples)).toEqual(['t1 process t4', 't4 process t6']);
  });
});

describe('what a transaction read', () => {
  const read = (...samples: Sample[]): unknown[] =>
    examineReads(transactionsOf(samples)).external.map(({ transaction, list, values }) => [
      ...[transaction.name, list, values],
    ]);
  const internal = (...samples: Sample[]): number =>
    examineReads(transactionsOf(samples)).anomalies.internal.length;
  const WRITERS = [tx('w1', 'a+1'), tx('w2', 'a+2'), tx('w3', 'a+3')];

  test('of others is what it read first, without its own appends', () => {
    expect(read(...WRITERS, tx('t', 'a+4 a+5 a=1,2,4,5 a=1,2,4,5'))).toEqual([['t', 'a', [1, 2]]]);
    expect(read(...WRITERS, tx('t', 'a= b=')).map(String)).toEqual(['t,a,', 't,b,']);
  });

  test.each<[string, number]>([
    ['a+4 a+5 a=1,2,4,5', 0],
    ['a+4 a+5 a=1,2,5,4', 1],
    ['a+4 a+5 a=4', 1],
    ['a+4 a+5 a=5', 1],
    ['a+4 a+5 a=', 1],
    ['a=1,2 a=1,2', 0],
    ['a=1,2 a=1,3', 1],
    ['a=1,2 a=3,2', 1],
    ['a=1,2 a=1,2,3', 1],
    ['a=1 a+4 a=1,4 a+5 a=1,4,5', 0],
    ['a=1 a+4 a=1,4 a+5 a=1,5', 1],
    ['a=1,4 a+4', 1],
  ])('agrees with its own steps, or not: %s', (steps, times) => {
    expect(internal(...WRITERS, tx('t', steps))).toBe(times);
  });

  test('tells who was committed', () => {
    const samples = [tx('t1', 'a+1', 'info'), tx('t2', 'b+1', 'info'), tx('t3', 'a=1')];
    expect([...examineReads(transactionsOf(samples)).seen]).toEqual([0]);
  });
});
