import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../model/operation.ts';
import { ask } from './asked.fixture.ts';
import { controlEvidence } from './evidence.fixture.ts';
import { TransactionsJudge } from './transactions.ts';
import { judge, lists, operationsOf, tx } from './transactions.fixture.ts';

describe('what the judge of transactions counts and leaves out', () => {
  test('the anomalies of all findings that fail', () => {
    const samples = [tx('t1', 'a+1', 'fail'), tx('t2', 'a=1,7'), tx('t3', 'a=1')];
    const given = controlEvidence({ operations: operationsOf(samples) });
    const calls = samples.map(({ name, outcome, steps }, nth) => ({
      ...{ nth, process: nth, f: 'transact', key: name, member: undefined, outcome, waived: false },
      ...{ sent: steps, got: steps, invokedAt: nth, completedAt: nth, error: undefined },
    }));
    const { findings, data } = ask(new TransactionsJudge(given), calls);
    expect(findings.map(({ kind, count }) => [kind, count])).toEqual([
      ['unexpected', 1],
      ['G1a', 2],
    ]);
    expect(data).toEqual({ transactionAnomalies: 3 });
  });

  test('no anomaly of what is only noted or not known', () => {
    const process = [tx('t1', 'a+1', 'ok', 5), tx('t2', 'a=', 'ok', 5), tx('t3', 'a=1')];
    const given = controlEvidence({ operations: operationsOf(process) });
    expect(ask(new TransactionsJudge(given), []).data).toEqual({ transactionAnomalies: 0 });
  });

  test('a list to which a value was appended twice, wherever it is read', () => {
    const samples = [tx('t1', 'a+1 b+1'), tx('t2', 'a+1 b+2'), tx('t3', 'a=1,1,9 b=1,2')];
    const kinds = judge(operationsOf(samples), [lists('a=7,7 b=1')]).map(({ kind }) => kind);
    expect(kinds).toEqual(['malformed-value', 'lost']);
  });

  test('values without a writer, where it is not known what somebody appended', () => {
    const nonsense: Operation[] = [
      { process: 9, f: 'transact', key: 'x', type: 'invoke', value: 'nonsense', time: 0 },
    ];
    const operations = [...nonsense, ...operationsOf([tx('t1', 'a+1'), tx('t2', 'a=1,7')])];
    expect(judge(operations, []).map(({ kind }) => kind)).toEqual(['malformed-value']);
  });
});
