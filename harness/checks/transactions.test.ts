import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../model/operation.ts';
import type { ReadBack } from '../model/read-back.ts';
import { judge, lists, operationsOf, tx, type Sample } from './transactions.fixture.ts';

const found = (samples: Sample[], ...readBacks: ReadBack[]): string[] =>
  judge(operationsOf(samples), readBacks).map(
    ({ kind, effect, member }) => `${effect} ${kind}${member === undefined ? '' : ` ${member}`}`,
  );

/** Two appends to a list, and somebody who read both. */
const PLAIN = [tx('t1', 'a+1'), tx('t2', 'a=1 a+2'), tx('t3', 'a=1,2')];

/** One raw `transact`, with whatever values. */
function raw(sent: unknown, got: unknown): Operation[] {
  const common = { process: 0, f: 'transact', key: 't1' };
  return [
    { ...common, type: 'invoke', value: sent, time: 0 },
    { ...common, type: 'ok', value: got, time: 1 },
  ];
}

describe('the judge of transactions', () => {
  test('finds nothing where there is nothing, or nothing wrong', () => {
    expect(found([])).toEqual([]);
    expect(found([], lists(''))).toEqual([]);
    expect(found(PLAIN)).toEqual([]);
    expect(found(PLAIN, lists('a=1,2'), lists('a=1,2', 'db-1'))).toEqual([]);
  });

  test.each<[string, Sample[], string[]]>([
    ['an aborted read', [tx('t1', 'a+1', 'fail'), tx('t2', 'a=1')], ['fail G1a']],
    ['a read of what may have been committed', [tx('t1', 'a+1', 'info'), tx('t2', 'a=1')], []],
    ['an intermediate read', [tx('t1', 'a+1 a+2'), tx('t2', 'a=1')], ['fail G1b']],
    ['a read of a whole transaction', [tx('t1', 'a+1 a+2'), tx('t2', 'a=1,2')], []],
    ['a look at its own unfinished appends', [tx('t1', 'a+1 a=1 a+2')], []],
    ['a value twice', [tx('t1', 'a+1'), tx('t2', 'a=1,1')], ['fail duplicated']],
    ['a value of nobody', [tx('t1', 'a+1'), tx('t2', 'a=1,7')], ['fail unexpected']],
    ['no sight of its own append', [tx('t1', 'a+1 a=')], ['fail internal']],
    ['its own append before others', [tx('t1', 'a+1'), tx('t2', 'a+2 a=2,1')], ['fail internal']],
    ['its own append too early', [tx('t1', 'a=1 a+1')], ['fail internal']],
    ['another value at a second read', [tx('t1', 'a+1'), tx('t2', 'a= a=1')], ['fail internal']],
    ['less at a second read', [tx('t1', 'a+1'), tx('t2', 'a=1 a=')], ['fail internal']],
    ['the same at a second read, and its own', [tx('t1', 'a+1'), tx('t2', 'a=1 a+2 a=1,2 a=1,2')], []],
    [
      'two orders of one list',
      [tx('t1', 'a+1'), tx('t2', 'a+2'), tx('t3', 'a=1,2'), tx('t4', 'a=2,1')],
      ['fail incompatible-order'],
    ],
    ['a write cycle', [tx('t1', 'a+1 b+1'), tx('t2', 'a+2 b+2'), tx('t3', 'a=1,2 b=2,1')], ['fail G0']],
    ['a circular flow', [tx('t1', 'a+1 b=2'), tx('t2', 'b+2 a=1')], ['fail G1c']],
    ['read skew', [tx('t1', 'a+1 b+1'), tx('t2', 'a= b=1'), tx('t3', 'a=1')], ['fail G-single']],
    ['a lost update', [tx('t1', 'a= a+1'), tx('t2', 'a= a+2'), tx('t3', 'a=1,2')], ['fail G-single']],
    ['write skew', [tx('t1', 'a= b+1'), tx('t2', 'b= a+2'), tx('t3', 'a=2 b=1')], ['fail G2']],
    ['a long fork', [tx('t1', 'a+1'), tx('t2', 'b+2'), tx('t3', 'a=1 b='), tx('t4', 'a= b=2')], ['fail G2']],
    ['a stale read that fits an earlier place', [tx('t1', 'a+1'), tx('t2', 'a=1'), tx('t3', 'a=')], []],
    [
      "a stale read that its own client's order rules out",
      [tx('t1', 'a+1', 'ok', 5), tx('t2', 'a=', 'ok', 5), tx('t3', 'a=1')],
      ['note G-single-process'],
    ],
    ["its own client's order kept", [tx('t1', 'a=', 'ok', 5), tx('t2', 'a+1', 'ok', 5), tx('t3', 'a=1')], []],
    [
      'a cycle through one whose outcome is unknown',
      [tx('t1', 'a+1 b+1', 'info'), tx('t2', 'a+2 b+2'), tx('t3', 'a=1,2 b=2,1')],
      ['fail G0'],
    ],
    ['what an open transaction may have done', [tx('t1', 'a+1 b+1', 'open'), tx('t2', 'a=1 b=1')], []],
    ['no trace of what may not have been committed', [tx('t1', 'a+1', 'info'), tx('t2', 'a=')], []],
  ])('%s', (_what, samples, findings) => {
    expect(found(samples)).toEqual(findings);
  });

  test.each<[string, Sample[], ReadBack[], string[]]>([
    ['an acknowledged append is missing', PLAIN, [lists('a=1')], ['fail lost db-0']],
    ['one is missing from the middle', PLAIN, [lists('a=2')], ['fail lost db-0']],
    ['a list is missing', PLAIN, [lists('')], ['fail lost db-0']],
    ['one is missing from one member', PLAIN, [lists('a=1,2'), lists('a=1', 'db-1')], ['fail lost db-1']],
    ['the read-back was cut off', PLAIN, [lists('a=1', 'db-0', 'torn')], []],
    ['a cut off one contradicts', PLAIN, [lists('a=2', 'db-0', 'torn')], ['fail incompatible-order']],
    ['the order is another one', PLAIN, [lists('a=2,1')], ['fail incompatible-order']],
    [
      'one is missing and the rest is in another order',
      [...PLAIN, tx('t4', 'a+3')],
      [lists('a=2,1,3'), lists('a=3,2', 'db-1')],
      ['fail lost db-1', 'fail incompatible-order'],
    ],
    ['what is left was never read', [...PLAIN, tx('t4', 'a+3 a+4')], [lists('a=1,3,4')], ['fail lost db-0']],
    ['a value is there twice', PLAIN, [lists('a=1,2,2')], ['fail duplicated db-0']],
    ['a value is of nobody', PLAIN, [lists('a=1,9,2')], ['fail unexpected db-0']],
    ['a list is of nobody', PLAIN, [lists('a=1,2 z=1')], ['fail unexpected db-0']],
    ['a value was never committed', [tx('t1', 'a+1', 'fail')], [lists('a=1')], ['fail G1a db-0']],
    ['it may have been committed', [tx('t1', 'a+1 b+1', 'info')], [lists('a=1 b=1')], []],
    ['it may not have been', [tx('t1', 'a+1 b+1', 'open')], [lists('a= b=')], []],
    ['half of it was', [tx('t1', 'a+1 b+1', 'info')], [lists('a=1 b=')], ['fail partial db-0']],
    ['half of it was read', [tx('t1', 'a+1 b+1', 'info')], [lists('a=1', 'db-0', 'torn')], []],
    ['it was read and is gone', [tx('t1', 'a+1', 'info'), tx('t2', 'a=1')], [lists('')], ['fail lost db-0']],
    ['it was never committed and is not there', [tx('t1', 'a+1', 'fail')], [lists('')], []],
    ['a list is given twice', PLAIN, [lists('a=1,2 a=1,2')], ['unknown malformed-value db-0']],
    [
      'the read-backs alone show a write cycle',
      [tx('t1', 'a+1 b+1'), tx('t2', 'a+2 b+2')],
      [lists('a=1,2 b=2,1')],
      ['fail G0'],
    ],
  ])('at the end: %s', (_what, samples, readBacks, findings) => {
    expect(found(samples, ...readBacks)).toEqual(findings);
  });

  test('takes the appends with the data set for lost', () => {
    const gone: ReadBack = { ...lists(''), footer: { end: 'dataset-gone', elements: 0 } };
    expect(found(PLAIN, gone)).toEqual(['fail lost db-0']);
    expect(found(PLAIN, { ...gone, footer: { end: 'unreachable', elements: 0 } })).toEqual([]);
  });

  test('names the transactions, the lists and the dependencies of a cycle', () => {
    const [finding] = judge(operationsOf([tx('t1', 'a= b+1'), tx('t2', 'b= a+2'), tx('t3', 'a=2 b=1')]), []);
    expect(finding).toEqual({
      judge: 'transactions',
      kind: 'G2',
      effect: 'fail',
      message: expect.stringMatching(/write skew.*t1 -rw a-> t2 -rw b-> t1\.$/),
      count: 1,
      examples: ['t1 -rw a-> t2 -rw b-> t1'],
    });
  });

  test('counts cycles that have no transaction in common', () => {
    const skew = (n: number, a: string, b: string): Sample[] => [
      tx(`t${String(n)}`, `${a}= ${b}+1`),
      tx(`t${String(n + 1)}`, `${b}= ${a}+2`),
      tx(`t${String(n + 2)}`, `${a}=2 ${b}=1`),
    ];
    const findings = judge(operationsOf([...skew(1, 'a', 'b'), ...skew(11, 'c', 'd')]), []);
    expect(findings).toMatchObject([{ kind: 'G2', count: 2 }]);
  });

  test('does not know what values of another shape say', () => {
    const kinds = (operations: Operation[]): string[] =>
      judge(operations, [lists('a=1')]).map(({ kind, effect }) => `${effect} ${kind}`);
    expect(kinds(raw('nonsense', []))).toEqual(['unknown malformed-value']);
    const sent = [
      ['append', 'a', 1],
      ['read', 'a', null],
    ];
    expect(kinds(raw(sent, 'nonsense'))).toEqual(['unknown malformed-value']);
    expect(kinds(raw(sent, sent))).toEqual(['unknown malformed-value']);
    expect(kinds(raw(sent, sent.slice(0, 1)))).toEqual(['unknown malformed-value']);
    expect(kinds(raw(sent, [['append', 'a', 2], sent[1]]))).toEqual(['unknown malformed-value']);
    expect(kinds(raw(sent, [sent[0], ['read', 'a', [1]]]))).toEqual([]);
    expect(found([tx('t1', 'a+1'), tx('t2', 'a+1')], lists('a='))).toEqual(['unknown malformed-value']);
  });

  test('relies on no answer to a call of which the history contradicts itself', () => {
    const told = (process: number): Operation[] =>
      operationsOf([
        { ...tx('t1', 'a+1', 'ok', 0), from: 0, to: 9 },
        { ...tx('t2', 'a=7', 'ok', process), from: 5, to: 7 },
      ]);
    expect(judge(told(1), []).map(({ kind }) => kind)).toEqual(['unexpected']);
    expect(judge(told(0), [lists('a=')])).toEqual([]);
  });

  test('names a short cycle where there is a longer one too', () => {
    const samples = [
      tx('t1', 'a= c+1'),
      tx('t2', 'b= a+1'),
      tx('t3', 'c= e= b+1 f+1'),
      tx('t4', 'f= e+1'),
      tx('t5', 'a=1 b=1 c=1 e=1 f=1'),
    ];
    expect(judge(operationsOf(samples), [])).toMatchObject([
      { kind: 'G2', count: 1, examples: ['t3 -rw e-> t4 -rw f-> t3'] },
    ]);
  });

  test('does not know without a history', () => {
    const findings = judge([], [lists('a=1')], { operations: undefined });
    expect(findings).toMatchObject([{ kind: 'no-history', effect: 'unknown' }]);
  });
});
