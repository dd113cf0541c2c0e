import { describe, expect, test } from '@jest/globals';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import type { Operation } from '../model/operation.ts';
import type { ReadBack } from '../model/read-back.ts';
import { controlEvidence, operation, readBack, snapshot } from './evidence.fixture.ts';
import { judgeGroups } from './judging.fixture.ts';

type Outcome = 'ok' | 'fail' | 'info' | 'open';
type Rows = Record<string, number>;
let process = 100;
const add = (key: string, type: Outcome, from: number, to = from + 5): Operation[] =>
  operation('add-group', key, type, { process: process++, from, to }, { sent: { rows: 3 } });
const read = (member: string, groups: Rows, from: number, to = from + 5): Operation[] =>
  snapshot(member, { groups }, { process: process++, from, to });
const holding = (n: number, groups: Rows): ReadBack => ({
  ...readBack(`db-${String(n)}`, []),
  elements: Object.entries(groups).map(([key, rows]) => ({ of: 'group', key, rows })),
});

const HISTORY = [...add('g', 'ok', 10), ...add('no', 'fail', 20), ...add('maybe', 'info', 30)];
const WHOLE = { g: 3 };
function evidence(operations: Operation[], held: Rows[] = [WHOLE, WHOLE, WHOLE]): LoadedEvidence {
  return controlEvidence({ operations, readBacks: held.map((groups, n) => holding(n, groups)) });
}
const found = (given: LoadedEvidence): unknown[] =>
  judgeGroups(given).findings.map(({ kind, effect, member, examples }) => [kind, effect, member, examples]);

describe('the groups judge', () => {
  test('finds nothing where groups are seen whole or not at all', () => {
    const reads = [...read('db-0', { g: 3, no: 0, maybe: 0 }, 40), ...read('db-1', { g: 0, maybe: 3 }, 40)];
    const { findings, data } = judgeGroups(evidence([...HISTORY, ...reads]));
    expect(findings).toEqual([]);
    expect(data).toEqual({
      ...{ lost: 0, recovered: 0, unexpected: 0, duplicated: 0, fractured: 0, stale: 0, backwards: 0 },
    });
  });

  test('finds a part of a group, or more than it, in reads and at the end', () => {
    const given = evidence([...HISTORY, ...read('db-1', { g: 2, maybe: 1 }, 40)], [WHOLE, WHOLE, { g: 4 }]);
    expect(found(given)).toEqual([
      ['fractured', 'fail', 'db-1', ['g', 'maybe']],
      ['fractured', 'fail', 'db-2', ['g']],
    ]);
    expect(judgeGroups(given).findings[0]?.message).toBe(
      'db-1 (follower) did not show all rows of one transaction together, 2 times: g has 2 of 3 rows.',
    );
    expect(judgeGroups(given).data.fractured).toBe(2);
    expect(found(evidence([...HISTORY, ...read('db-0', { g: 1 }, 11, 14)]))).toHaveLength(1);
  });

  test('finds an acknowledged group that is not there, in a read-back that would tell', () => {
    expect(found(evidence(HISTORY, [WHOLE, {}, { g: 0 }]))).toEqual([
      ['lost', 'fail', 'db-1', ['g']],
      ['lost', 'fail', 'db-2', ['g']],
    ]);
    expect(judgeGroups(evidence(HISTORY, [WHOLE, {}, {}])).data.lost).toBe(1);
    const torn = { ...holding(1, {}), footer: undefined };
    expect(found({ ...evidence(HISTORY), readBacks: [torn] })).toEqual([]);
    const gone = { ...holding(1, {}), footer: { end: 'dataset-gone' as const, elements: 0 } };
    expect(found({ ...evidence(HISTORY), readBacks: [gone] })).toEqual([['lost', 'fail', 'db-1', ['g']]]);
  });

  test('reports what was recovered and holds it against nobody', () => {
    expect(found(evidence(HISTORY, [WHOLE, { g: 3, maybe: 3 }, WHOLE]))).toEqual([
      ['recovered', 'note', 'db-1', ['maybe']],
    ]);
  });

  test('finds what nobody wrote, what was certainly not applied, and what was written later', () => {
    const operations = [
      ...HISTORY,
      ...read('db-1', { no: 3, ghost: 1, late: 3 }, 40),
      ...add('late', 'ok', 60),
    ];
    expect(
      found(
        evidence(
          operations,
          [1, 2, 3].map(() => ({ g: 3, late: 3 })),
        ),
      ),
    ).toEqual([['unexpected', 'fail', 'db-1', ['no', 'ghost', 'late']]]);
    expect(found(evidence(HISTORY, [WHOLE, { g: 3, no: 1 }, WHOLE]))).toEqual([
      ['unexpected', 'fail', 'db-1', ['no']],
    ]);
  });

  test('holds the leader to every group acknowledged before the read, where the read looked for it', () => {
    const given = evidence([...HISTORY, ...read('db-0', { g: 0 }, 40), ...read('db-1', { g: 0 }, 40)]);
    expect(found(given)).toEqual([['stale', 'fail', 'db-0', ['g']]]);
    expect(judgeGroups(given).data.stale).toBe(1);
    expect(found(evidence([...HISTORY, ...read('db-0', {}, 40), ...read('db-0', { g: 0 }, 15)]))).toEqual([]);
  });

  test('finds a member that no longer shows what it had shown, each member by itself', () => {
    const shown = [...HISTORY, ...read('db-1', { maybe: 3 }, 40)];
    expect(found(evidence([...shown, ...read('db-2', { maybe: 0 }, 50)]))).toEqual([]);
    expect(found(evidence([...shown, ...read('db-1', { maybe: 0 }, 44, 60)]))).toEqual([]);
    expect(found(evidence([...shown, ...read('db-1', { maybe: 0 }, 50)]))).toEqual([
      ['backwards', 'fail', 'db-1', ['maybe']],
    ]);
  });

  test('finds a group that is there under two heads', () => {
    const twice = holding(0, WHOLE);
    twice.elements.push({ of: 'group', key: 'g', rows: 3 });
    expect(found({ ...evidence(HISTORY), readBacks: [twice] })).toEqual([
      ['duplicated', 'fail', 'db-0', ['g']],
    ]);
  });

  test('does not know of a group whose size cannot be read, or that was written twice, and judges neither', () => {
    const operations = [
      ...HISTORY,
      ...add('g', 'ok', 50),
      ...operation('add-group', 'x', 'ok', { from: 60 }, { sent: { rows: 'all' } }),
      ...read('db-0', { g: 0, x: 2 }, 70),
    ];
    const kinds = judgeGroups(evidence(operations, [{ g: 1 }, {}, { x: 1 }])).findings;
    expect(kinds.map(({ kind, effect, examples }) => [kind, effect, examples.length])).toEqual([
      ['malformed-value', 'unknown', 1],
      ['malformed-history', 'unknown', 1],
    ]);
  });

  test('finds nothing against anybody without a history', () => {
    expect(found({ ...evidence([]), operations: undefined })).toEqual([]);
  });
});
