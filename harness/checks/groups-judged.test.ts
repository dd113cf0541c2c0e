import { describe, expect, test } from '@jest/globals';
import { ask, call, lines } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import type { DataJudgement } from './data-judge.ts';
import { controlEvidence, element } from './evidence.fixture.ts';
import { GroupsJudge } from './groups.ts';
import { Snapshots } from './snapshots.ts';

type Rows = Record<string, number>;

const groupsJudge = (): GroupsJudge =>
  new GroupsJudge(controlEvidence({ operations: [], readBacks: [] }), new Snapshots());

let nth = 0;
/** An acknowledged write of a group of three rows. */
const add = (key: string, from: number, changes: Partial<Call> = {}): Call => ({
  ...call('add-group', key, 'ok', { from }, { sent: { rows: 3 } }),
  ...{ nth: nth++, ...changes },
});
const read = (member: string | undefined, groups: Rows, from: number, to = from + 5): Call => ({
  ...call(
    'read',
    `r${String(nth)}`,
    'ok',
    { from, to },
    { member, got: { counters: {}, accounts: {}, groups } },
  ),
  nth: nth++,
});

/** What the judge says of a history, and of what db-1 holds at the end. */
function judged(calls: readonly Call[], held?: [string, number][], suspect: string[] = []): DataJudgement {
  const elements = held?.map(([key, rows]) => ({ of: 'group' as const, key, rows }));
  const members = elements === undefined ? [] : [{ member: 'db-1', elements, end: 'complete' as const }];
  return ask(groupsJudge(), calls, members, { suspect });
}
const found = (...given: Parameters<typeof judged>): string[] => lines(judged(...given).findings);
const said = (...given: Parameters<typeof judged>): string[] =>
  judged(...given).findings.map(({ judge, message }) => `${judge}: ${message}`);

describe('the groups judge', () => {
  test('wants to see writes of groups, reads, and the groups that are held', () => {
    expect(groupsJudge()).toMatchObject({
      ...{ name: 'groups', functions: ['add-group', 'read'], kinds: ['group'], keepsNothing: true },
    });
  });

  test('says what it saw of a group', () => {
    const history = [add('g', 10), add('h', 20, { outcome: 'info' })];
    const reads = [
      ...[read('db-0', { g: 0 }, 30), read('db-1', { g: 3, x: 2 }, 40), read('db-1', { g: 0 }, 50)],
      read('db-7', { h: 1 }, 60),
    ];
    expect(
      said(
        [...history, ...reads],
        [
          ['h', 3],
          ['h', 3],
          ['h', 3],
        ],
      ),
    ).toEqual([
      'groups: db-0 (leader) did not show groups that had been acknowledged before the read, 1 time: g was not there.',
      'groups: db-1 (follower) showed groups that nobody had written, or whose write was certainly not applied, 1 time: x has 2 rows.',
      'groups: db-1 (follower) did not show groups that it had shown before, 1 time: g was gone again.',
      'groups: db-7 did not show all rows of one transaction together, 1 time: h has 1 of 3 rows.',
      'groups: db-1 holds 3 groups whose outcome was unknown to the client: h is there.',
      'groups: db-1 holds 2 extra copies of groups: h is there more than once.',
      'groups: 1 acknowledged group is not on db-1: g is not there.',
    ]);
    expect(
      judged(
        [...history, ...reads],
        [
          ['h', 3],
          ['h', 3],
          ['z', 3],
        ],
      ).data,
    ).toEqual({
      ...{ lost: 1, recovered: 1, unexpected: 2, duplicated: 1, fractured: 1, stale: 1, backwards: 1 },
    });
  });

  test('judges answers, each of a member, and nothing else', () => {
    const unanswered = { outcome: 'fail', got: undefined } as const;
    const calls = [{ ...read('db-0', { x: 1 }, 10), ...unanswered }, read(undefined, { x: 1 }, 20)];
    expect(found(calls)).toEqual([]);
    expect(found([...calls, read('db-0', { x: 1 }, 30)])).toEqual(['fail unexpected db-0: x']);
  });

  test('says nothing of a read of which the history contradicts itself', () => {
    const one = read('db-0', { x: 1 }, 10);
    expect(found([one], undefined, [one.key])).toEqual([]);
    expect(found([one])).toHaveLength(1);
  });

  test('does not miss a group that nobody has written, nor one without rows', () => {
    expect(found([read('db-0', { x: 0 }, 30)])).toEqual([]);
    expect(found([add('g', 10, { sent: { rows: 0 } })], [])).toEqual([]);
  });

  test('names lost groups in the order in which they were written', () => {
    const [first, second] = [add('g', 10, { completedAt: 50 }), add('h', 20)];
    expect(found([first, second], [])).toEqual(['fail lost db-1: g, h']);
  });

  test('does not report one that was acknowledged in a loss window as recovered', () => {
    const waived = { outcome: 'info', waived: true } as const;
    expect(found([add('g', 10, waived)], [['g', 3]])).toEqual([]);
    expect(found([add('g', 10, { outcome: 'info' })], [['g', 3]])).toEqual(['note recovered db-1: g']);
    expect(found([add('g', 10, { outcome: 'info' })], [['g', 2]])).toEqual(['fail fractured db-1: g']);
    expect(found([], [['g', 3]])).toEqual(['fail unexpected db-1: g']);
  });

  test('holds a member to the first answer that showed a group whole', () => {
    const history = [add('g', 10, { outcome: 'info' })];
    const first = read('db-1', { g: 3 }, 40);
    const again = read('db-1', { g: 3 }, 60);
    const backwards = ['fail backwards db-1: g'];
    expect(found([...history, first, read('db-1', { g: 0 }, 46)])).toEqual(backwards);
    expect(found([...history, first, read('db-1', { g: 0 }, 45)])).toEqual([]);
    expect(found([...history, first, again, read('db-1', { g: 0 }, 50, 70)])).toEqual(backwards);
    const part = read('db-1', { g: 1 }, 40);
    expect(found([...history, part, read('db-1', { g: 0 }, 50)])).toEqual(['fail fractured db-1: g']);
  });

  test('lets a group be seen from the moment on at which it was sent', () => {
    const sent = add('g', 30);
    expect(found([read('db-1', { g: 3 }, 20, 30), sent])).toEqual([]);
    expect(found([read('db-1', { g: 3 }, 20, 29), sent])).toEqual(['fail unexpected db-1: g']);
  });

  test('says of which groups it knows nothing', () => {
    expect(said([add('g', 10, { sent: 7 })])).toEqual([
      'groups: The history holds 1 value that cannot be read; the operations concerned are not judged. ' +
        'What the write of the group g sent has another shape than its function says: Invalid input: expected object, received number.',
    ]);
    const twice = [add('g', 10), add('g', 20)];
    expect(said(twice)).toEqual([
      'groups: 1 group was written under a key already used; they are not judged.',
    ]);
    expect(said([...twice, add('h', 10), add('h', 20)])).toEqual([
      'groups: 2 groups were written under a key already used; they are not judged.',
    ]);
  });

  test('leaves alone what is of another kind', () => {
    const judge = groupsJudge();
    judge.history({ suspect: new Set() });
    judge.member({ member: 'db-0', role: 'leader' }).element(element('a'));
    expect(judge.judgement().findings).toEqual([]);
  });
});
