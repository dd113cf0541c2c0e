import { describe, expect, test } from '@jest/globals';
import {
  identitySnapshotSchema,
  memberIdentitySchema,
  type IdentitySnapshot,
  type MemberIdentity,
} from './identity.ts';

const MEMBER: MemberIdentity = {
  ordinal: 0,
  pod: 'db-0',
  podUid: 'uid-0',
  node: 'worker-0',
  podIp: '10.0.0.1',
  containerId: 'container-0',
  restartCount: 0,
  ownerUid: 'set-uid',
  revision: 'rev-1',
  ready: true,
  claim: 'data-db-0',
  claimUid: 'claim-0',
  claimOwners: ['StatefulSet'],
  volume: 'pv-0',
  volumeHandle: '/volumes/0',
  volumeNode: 'worker-0',
  dnsName: 'db-0.db',
  dnsAddresses: ['10.0.0.1'],
  productId: 'system-0',
  role: 'leader',
  marker: 'db-0',
};

const SNAPSHOT: IdentitySnapshot = {
  takenAt: 9_000,
  controller: {
    uid: 'set-uid',
    replicas: 1,
    currentRevision: 'rev-1',
    updateRevision: 'rev-1',
    podManagementPolicy: 'OrderedReady',
    whenDeleted: 'Retain',
    whenScaled: 'Delete',
  },
  claims: [{ name: 'data-db-0', uid: 'claim-0' }],
  wanted: 1,
  members: [MEMBER],
  retention: { whenDeleted: 'Retain', whenScaled: 'Retain' },
  strangers: [
    { pod: 'db-7d9', owner: 'ReplicaSet db-7d' },
    { pod: 'db-x', owner: null },
  ],
  problems: ['The node worker-1 did not answer.'],
};

describe('the record of a member', () => {
  test('is read as it was written', () => {
    expect(memberIdentitySchema.parse({ ...MEMBER, more: 1 })).toEqual(MEMBER);
  });

  test.each(['leader', 'follower', 'unknown'] as const)('knows the role %s', (role) => {
    expect(memberIdentitySchema.parse({ ...MEMBER, role }).role).toBe(role);
  });

  test('tells what was not there from what nobody could look at', () => {
    const { dnsAddresses: _, marker: __, productId: ___, ...unseen } = MEMBER;
    expect(memberIdentitySchema.parse(unseen)).toEqual(unseen);
    const none = { ...MEMBER, dnsAddresses: null, marker: null, claim: null, node: null };
    expect(memberIdentitySchema.parse(none)).toEqual(none);
  });

  test.each<[string, Record<string, unknown>]>([
    ['an ordinal that is no whole number', { ordinal: 0.5 }],
    ['a role that nobody has', { role: 'observer' }],
    ['a pod without a UID', { podUid: null }],
    ['a readiness in words', { ready: 'yes' }],
    ['addresses that are no list', { dnsAddresses: '10.0.0.1' }],
    ['owners that were not looked at', { claimOwners: null }],
  ])('refuses %s', (_what, changes) => {
    expect(memberIdentitySchema.safeParse({ ...MEMBER, ...changes }).success).toBe(false);
  });
});

describe('a snapshot of identities', () => {
  test('is read as it was written, with or without its controller', () => {
    expect(identitySnapshotSchema.parse({ ...SNAPSHOT, more: 1 })).toEqual(SNAPSHOT);
    const { controller: _, ...unseen } = SNAPSHOT;
    expect(identitySnapshotSchema.parse(unseen)).toEqual(unseen);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a controller that says nothing of itself', { controller: {} }],
    ['a claim without a UID', { claims: [{ name: 'data-db-0' }] }],
    ['a member that says nothing of itself', { members: [{}] }],
    ['a retention of claims that says half', { retention: { whenDeleted: 'Retain' } }],
    ['a pod beside the members without a name', { strangers: [{ owner: null }] }],
    ['half a member', { wanted: 1.5 }],
    ['no list of problems', { problems: undefined }],
  ])('refuses %s', (_what, changes) => {
    expect(identitySnapshotSchema.safeParse({ ...SNAPSHOT, ...changes }).success).toBe(false);
  });
});
