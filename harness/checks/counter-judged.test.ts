import { describe, expect, test } from '@jest/globals';
import { ask, call } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import { CounterJudge } from './counter.ts';
import type { DataJudgement } from './data-judge.ts';
import { controlEvidence } from './evidence.fixture.ts';
import { Snapshots } from './snapshots.ts';

type Counters = Record<string, number>;

const counterJudge = (): CounterJudge =>
  new CounterJudge(controlEvidence({ operations: [], readBacks: [] }), new Snapshots());

let nth = 0;
const increment = (key: string, got: unknown, from: number): Call => ({
  ...call('increment', key, 'ok', { from }, { got }),
  nth: nth++,
});
const read = (member: string | undefined, counters: Counters, from: number): Call => ({
  ...call('read', `r${String(nth)}`, 'ok', { from }, { member, got: { counters, accounts: {}, groups: {} } }),
  nth: nth++,
});

/** What the judge makes of a history, and of what db-1 holds at the end. */
function judged(calls: readonly Call[], ...held: [string, number][]): DataJudgement {
  const elements = held.map(([key, value]) => ({ of: 'counter' as const, key, value }));
  return ask(counterJudge(), calls, [{ member: 'db-1', elements, end: 'complete' }]);
}
const said = (...given: Parameters<typeof judged>): string[] =>
  judged(...given).findings.map(({ judge, message }) => `${judge}: ${message}`);

const HISTORY = [increment('c', 1, 10), increment('c', 2, 20)];

describe('the counter judge', () => {
  test('wants to see increments, reads, and the counters that are held', () => {
    expect(counterJudge()).toMatchObject({
      ...{ name: 'counter', functions: ['increment', 'read'], kinds: ['counter'], keepsNothing: true },
    });
  });

  test('says what a member holds, and counts it', () => {
    const all = [...HISTORY, increment('d', 1, 10), increment('e', 1, 10), increment('f', 1, 10)];
    expect(said(all, ['c', 1], ['d', 2], ['e', 1], ['e', 1], ['x', 0], ['y', 1], ['y', 0])).toEqual([
      'counter: 1 counter on db-1 is below the acknowledged increments: c is 1, with 2 acknowledged.',
      'counter: 2 counters on db-1 are no number of increments that were made: d is 2, with 1 invoked.',
      'counter: db-1 holds 2 extra copies of counters: e is there more than once.',
      'counter: 1 counter with acknowledged increments is not on db-1: f is not there, with 1 acknowledged.',
    ]);
    const shown = (c: number, from: number): Call => read('db-0', { c, d: 1, e: 1, f: 1 }, from);
    const reads = [shown(1, 30), shown(2, 40), shown(1, 50)];
    const held = [
      ['c', 1],
      ['d', -1],
      ['d', 1],
    ] as [string, number][];
    expect(judged([...all, ...reads], ...held).data).toEqual({
      ...{ lost: 2, duplicated: 1, unexpected: 1, lostUpdates: 1, stale: 2, backwards: 1 },
    });
  });

  test('takes for unexpected what is below zero, or was never incremented', () => {
    expect(said([], ['x', 0])).toEqual([]);
    expect(said([], ['x', -1])).toEqual([expect.stringContaining(': x is -1, with 0 invoked.')]);
    expect(said([], ['x', 1])).toEqual([expect.stringContaining(': x is 1, with 0 invoked.')]);
  });

  test('judges answers, each of a member, and nothing else', () => {
    const unanswered = { ...read('db-0', {}, 30), outcome: 'fail', got: undefined } as const;
    const calls = [...HISTORY, unanswered, read(undefined, { c: 9 }, 30)];
    expect(said(calls, ['c', 2])).toEqual([]);
    expect(said([...calls, read('db-7', { c: 9 }, 30)], ['c', 2])).toEqual([
      'counter: 1 value that db-7 returned is no number of increments that could have been made by then: c was 9, with 2 invoked.',
    ]);
  });

  test('tells counters apart that reads show at one place', () => {
    const calls = [
      ...[increment('c1', 1, 10), increment('d1', 1, 10)],
      ...[increment('c2', 1, 10), increment('c2', 2, 16)],
    ];
    const reads = [
      { c1: 1, d1: 1, c2: 2 },
      { d1: 1, c1: 1, c2: 2 },
      { c2: 2, c1: 1, d1: 1 },
      { c1: 1, c2: 2, d1: 1 },
    ];
    const all = [...calls, ...reads.map((counters, i) => read('db-0', counters, 30 + 10 * i))];
    expect(said(all, ['c1', 1], ['d1', 1], ['c2', 2])).toEqual([]);
    const one = read('db-0', { c1: 1, c2: 2 }, 90);
    expect(said([...all, one], ['c1', 1], ['d1', 1], ['c2', 2])).toEqual([
      expect.stringContaining(': d1 was 0, with 1 acknowledged.'),
      expect.stringContaining(': d1 was 0, after 1.'),
    ]);
  });

  test('goes on to what is settled, and keeps what is not', () => {
    const judge = counterJudge();
    for (const one of HISTORY) judge.call(one);
    judge.settled(22);
    judge.call(read('db-0', { c: 1 }, 30));
    judge.history({ suspect: new Set() });
    expect(judge.judgement().data).toMatchObject({ stale: 1, unexpected: 0 });
  });

  test('counts of what is settled nothing that comes later', () => {
    const judge = counterJudge();
    judge.call(read('db-1', { c: 1 }, 5));
    judge.settled(20);
    judge.call({ ...increment('c', 1, 7), completedAt: 30 });
    judge.history({ suspect: new Set() });
    expect(judge.judgement().data).toMatchObject({ unexpected: 1 });
  });

  test('leaves alone what is of another kind', () => {
    const judge = counterJudge();
    judge.history({ suspect: new Set() });
    judge.member({ member: 'db-0', role: 'leader' }).element({ of: 'register', key: 'c', value: 9 });
    expect(judge.judgement().findings).toEqual([]);
  });
});
