import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../model/operation.ts';
import { joinCalls } from './calls.ts';
import { controlEvidence, member, operation, snapshot } from './evidence.fixture.ts';
import { readsOf } from './reads.ts';

function reads(operations: Operation[], changes: Parameters<typeof controlEvidence>[0] = {}) {
  return readsOf(controlEvidence({ operations, ...changes }), joinCalls(operations));
}

describe('the reads of a history', () => {
  test('are those that were answered, in the order of their answers, with the role of who was asked', () => {
    const { snapshots, findings } = reads([
      ...snapshot('db-0', { counters: { c: 1 } }, { process: 1, from: 1, to: 9 }),
      ...snapshot('db-1', { groups: { g: 2 } }, { process: 2, from: 2, to: 5 }),
      ...operation('read', 'snapshot', 'fail', { process: 3, from: 3 }, { member: 'db-0' }),
      ...operation('read', 'snapshot', 'open', { process: 4, from: 3 }, { member: 'db-0' }),
    ]);
    expect(snapshots).toEqual([
      {
        ...{ place: { member: 'db-1', role: 'follower' }, invokedAt: 2, completedAt: 5 },
        value: { counters: {}, accounts: {}, groups: { g: 2 } },
      },
      {
        ...{ place: { member: 'db-0', role: 'leader' }, invokedAt: 1, completedAt: 9 },
        value: { counters: { c: 1 }, accounts: {}, groups: {} },
      },
    ]);
    expect(findings).toEqual([]);
  });

  test('do not know the role of a member that had another one, or that only one side names', () => {
    const after = { ...controlEvidence().after, members: [member(0, { role: 'follower' }), member(1)] };
    const operations = ['db-0', 'db-1', 'db-9'].flatMap((who, i) => snapshot(who, {}, { from: i * 10 }));
    const { snapshots } = reads(operations, { after: after as never });
    expect(snapshots.map(({ place: { role } }) => role)).toEqual(['unknown', 'follower', 'unknown']);
    const unseen = reads(operations, { after: undefined as never, readBacks: [] }).snapshots;
    expect(unseen.map(({ place: { role } }) => role)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  test('are unknown where they cannot be read or do not say who was asked, and are left out', () => {
    const { snapshots, findings } = reads([
      ...operation('read', 'r1', 'ok', { from: 1 }, { member: 'db-0', got: { counters: { c: 'many' } } }),
      ...operation('read', 'r2', 'ok', { from: 10 }, { got: { counters: {}, accounts: {}, groups: {} } }),
    ]);
    expect(snapshots).toEqual([]);
    expect(findings).toMatchObject([
      { judge: 'reads', kind: 'malformed-value', effect: 'unknown', count: 2 },
    ]);
    expect(findings[0]?.examples[0]).toMatch(
      /^The answer to the read r1 has another shape .* at counters\.c: /,
    );
    expect(findings[0]?.examples[1]).toBe('The read r2 does not say who was asked.');
  });

  test('say nothing under a key of which the history contradicts itself', () => {
    const operations = [
      ...snapshot('db-0', {}, { from: 1 }),
      { process: 9, type: 'ok', f: 'read', key: 'snapshot', time: 20 } as const,
    ];
    expect(reads(operations).snapshots).toEqual([]);
  });
});
