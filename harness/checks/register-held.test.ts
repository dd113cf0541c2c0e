import { describe, expect, test } from '@jest/globals';
import type { Element, ReadBack } from '../model/read-back.ts';
import { ask, call, lines } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import type { DataJudgement } from './data-judge.ts';
import { controlEvidence, readBack } from './evidence.fixture.ts';
import { RegisterLedger } from './register-ledger.ts';
import { RegisterMember } from './register-member.ts';
import { RegisterJudge } from './register.ts';
import type { TrialLimits } from './register-trial.ts';

const write = (sent: number, from: number, outcome: Call['outcome'] = 'ok', key = 'r1'): Call =>
  call('write', key, outcome, { from }, { sent });
const register = (value: number | null, key = 'r1'): Element => ({ of: 'register', key, value });

/** What is found where each member holds one value of one register; `behind` did not reach its position. */
function found(
  calls: Call[],
  values: (number | null)[],
  { behind = [], limits }: { behind?: number[]; limits?: TrialLimits } = {},
): DataJudgement {
  const readBacks = values.map((_, n): ReadBack => {
    const one = readBack(`db-${String(n)}`, []);
    const barrier = { ...one.header.barrier, reached: !behind.includes(n) };
    return { ...one, header: { ...one.header, barrier } };
  });
  const judge = new RegisterJudge(controlEvidence({ operations: [], readBacks }), limits);
  for (const one of calls) judge.call(one);
  judge.history({ suspect: new Set() });
  values.forEach((value, n) => {
    const sink = judge.member({ member: `db-${String(n)}`, role: n === 0 ? 'leader' : 'follower' });
    sink.element(register(value));
    sink.end({ end: 'complete', elements: 1 });
  });
  return judge.judgement();
}

describe('a member that holds something else than the leader', () => {
  const either = [write(1, 10), write(2, 20, 'info')];
  const kinds = (values: number[], behind: number[]): string[] =>
    lines(found(either, values, { behind }).findings);

  test('has diverged, where it and the leader had come to their positions', () => {
    expect(kinds([1, 2, 1], [])).toEqual(['fail diverged db-1: r1']);
    expect(kinds([1, 2, 1], [1])).toEqual([]);
    expect(kinds([1, 2, 2], [1])).toEqual(['fail diverged db-2: r1']);
    expect(kinds([1, 2, 2], [0])).toEqual([]);
    expect(kinds([1, 2, 2], [2])).toEqual(['fail diverged db-1: r1']);
  });
});

describe('a member whose read-back was cut off', () => {
  test('may hold what it does not tell', () => {
    const readBacks = ['db-0', 'db-1'].map((member) => readBack(member, []));
    const judge = new RegisterJudge(controlEvidence({ operations: [], readBacks }));
    judge.call(write(1, 10));
    judge.history({ suspect: new Set() });
    const leader = judge.member({ member: 'db-0', role: 'leader' });
    leader.element(register(1));
    leader.end({ end: 'complete', elements: 1 });
    judge.member({ member: 'db-1', role: 'follower' }).end(undefined);
    expect(judge.judgement().findings).toEqual([]);
  });
});

describe('what is counted of registers', () => {
  const judge = 'register';

  test('is each register once for each anomaly', () => {
    const lost = found([write(1, 10), write(2, 20)], [1, 1, 1]);
    expect(lost.data).toEqual({ lost: 1, duplicated: 0, unexpected: 0, nonLinearizable: 0 });
    expect(lost.findings).toMatchObject([{ judge }, { judge }, { judge }]);
    expect(found([write(1, 10)], [7, 7]).data).toMatchObject({ lost: 0, unexpected: 1 });
  });

  test('is what its answers show, and copies', () => {
    const evidence = controlEvidence({ operations: [], readBacks: [readBack('db-0', [])] });
    const stale = call('read-register', 'r1', 'ok', { from: 30 }, { got: 1 });
    const elements = [register(2), register(2), register(2)];
    const { data } = ask(
      new RegisterJudge(evidence),
      [write(1, 10), write(2, 20), stale],
      [{ member: 'db-0', elements, end: 'complete' }],
    );
    expect(data).toEqual({ lost: 0, duplicated: 1, unexpected: 0, nonLinearizable: 1 });
  });
});

describe('a search that comes to its bound', () => {
  /** Whether it was decided with so many steps for all searches together; what was found is all or nothing. */
  const decided = (calls: Call[], values: number[], lost: string): boolean[] =>
    Array.from({ length: 30 }, (_, i) => {
      const limits = { stepsInAll: i, steps: 1000, configurations: 1000 };
      const all = lines(found(calls, values, { limits }).findings);
      expect([['unknown not-decided: r1'], [lost]]).toContainEqual(all);
      return all.includes(lost);
    });

  test('says nothing of what the leader holds, or another member', () => {
    const calls = [write(1, 10), write(2, 20), write(3, 30)];
    for (const [values, lost] of [
      [[1], 'fail lost db-0: r1'],
      [[3, 1], 'fail lost db-1: r1'],
    ] as const) {
      const all = decided(calls, [...values], lost);
      const first = all.indexOf(true);
      expect(first).toBeGreaterThan(4);
      expect(all.slice(first)).not.toContain(false);
    }
  });
});

describe('the registers of a member', () => {
  const ledger = new RegisterLedger();
  ledger.call(write(1, 10));
  ledger.end(new Set());
  const place = { member: 'db-0', role: 'leader' } as const;

  test('are known once they came, and not there once it is over', () => {
    const member = new RegisterMember(place, true, ledger);
    expect(member.valueOf(0)).toBeUndefined();
    member.end(undefined);
    expect(member.valueOf(0)).toBeUndefined();
    member.end({ end: 'complete', elements: 0 });
    expect(member.valueOf(0)).toBe(2 ** 30); // the code of nothing
    member.element(register(5));
    expect(member.valueOf(0)).toBe(5);
  });

  test('are nothing else that it holds', () => {
    const member = new RegisterMember(place, true, ledger);
    member.element({ of: 'counter', key: 'r1', value: 7 });
    member.element({ of: 'counter', key: 'x', value: 7 });
    expect([member.valueOf(0), member.strangers, member.repeated]).toEqual([undefined, [], []]);
    for (const one of [register(5), register(5), register(null, 'y'), register(6, 'x')]) member.element(one);
    expect([member.strangers, member.repeated]).toEqual([[{ key: 'x', code: 6 }], ['r1']]);
  });

  test('are judged without a header of its read-back, too', () => {
    const judge = new RegisterJudge(controlEvidence({ operations: [], readBacks: [] }));
    judge.history({ suspect: new Set() });
    expect(() => judge.member(place)).not.toThrow();
  });
});
