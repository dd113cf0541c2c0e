import { describe, expect, test } from '@jest/globals';
import type { FaultRecord } from '../model/fault-record.ts';
import type { PodSighting } from '../model/incarnation.ts';
import type { Finding } from '../model/verdict.ts';
import type { Call } from './calls.ts';
import { fault } from './evidence.fixture.ts';
import { ReadinessJudge } from './readiness.ts';

/** What a watch saw: a pod that is made at 1 s and called ready at 10 s. */
const READY_AT = 10_000;

const sighting = (time: number, changes: Partial<PodSighting> = {}): PodSighting => ({
  ...{ time, type: 'MODIFIED', pod: 'db-1', uid: 'first', ordinal: 1, phase: 'Running' },
  ...{ ready: true, terminating: false, node: 'worker-1', revision: 'r', containerId: 'c' },
  ...changes,
});
const PODS = [sighting(1_000, { type: 'ADDED', ready: false }), sighting(READY_AT)];

/** Reads of a member, one each half second from `from` on to `to`, each answered after 20 ms. */
function reads(from: number, to: number, outcome: Call['outcome'], changes: Partial<Call> = {}): Call[] {
  return Array.from({ length: Math.ceil((to - from) / 500) }, (_, i) => ({
    ...{
      nth: i,
      process: 9,
      f: 'read',
      key: `r${String(i)}`,
      member: 'db-1',
      sent: undefined,
      got: undefined,
    },
    ...{ invokedAt: from + i * 500, completedAt: from + i * 500 + 20, outcome, waived: false },
    error: outcome === 'ok' ? undefined : 'connection refused',
    ...changes,
  }));
}

/** Spread over many seconds: only that they are few keeps them from being evidence. */
const late = (call: Call, i: number): Call => ({
  ...call,
  invokedAt: call.invokedAt + i * 3_000,
  completedAt: (call.completedAt ?? 0) + i * 3_000,
});

interface Scene {
  pods?: PodSighting[];
  faults?: FaultRecord[];
  gone?: string;
  /** Whether it had answered before its pod was made anew; by default it had. */
  reached?: boolean;
}

function judge(
  calls: readonly Call[],
  { pods = PODS, faults = [], gone, reached = true }: Scene = {},
): Finding[] {
  const judging = new ReadinessJudge({ pods, faults });
  const before = reached ? reads(500, 600, 'ok') : [];
  const completed = [...before, ...calls].toSorted(
    (a, b) => (a.completedAt ?? Infinity) - (b.completedAt ?? Infinity),
  );
  for (const call of completed.filter(({ f }) => judging.functions.some((one) => one === f))) {
    judging.call(call);
  }
  judging.history();
  const sink = judging.member({ member: gone ?? 'db-1', role: 'follower' });
  sink.end({ end: gone === undefined ? 'complete' : 'dataset-gone', elements: 0 });
  return judging.judgement().findings;
}

