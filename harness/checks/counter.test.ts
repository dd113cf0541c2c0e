import { describe, expect, test } from '@jest/globals';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import type { Operation } from '../model/operation.ts';
import type { ReadBack } from '../model/read-back.ts';
import { judgeCounter } from './judging.fixture.ts';
import { controlEvidence, operation, readBack, snapshot } from './evidence.fixture.ts';

type Outcome = 'ok' | 'fail' | 'info' | 'open';
let process = 100;
const increment = (type: Outcome, got: unknown, from: number, to = from + 5): Operation[] =>
  operation('increment', 'c', type, { process: process++, from, to }, { got });
const read = (member: string, c: number | undefined, from: number, to = from + 5): Operation[] =>
  snapshot(member, { counters: c === undefined ? {} : { c } }, { process: process++, from, to });

/** Three acknowledged increments, one refused, one of unknown outcome. */
const HISTORY = [
  ...increment('ok', 1, 10),
  ...increment('ok', 2, 20),
  ...increment('ok', 3, 30),
  ...increment('fail', undefined, 40),
  ...increment('info', undefined, 50),
];
const holding = (n: number, ...values: number[]): ReadBack => ({
  ...readBack(`db-${String(n)}`, []),
  elements: values.map((value) => ({ of: 'counter', key: 'c', value })),
});
function evidence(operations: Operation[], readBacks = [0, 1, 2].map((n) => holding(n, 3))): LoadedEvidence {
  return controlEvidence({ operations, readBacks });
}
const found = (given: LoadedEvidence): unknown[] =>
  judgeCounter(given).findings.map(({ kind, effect, member, count }) => [kind, effect, member, count]);

