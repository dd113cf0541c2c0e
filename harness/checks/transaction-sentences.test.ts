import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../model/operation.ts';
import type { ReadBack } from '../model/read-back.ts';
import { judge, lists, operationsOf, tx, type Sample } from './transactions.fixture.ts';

const said = (samples: Sample[], ...readBacks: ReadBack[]): string[] =>
  judge(operationsOf(samples), readBacks).map(({ message }) => message);
const objects = (samples: Sample[], ...readBacks: ReadBack[]): (readonly string[])[] =>
  judge(operationsOf(samples), readBacks).map(({ examples }) => examples);

/** One raw `transact`, with whatever values. */
function raw(sent: unknown, got: unknown, key = 't1', process = 0): Operation[] {
  const common = { process, f: 'transact', key };
  return [
    { ...common, type: 'invoke', value: sent, time: process },
    { ...common, type: 'ok', value: got, time: process + 0.5 },
  ];
}

describe('the sentences of the judge of transactions', () => {
  test.each<[string, Sample[], string]>([
    [
      'an aborted read',
      [tx('t1', 'a+1', 'fail'), tx('t2', 'a=1')],
      'A value of a transaction that was certainly not committed was read (aborted read) in 1 place: 1 in a, as the transaction t2 has it, of t1.',
    ],
    [
      'an intermediate read',
      [tx('t1', 'a+1 a+2'), tx('t2', 'a=1')],
      'A transaction read what another had not finished (intermediate read) in 1 place: t2 read a up to 1, after which t1 appended more.',
    ],
    [
      'a value twice',
      [tx('t1', 'a+1'), tx('t2', 'a=1,1'), tx('t3', 'a=1,1,1')],
      'A read held an appended value twice in 2 places: 1 in a, as the transaction t2 has it.',
    ],
    [
      'a value of nobody',
      [tx('t1', 'a+1'), tx('t2', 'a=1,7')],
      'A read held a value that nobody appended in 1 place: 7 in a, as the transaction t2 has it.',
    ],
    [
      'what it had to see by its own appends',
      [tx('t1', 'a+1'), tx('t2', 'a+2 a+3 a=1,2')],
      'A transaction contradicted its own steps in 1 place: t2 read [1, 2] of a, and by its own steps it had to be [..., 2, 3].',
    ],
    [
      'what it had to see by what it read',
      [tx('t1', 'a+1 a+2'), tx('t2', 'a=1,2 a+3 a=1,3')],
      'A transaction contradicted its own steps in 1 place: t2 read [1, 3] of a, and by its own steps it had to be [1, 2, 3].',
    ],
    [
      'two orders',
      [tx('t1', 'a+1'), tx('t2', 'a+2'), tx('t3', 'a=1,2'), tx('t4', 'a=2,1')],
      "1 place contradict each other about a list's order: a has 2 where the transaction t4 read it, and 1 at the same place where the transaction t3 did.",
    ],
    [
      'a write cycle',
      [tx('t1', 'a+1 b+1'), tx('t2', 'a+2 b+2'), tx('t3', 'a=1,2 b=2,1')],
      'Transactions fit no serial order in 1 place: each overwrote the other (write cycle): t1 -ww a-> t2 -ww b-> t1.',
    ],
    [
      'a circular flow',
      [tx('t1', 'a+1 b=2'), tx('t2', 'b+2 a=1')],
      'Transactions fit no serial order in 1 place: each depends on what the other wrote (circular information flow): t1 -wr a-> t2 -wr b-> t1.',
    ],
    [
      'read skew',
      [tx('t1', 'a+1 b+1'), tx('t2', 'a= b=1'), tx('t3', 'a=1')],
      'Transactions fit no serial order in 1 place: one did not see what it follows from (read skew or lost update): t2 -rw a-> t1 -wr b-> t2.',
    ],
    [
      'write skew',
      [tx('t1', 'a= b+1'), tx('t2', 'b= a+2'), tx('t3', 'a=2 b=1')],
      'Transactions fit no serial order in 1 place: each did not see what the other wrote (write skew): t1 -rw a-> t2 -rw b-> t1.',
    ],
    [
      "an order that one client's rules out",
      [tx('t1', 'a+1', 'ok', 5), tx('t2', 'a=', 'ok', 5), tx('t3', 'a=1')],
      "Transactions fit no serial order that keeps each client's own in 1 place: one did not see what it follows from (read skew or lost update): t2 -rw a-> t1 -process-> t2.",
    ],
  ])('%s', (_what, samples, message) => {
    expect(said(samples)).toEqual([message]);
  });

  test.each<[string, Sample[], ReadBack, string, string[]]>([
    [
      'one append is lost',
      [tx('t1', 'a+1'), tx('t2', 'a+2')],
      lists('a=1'),
      '1 append that was acknowledged or already read is not on db-0.',
      ['2 of a (t2)'],
    ],
    [
      'two appends are lost',
      [tx('t1', 'a+1'), tx('t2', 'a+2')],
      lists(''),
      '2 appends that were acknowledged or already read are not on db-0.',
      ['1 of a (t1)', '2 of a (t2)'],
    ],
    [
      'half a transaction',
      [tx('t1', 'a+1 b+1', 'info')],
      lists('a=1'),
      'db-0 holds 1 transaction in part: some appends are there, others are not.',
      ['t1'],
    ],
    [
      'a value twice',
      [tx('t1', 'a+1')],
      lists('a=1,1'),
      'db-0 holds 1 appended value more than once.',
      ['1 in a, as db-0 has it'],
    ],
    [
      'values of nobody',
      [tx('t1', 'a+1')],
      lists('a=1,8 z=9'),
      'db-0 holds 2 values in its lists that nobody appended.',
      ['8 in a, as db-0 has it', '9 in z, as db-0 has it'],
    ],
    [
      'what was never committed',
      [tx('t1', 'a+1', 'fail')],
      lists('a=1'),
      'db-0 holds 1 value of transactions that were certainly not committed.',
      ['1 in a, as db-0 has it, of t1'],
    ],
    [
      'a list that is given twice',
      [tx('t1', 'a+1')],
      lists('a=1 a=1'),
      'db-0 gave the list a twice.',
      ['db-0 gave the list a twice.'],
    ],
    [
      'another order than was read',
      [tx('t1', 'a+1'), tx('t2', 'a+2'), tx('t3', 'a=1,2')],
      lists('a=2,1'),
      "1 place contradict each other about a list's order: a has 2 where db-0 read it, and 1 at the same place where the transaction t3 did.",
      ['a has 2 where db-0 read it, and 1 at the same place where the transaction t3 did'],
    ],
  ])('at the end: %s', (_what, samples, held, message, examples) => {
    expect(said(samples, held)).toEqual([message]);
    expect(objects(samples, held)).toEqual([examples]);
  });

  test('tell of what cannot be read', () => {
    const messages = (...operations: Operation[]): string[] =>
      judge(operations, []).map(({ message }) => message);
    expect(messages(...raw('nonsense', []))).toEqual([
      '1 place cannot be judged: What the transaction t1 was sent as is no list of appends and reads.',
    ]);
    const sent = [['append', 'a', 1]];
    expect(messages(...raw(sent, 'nonsense'))).toEqual([
      '1 place cannot be judged: What the transaction t1 was answered with does not fit what was sent.',
    ]);
    expect(messages(...raw(sent, sent), ...raw(sent, sent, 't2', 1), ...raw(1, 1, 't3', 2))).toEqual([
      '2 places cannot be judged: 1 was appended to the list a twice; the list is not judged.',
    ]);
  });

  test('tell that there is no history, and count no anomaly then', () => {
    expect(judge([], [lists('a=1')], { operations: undefined }).map(({ message }) => message)).toEqual([
      'There is no readable history to compare the lists with.',
    ]);
  });
});
