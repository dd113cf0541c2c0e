import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../model/operation.ts';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import type { SnapshotValue } from '../model/functions.ts';
import type { Finding } from '../model/verdict.ts';
import type { Place } from './anomalies.ts';
import { joinCalls } from './calls.ts';
import { controlEvidence, member, operation, readBack } from './evidence.fixture.ts';
import { judgedBy } from './judging.fixture.ts';
import { ReadsJudge, steadyRoles } from './reads.ts';
import { Snapshots } from './snapshots.ts';

const reported = (operations: Operation[]): Finding[] =>
  judgedBy(new ReadsJudge(new Snapshots()), controlEvidence({ operations })).findings;

/** What is shown of each read, by its key; undefined of one that says nothing. */
function shown(operations: Operation[]): Record<string, SnapshotValue | undefined> {
  const snapshots = new Snapshots();
  const reads = joinCalls(operations).calls.map((call) => {
    const view = snapshots.of(call);
    if (view === undefined) return [call.key, undefined] as const;
    const [counters, accounts, groups] = [view.counters, view.accounts, view.groups].map((entries) =>
      Object.fromEntries(entries.toMap()),
    );
    return [call.key, { counters, accounts, groups }] as const;
  });
  return Object.fromEntries(reads) as Record<string, SnapshotValue | undefined>;
}

describe('the reads of a history', () => {
  test('are those that were answered', () => {
    const nothing = { counters: {}, accounts: {}, groups: {} };
    const got = (key: string, value: unknown, type: 'ok' | 'fail' | 'open' = 'ok'): Operation[] =>
      operation('read', key, type, { process: Number(key), from: 1 }, { member: 'db-0', got: value });
    const values = { counters: { c: 1, c17: 2, '': -3 }, accounts: { a0: 4, a007: 5 }, groups: { '12': 6 } };
    expect(
      shown([
        ...got('1', values),
        ...got('2', { ...nothing, groups: { g: 2 } }),
        ...got('3', nothing),
        ...got('4', undefined, 'fail'),
        ...got('5', undefined, 'open'),
        ...got('6', { counters: { c: 1.5 }, accounts: {}, groups: {} }),
      ]),
    ).toEqual({
      ...{ 1: values, 2: { ...nothing, groups: { g: 2 } }, 3: nothing },
      ...{ 4: undefined, 5: undefined, 6: undefined },
    });
  });

  test('are of a member with the role that it kept', () => {
    const roles = (changes: Partial<LoadedEvidence>): (Place['role'] | undefined)[] =>
      ['db-0', 'db-1', 'db-9'].map((who) => steadyRoles(controlEvidence(changes)).get(who));
    expect(roles({})).toEqual(['leader', 'follower', undefined]);
    const after = { ...controlEvidence().after, members: [member(0, { role: 'follower' }), member(1)] };
    expect(roles({ after: after as never })).toEqual([undefined, 'follower', undefined]);
    const demoted = [0, 1].map((n) => readBack(`db-${String(n)}`, []));
    for (const { header } of demoted) header.role = 'follower';
    expect(roles({ readBacks: demoted })).toEqual([undefined, 'follower', undefined]);
    expect(roles({ before: undefined as never })).toEqual([undefined, undefined, undefined]);
    expect(roles({ after: undefined as never, readBacks: [] })).toEqual([undefined, undefined, undefined]);
  });

  test('are unknown where they cannot be read or do not say who was asked, and are left out', () => {
    const findings = reported([
      ...operation('read', 'r1', 'ok', { from: 1 }, { member: 'db-0', got: { counters: { c: 'many' } } }),
      ...operation('read', 'r2', 'ok', { from: 10 }, { got: { counters: {}, accounts: {}, groups: {} } }),
    ]);
    expect(findings).toMatchObject([
      { judge: 'reads', kind: 'malformed-value', effect: 'unknown', count: 2 },
    ]);
    expect(findings[0]?.examples[0]).toMatch(
      /^The answer to the read r1 has another shape .* at counters\.c: /,
    );
    expect(findings[0]?.examples[1]).toBe('The read r2 does not say who was asked.');
  });

  test('are not reported where they can be read, or were not answered', () => {
    const got = { counters: {}, accounts: {}, groups: {} };
    expect(reported(operation('read', 'r', 'ok', { from: 1 }, { member: 'db-0', got }))).toEqual([]);
    for (const type of ['fail', 'info', 'open'] as const) {
      expect(reported(operation('read', 'r', type, { from: 1 }, { member: 'db-0' }))).toEqual([]);
    }
  });

  test('are all that their judge wants to see', () => {
    const wanted = { name: 'reads', functions: ['read'], kinds: [], keepsNothing: true };
    expect(new ReadsJudge(new Snapshots())).toMatchObject(wanted);
  });

  test('are not reported under a key of which the history contradicts itself', () => {
    const odd = operation('read', 'r', 'ok', { from: 1 }, { member: 'db-0', got: 7 });
    expect(reported(odd)).toHaveLength(1);
    expect(reported([...odd, { process: 9, type: 'ok', f: 'read', key: 'r', time: 20 }])).toEqual([]);
  });
});
