import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../model/operation.ts';
import { ask } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import type { HeldSink } from './data-judge.ts';
import { controlEvidence } from './evidence.fixture.ts';
import { TransactionsJudge } from './transactions.ts';
import { judge, lists, operationsOf, tx, type Sample } from './transactions.fixture.ts';

const callsOf = (samples: readonly Sample[]): Call[] =>
  samples.map(({ name, outcome, steps, process }, nth) => ({
    ...{ nth, process: process ?? nth, f: 'transact', key: name, member: undefined, outcome, waived: false },
    ...{ sent: steps, got: steps, invokedAt: nth, completedAt: nth, error: undefined },
  }));

describe('what the judge of transactions counts and leaves out', () => {
  test('the anomalies of all findings that fail', () => {
    const samples = [tx('t1', 'a+1', 'fail'), tx('t2', 'a=1,7'), tx('t3', 'a=1')];
    const given = controlEvidence({ operations: operationsOf(samples) });
    const { findings, data } = ask(new TransactionsJudge(given), callsOf(samples));
    expect(findings.map(({ kind, count }) => [kind, count])).toEqual([
      ['unexpected', 1],
      ['G1a', 2],
    ]);
    expect(data).toEqual({ transactionAnomalies: 3 });
  });

  test('no anomaly of what is only noted or not known', () => {
    const process = [tx('t1', 'a+1', 'ok', 5), tx('t2', 'a=', 'ok', 5), tx('t3', 'a=1')];
    const given = controlEvidence({ operations: operationsOf(process) });
    const noted = ask(new TransactionsJudge(given), callsOf(process));
    expect(noted.findings.map(({ effect }) => effect)).toEqual(['note']);
    expect(noted.data).toEqual({ transactionAnomalies: 0 });
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

  test('what is no list', () => {
    const sink = (judge: TransactionsJudge): HeldSink => judge.member({ member: 'db-0', role: 'leader' });
    const given = new TransactionsJudge(controlEvidence());
    const held = sink(given);
    held.element({ of: 'counter', key: 'a', value: 7 });
    held.element({ of: 'list', key: 'b', values: [7] });
    held.end({ end: 'complete', elements: 2 });
    expect(given.judgement().findings.map(({ kind, examples }) => [kind, examples])).toEqual([
      ['unexpected', ['7 in b, as db-0 has it']],
    ]);
  });

  test('half of what was certainly not committed, as that and nothing else', () => {
    const samples = [tx('t1', 'a+1 b+1', 'fail')];
    expect(judge(operationsOf(samples), [lists('a=1')]).map(({ kind }) => kind)).toEqual(['G1a']);
  });

  test('reads of a transaction that was not committed, whatever it was sent with', () => {
    const sent = { process: 9, f: 'transact', key: 'x', value: [['read', 'a', [7]]] };
    const operations: Operation[] = [
      { ...sent, type: 'invoke', time: 0 },
      { process: 9, f: 'transact', key: 'x', type: 'fail', error: 'no', time: 1 },
    ];
    expect(judge(operations, [])).toEqual([]);
  });

  test.each<[string, Sample[], string[], string[]]>([
    ['an order where a value came twice', [tx('t3', 'a=2,1,1')], ['duplicated'], []],
    [
      'what follows from a value that came twice',
      [tx('t3', 'a=1,1 a+3 a=1')],
      ['duplicated'],
      ['1 in a, as the transaction t3 has it'],
    ],
    [
      'what follows from a contradiction',
      [tx('t3', 'a+3 a= a=')],
      ['internal'],
      ['t3 read [] of a, and by its own steps it had to be [..., 3]'],
    ],
  ])('%s', (_what, more, kinds, examples) => {
    const samples = [tx('t1', 'a+1'), tx('t2', 'a+2'), tx('t4', 'a=1,2'), ...more];
    const findings = judge(operationsOf(samples), []);
    expect(findings.map(({ kind }) => kind)).toEqual(kinds);
    if (examples.length > 0) expect(findings[0]?.examples).toEqual(examples);
  });
});