describe('the counter judge', () => {
  test('finds nothing where every acknowledged increment counts, and one of unknown outcome may', () => {
    const reads = [
      ...read('db-0', 3, 60),
      ...read('db-1', 0, 60),
      ...read('db-1', 4, 70),
      ...read('db-2', undefined, 70),
    ];
    const { findings, data } = judgeCounter(
      evidence([...HISTORY, ...reads], [holding(0, 3), holding(1, 4), holding(2, 3)]),
    );
    expect(findings).toEqual([]);
    expect(data).toEqual({ lost: 0, duplicated: 0, unexpected: 0, lostUpdates: 0, stale: 0, backwards: 0 });
  });

  test('finds a final value below the acknowledged increments, on each member', () => {
    const given = evidence(HISTORY, [holding(0, 3), holding(1, 2), holding(2, 1)]);
    expect(found(given)).toEqual([
      ['lost-update', 'fail', 'db-1', 1],
      ['lost-update', 'fail', 'db-2', 1],
    ]);
    expect(judgeCounter(given).findings[0]?.message).toBe(
      '1 counter on db-1 (follower) is below the acknowledged increments: c is 2, with 3 acknowledged.',
    );
    expect(judgeCounter(given).data.lostUpdates).toBe(1);
  });

  test('finds two acknowledged increments that came back with one value', () => {
    const operations = [...increment('ok', 1, 10, 30), ...increment('ok', 1, 12, 30)];
    expect(
      found(
        evidence(
          operations,
          [0, 1, 2].map((n) => holding(n, 2)),
        ),
      ),
    ).toEqual([['lost-update', 'fail', undefined, 1]]);
  });

  test('finds a final value that nobody counted to', () => {
    expect(found(evidence(HISTORY, [holding(0, 3), holding(1, 5), holding(2, -1)]))).toEqual([
      ['unexpected', 'fail', 'db-1', 1],
      ['unexpected', 'fail', 'db-2', 1],
    ]);
    const other: ReadBack = {
      ...holding(1, 3),
      elements: [...holding(1, 3).elements, { of: 'counter', key: 'x', value: 1 }],
    };
    expect(found(evidence(HISTORY, [holding(0, 3), other, holding(2, 3)]))).toEqual([
      ['unexpected', 'fail', 'db-1', 1],
    ]);
  });

  test('finds a read above what had been invoked by its end, or that counts what certainly did not happen', () => {
    const early = [...increment('ok', 1, 10), ...read('db-1', 2, 16, 19), ...increment('ok', 2, 20)];
    expect(
      found(
        evidence(
          early,
          [0, 1, 2].map((n) => holding(n, 2)),
        ),
      ),
    ).toEqual([['unexpected', 'fail', 'db-1', 1]]);
    const overlapping = [...increment('ok', 1, 10), ...read('db-1', 2, 16, 20), ...increment('ok', 2, 20)];
    expect(
      found(
        evidence(
          overlapping,
          [0, 1, 2].map((n) => holding(n, 2)),
        ),
      ),
    ).toEqual([]);
    expect(found(evidence([...HISTORY, ...read('db-1', -1, 70)]))).toEqual([
      ['unexpected', 'fail', 'db-1', 1],
    ]);
    expect(found(evidence([...HISTORY, ...read('db-1', 5, 70)]))).toEqual([
      ['unexpected', 'fail', 'db-1', 1],
    ]);
  });

  test('finds an increment that came back with more than was invoked', () => {
    const operations = [...increment('ok', 1, 10), ...increment('ok', 3, 20)];
    expect(
      found(
        evidence(
          operations,
          [0, 1, 2].map((n) => holding(n, 2)),
        ),
      ),
    ).toEqual([['unexpected', 'fail', undefined, 1]]);
  });

  test('holds the leader to every increment acknowledged before the read, and followers not', () => {
    const operations = [...HISTORY, ...read('db-0', 2, 60), ...read('db-1', 2, 60)];
    expect(found(evidence(operations))).toEqual([['stale', 'fail', 'db-0', 1]]);
    expect(judgeCounter(evidence(operations)).data.stale).toBe(1);
    expect(found(evidence([...HISTORY, ...read('db-0', undefined, 60)]))).toEqual([
      ['stale', 'fail', 'db-0', 1],
    ]);
    // Invoked at the very time of the acknowledgement, or before it: 2 is right.
    expect(found(evidence([...HISTORY, ...read('db-0', 2, 35, 90), ...read('db-0', 2, 31, 90)]))).toEqual([]);
  });

  test('holds a member whose role changed or is not known to what a follower is held to', () => {
    const operations = [...HISTORY, ...read('db-0', 2, 60)];
    const given = evidence(operations);
    const demoted = holding(0, 3);
    demoted.header.role = 'follower';
    expect(found({ ...given, readBacks: [demoted, ...given.readBacks.slice(1)] })).toEqual([]);
    expect(found({ ...given, before: undefined } as unknown as LoadedEvidence)).toEqual([]);
  });

  test('finds an increment that came back without what had been acknowledged before it', () => {
    const operations = [...increment('ok', 1, 10), ...increment('ok', 2, 20), ...increment('ok', 2, 30)];
    expect(
      found(
        evidence(
          operations,
          [0, 1, 2].map((n) => holding(n, 3)),
        ),
      ),
    ).toEqual([
      ['lost-update', 'fail', undefined, 1],
      ['stale', 'fail', undefined, 1],
    ]);
  });

  test('finds a member that went back behind what it had shown, each member by itself', () => {
    const operations = [...HISTORY, ...read('db-1', 3, 60), ...read('db-2', 1, 70), ...read('db-1', 2, 70)];
    expect(found(evidence(operations))).toEqual([['backwards', 'fail', 'db-1', 1]]);
    expect(judgeCounter(evidence(operations)).findings[0]?.message).toMatch(/: c was 2, after 3\.$/);
    expect(found(evidence([...HISTORY, ...read('db-1', 3, 60), ...read('db-1', undefined, 70)]))).toEqual([
      ['backwards', 'fail', 'db-1', 1],
    ]);
    // Concurrent reads are in no order.
    expect(found(evidence([...HISTORY, ...read('db-1', 3, 60, 70), ...read('db-1', 2, 69, 80)]))).toEqual([]);
  });

  test('finds a counter that is not there, in a read-back that would tell', () => {
    expect(found(evidence(HISTORY, [holding(0, 3), holding(1), holding(2, 3)]))).toEqual([
      ['lost', 'fail', 'db-1', 1],
    ]);
    const gone = { ...holding(1), footer: { end: 'dataset-gone' as const, elements: 0 } };
    expect(found(evidence(HISTORY, [gone]))).toEqual([['lost', 'fail', 'db-1', 1]]);
    expect(found(evidence(HISTORY, [{ ...holding(1), footer: undefined }]))).toEqual([]);
    expect(found(evidence(increment('info', undefined, 10), [holding(0), holding(1, 1)]))).toEqual([]);
  });

  test('finds a counter that is there twice', () => {
    expect(found(evidence(HISTORY, [holding(0, 3, 3)]))).toEqual([['duplicated', 'fail', 'db-0', 1]]);
  });

  test('does not know what a value says that cannot be read, and takes its increment for one of unknown outcome', () => {
    const operations = [...HISTORY, ...increment('ok', 'four', 60)];
    for (const value of [3, 5]) {
      const given = evidence(
        operations,
        [0, 1, 2].map((n) => holding(n, value)),
      );
      expect(found(given)).toEqual([['malformed-value', 'unknown', undefined, 1]]);
    }
  });

  test('judges no counter of which the history contradicts itself', () => {
    const broken: Operation = { process: 7, type: 'ok', f: 'increment', key: 'c', time: 70 };
    expect(
      found(evidence([...HISTORY, broken, ...read('db-0', 99, 80)], [holding(0, 99), holding(1)])),
    ).toEqual([]);
  });

  test('finds nothing against anybody without a history', () => {
    const none: LoadedEvidence = { ...evidence([]), operations: undefined };
    expect(found(none)).toEqual([]);
  });

  test('goes through a long history of an honest stack', () => {
    const operations: Operation[] = [];
    for (let i = 0; i < 9_000; i++) {
      const key = `c${String(i % 20)}`;
      operations.push(
        ...operation('increment', key, 'ok', { from: i * 10 }, { got: Math.floor(i / 20) + 1 }),
      );
      if (i % 3 === 0) {
        const counters = Object.fromEntries(
          Array.from({ length: 20 }, (_, n) => [`c${String(n)}`, Math.floor((i - n) / 20) + 1]),
        );
        operations.push(...snapshot('db-0', { counters }, { from: i * 10 + 6, to: i * 10 + 8 }));
      }
    }
    expect(found(evidence(operations, []))).toEqual([]);
  });
});
