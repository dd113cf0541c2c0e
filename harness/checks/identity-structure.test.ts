import { describe, expect, test } from '@jest/globals';
import type { IdentitySnapshot } from '../model/identity.ts';
import type { PhaseRecord } from '../model/scenario-record.ts';
import { controlEvidence, identities, member } from './evidence.fixture.ts';
import { found, members } from './identity-scenes.fixture.ts';
import { judgeIdentity } from './identity.ts';

const KEPT = { whenDeleted: 'Retain', whenScaled: 'Retain' };

/** What is found of a stack that has this structure from beginning to end. */
const of = (changes: Partial<IdentitySnapshot>, who = members(0, 1, 2)): string[] => {
  const snapshot = identities(who, changes);
  return found(controlEvidence({ before: snapshot, after: snapshot }));
};

const messages = (changes: Partial<IdentitySnapshot>, who = members(0, 1, 2)): string[] =>
  judgeIdentity(controlEvidence({ before: identities(who, changes) })).map(({ message }) => message);

const FAILED: PhaseRecord[] = [
  { phase: 'deploy', startedAt: 0, endedAt: 1, error: 'It was not whole.', blame: 'stack' },
];

describe('what a stack is made of', () => {
  test('is right with a volume for each, nobody beside them, and the retention that is promised', () => {
    expect(of({ strangers: [], retention: KEPT })).toEqual([]);
    expect(of({})).toEqual([]);
  });

  test('is wrong where data is in pods that are no members', () => {
    const strangers = [
      { pod: 'db-7d9', owner: 'ReplicaSet db-7d' },
      { pod: 'db-x', owner: null },
    ];
    expect(of({ strangers })).toEqual(Array.from({ length: 4 }, () => 'fail no-identity'));
    expect(messages({ strangers })).toEqual([
      'db-7d9 had the data container before the faults and was no member of the StatefulSet: it belonged to ReplicaSet db-7d.',
      'db-x had the data container before the faults and was no member of the StatefulSet: it belonged to nobody.',
    ]);
  });

  test('is wrong where members have one claim', () => {
    const shared = [0, 1, 2].map((n) => member(n, n === 1 ? {} : { claim: 'all', claimUid: 'one' }));
    const [finding] = judgeIdentity(controlEvidence({ before: identities(shared) }));
    expect(finding).toMatchObject({
      ...{ kind: 'volume-shared', effect: 'fail', count: 2, examples: ['db-0', 'db-2'] },
      message: 'db-0, db-2 all had the claim with UID one before the faults.',
    });
  });

  test('is wrong where volumes without a claim name one owner', () => {
    const none = { claim: null, claimUid: null };
    const shared = [0, 1, 2].map((n) => member(n, n === 0 ? none : { ...none, marker: 'db-1' }));
    expect(messages({ claims: [] }, shared)).toContain(
      'db-1, db-2 all had a volume that named db-1 as its owner before the faults.',
    );
    const unmarked = [0, 1, 2].map((n) => member(n, { ...none, marker: null }));
    expect(of({ claims: [] }, unmarked)).not.toContain('fail volume-shared');
  });

  test('shared by claim and by marker alike is told once', () => {
    const shared = [0, 1, 2].map((n) => member(n, { claim: 'all', claimUid: 'one', marker: 'db-0' }));
    expect(messages({}, shared).filter((message) => message.includes('all had'))).toHaveLength(1);
  });

  test.each([
    ['gives claims up', { whenScaled: 'Delete' }, KEPT],
    ['keeps claims', {}, { ...KEPT, whenDeleted: 'Delete' }],
  ])('is wrong where the StatefulSet %s against the promise', (_, says, retention) => {
    const { controller } = identities([]);
    if (controller === undefined) throw new Error('the sample has a StatefulSet');
    expect(of({ controller: { ...controller, ...says }, retention })).toEqual(['fail retention-policy']);
  });
});

describe('a stack that was never whole', () => {
  test('is judged by what it is made of, and by nothing that takes time', () => {
    const shared = [0, 1].map((n) =>
      member(n, { claim: 'all', claimUid: 'one', dnsAddresses: null, role: 'leader', ownerUid: 'other' }),
    );
    const { after: _, ...evidence } = controlEvidence({ before: identities(shared), phases: FAILED });
    expect(found(evidence)).toEqual(['fail volume-shared', 'unknown no-snapshot']);
  });

  test('and is made rightly is unknown', () => {
    const late = members(0).map((one) => ({ ...one, ready: false, dnsAddresses: null }));
    const { after: _, ...evidence } = controlEvidence({ before: identities(late), phases: FAILED });
    expect(found(evidence)).toEqual(['unknown no-snapshot']);
  });
});