describe('a member that is called ready', () => {
  test('and refuses every read for more than five seconds has been called so too early', () => {
    const late = [...reads(11_000, 17_000, 'fail'), ...reads(17_000, 20_000, 'ok')];
    expect(judge(late)).toEqual([
      {
        ...{ judge: 'readiness', kind: 'ready-but-refusing', effect: 'fail', member: 'db-1', count: 12 },
        message:
          'db-1 was called ready and refused every read, 12 reads in all: the pod first was ready at 10 s, ' +
          'and answered nothing for 5.52 s, with connection refused in the end.',
        examples: [expect.stringContaining('the pod first')],
      },
    ]);
  });

  test('is asked by reads, and nothing that it holds', () => {
    const judging = new ReadinessJudge({ faults: [] });
    expect(judging).toMatchObject({ name: 'readiness', kinds: [], keepsNothing: true });
    expect(judging.functions).not.toContain('add');
    expect(judging.judgement()).toEqual({ findings: [], data: {} });
  });

  test('is judged where its read-back was cut off, too', () => {
    const judging = new ReadinessJudge({ pods: PODS, faults: [] });
    for (const call of [...reads(500, 600, 'ok'), ...reads(11_000, 60_000, 'fail')]) judging.call(call);
    judging.member({ member: 'db-1', role: 'follower' }).end(undefined);
    expect(judging.judgement().findings).toHaveLength(1);
  });

  test('says with what it was refused, if anything was said', () => {
    const [finding] = judge(reads(11_000, 20_000, 'fail', { error: undefined }));
    expect(finding?.message).toMatch(/, with nothing in the end\.$/);
  });

  /** So many refusals, the first at 11 s and the last to its end at another time. */
  const refusals = (count: number, last: number): Call[] =>
    reads(11_000, 11_000 + 500 * count, 'fail').map((call, i) =>
      i === count - 1 ? { ...call, invokedAt: last - 1, completedAt: last } : call,
    );

  test('needs five refusals, over more than five seconds', () => {
    expect(judge(refusals(5, 16_001))).toMatchObject([{ count: 5 }]);
    expect(judge(refusals(4, 16_001))).toEqual([]);
    expect(judge(refusals(5, 16_000))).toEqual([]);
  });

  test('is asked by what lies between its beginning and its end, and apart from a fault', () => {
    const ready = [...PODS, sighting(30_000, { ready: false })];
    const counted = (call: Partial<Call>, faults: FaultRecord[] = []): boolean => {
      const more = { ...reads(11_000, 11_100, 'fail')[0], ...call } as Call;
      const all = judge([...refusals(5, 16_001), more], { pods: ready, faults });
      return all[0]?.count === 6;
    };
    expect(counted({ invokedAt: READY_AT, completedAt: 10_005 })).toBe(false);
    expect(counted({ invokedAt: READY_AT + 1, completedAt: 10_005 })).toBe(true);
    expect(counted({ invokedAt: 29_000, completedAt: 30_000 })).toBe(false);
    expect(counted({ invokedAt: 29_000, completedAt: 29_999 })).toBe(true);
    const faults = [fault({ injectedAt: 20_000, effectAt: 21_000 })];
    expect(counted({ invokedAt: 19_000, completedAt: 20_000 }, faults)).toBe(false);
    expect(counted({ invokedAt: 19_000, completedAt: 19_999 }, faults)).toBe(true);
    expect(counted({ invokedAt: 21_000, completedAt: 22_000 }, faults)).toBe(false);
    expect(counted({ invokedAt: 21_001, completedAt: 22_000 }, faults)).toBe(true);
  });

  test('also where it never answers', () => {
    expect(judge(reads(11_000, 60_000, 'fail'))).toMatchObject([{ count: 98 }]);
  });

  test('again, after it was not, is asked again', () => {
    const pods = [...PODS, sighting(30_000, { ready: false }), sighting(40_000)];
    const calls = [...reads(11_000, 30_000, 'ok'), ...reads(41_000, 48_000, 'fail')];
    expect(judge(calls, { pods })).toMatchObject([{ count: 14 }]);
  });

  test('twice, and silent each time, is told of once', () => {
    const pods = [...PODS, sighting(30_000, { ready: false }), sighting(40_000)];
    const calls = [...reads(11_000, 17_000, 'fail'), ...reads(41_000, 48_000, 'fail')];
    const [finding, ...others] = judge(calls, { pods });
    expect(finding).toMatchObject({ count: 26, examples: [expect.any(String), expect.any(String)] });
    expect(others).toEqual([]);
  });

  test.each<[string, Call[], Scene?]>([
    ['answers', reads(11_000, 20_000, 'ok')],
    ['answers after five seconds', [...reads(11_000, 16_000, 'fail'), ...reads(16_000, 20_000, 'ok')]],
    ['answers once and never again', [...reads(11_000, 11_500, 'ok'), ...reads(11_500, 60_000, 'fail')]],
    ['was asked four times', reads(11_000, 13_000, 'fail').map(late)],
    ['was asked only long after', [...reads(40_000, 44_000, 'fail'), ...reads(44_000, 50_000, 'ok')]],
    ['was asked before it was', reads(2_000, 9_900, 'fail')],
    ['was never reached before', reads(11_000, 20_000, 'fail'), { reached: false }],
    ['was asked by nobody', []],
    ['whose reads did not end', reads(11_000, 20_000, 'open', { completedAt: undefined })],
    ['is not who was asked', reads(11_000, 20_000, 'fail', { member: 'db-2' })],
    ['was asked by nobody in particular', reads(11_000, 20_000, 'fail', { member: undefined })],
    ['refused writes', reads(11_000, 20_000, 'fail', { f: 'add' })],
    ['was so when it was first seen', reads(11_000, 20_000, 'fail'), { pods: [sighting(10_000)] }],
    ['has lost its data set', reads(11_000, 20_000, 'fail'), { gone: 'db-1' }],
    ['was not watched', reads(11_000, 20_000, 'fail'), { pods: [] }],
    [
      'is not ready any more by then',
      reads(11_000, 20_000, 'fail'),
      { pods: [...PODS, sighting(10_500, { ready: false })] },
    ],
    [
      'is kept from answering by a fault in force',
      reads(11_000, 20_000, 'fail'),
      { faults: [fault({ injectedAt: 10_500, effectAt: 10_600, healedAt: 19_000 })] },
    ],
  ])('and %s is not judged', (_, calls, scene = {}) => {
    expect(judge(calls, scene)).toEqual([]);
  });

  test('and refuses before and after a fault has refused all the same', () => {
    const faults = [fault({ injectedAt: 13_000, effectAt: 14_000 })];
    expect(judge(reads(11_000, 20_000, 'fail'), { faults })).toMatchObject([{ count: 15 }]);
  });
});
