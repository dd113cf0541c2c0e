import type { IdentitySnapshot, MemberIdentity } from '../model/identity.ts';

/** A member of the sample, as it is before any fault. */
export function member(ordinal: number, changes: Partial<MemberIdentity> = {}): MemberIdentity {
  const n = String(ordinal);
  return {
    ordinal,
    pod: `db-${n}`,
    podUid: `uid-${n}`,
    node: `worker-${n}`,
    podIp: `10.0.0.${n}`,
    containerId: `container-${n}`,
    restartCount: 0,
    ownerUid: 'set-uid',
    revision: 'rev-1',
    ready: true,
    claim: `data-db-${n}`,
    claimUid: `claim-${n}`,
    claimOwners: [],
    volume: `pv-${n}`,
    volumeHandle: `/volumes/${n}`,
    volumeNode: `worker-${n}`,
    dnsName: `db-${n}.db`,
    dnsAddresses: [`10.0.0.${n}`],
    productId: `system-${n}`,
    role: ordinal === 0 ? 'leader' : 'follower',
    marker: `db-${n}`,
    ...changes,
  };
}

/** What the sample's fault makes of its victim, the leader. */
export const REPLACED: Partial<MemberIdentity> = {
  podUid: 'uid-0-new',
  containerId: 'container-0-new',
  podIp: '10.0.0.100',
  dnsAddresses: ['10.0.0.100'],
};

/** A snapshot of a StatefulSet of three that keeps its claims, also those of members that are not there. */
export function identities(
  members: MemberIdentity[],
  changes: Partial<IdentitySnapshot> = {},
): IdentitySnapshot {
  const claims = new Map([0, 1, 2].map((n) => [`data-db-${String(n)}`, `claim-${String(n)}`]));
  for (const { claim, claimUid } of members) {
    if (claim !== null && claimUid !== null) claims.set(claim, claimUid);
  }
  return {
    takenAt: 9_000,
    controller: {
      uid: 'set-uid',
      replicas: 3,
      currentRevision: 'rev-1',
      updateRevision: 'rev-1',
      podManagementPolicy: 'OrderedReady',
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    },
    claims: [...claims].map(([name, uid]) => ({ name, uid })),
    wanted: 3,
    members,
    problems: [],
    ...changes,
  };
}
