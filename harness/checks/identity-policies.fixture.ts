import type { Evidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { ControllerIdentity, IdentitySnapshot, MemberIdentity } from '../model/identity.ts';
import { controlEvidence, identities, member } from './evidence.fixture.ts';
import { members, scaled, victim } from './identity-scenes.fixture.ts';

/** The StatefulSet of the sample, which says something else of itself. */
export const policy = (changes: Partial<ControllerIdentity>): Partial<IdentitySnapshot> => {
  const { controller } = identities([]);
  return controller === undefined ? {} : { controller: { ...controller, ...changes } };
};

/** Under these policies, before and at the end: the faults, who is there afterwards, and who was there before. */
export const under = (
  policies: Partial<ControllerIdentity>,
  faults: FaultRecord[],
  now: MemberIdentity[],
  changes: Partial<IdentitySnapshot> = {},
  then: MemberIdentity[] = members(0, 1, 2),
): Evidence =>
  controlEvidence({
    faults,
    before: identities(then, policy(policies)),
    after: identities(now, {
      wanted: now.length,
      ...policy({ ...policies, replicas: now.length }),
      ...changes,
    }),
  });

/** Members whose claims have these owners. */
export const owned = (owners: string[], ...ordinals: number[]): MemberIdentity[] =>
  ordinals.map((n) => member(n, { claimOwners: owners }));

export const SCALED = { whenScaled: 'Delete' };
export const DELETED = { whenDeleted: 'Delete' };
/** The last member is scaled away. */
export const GONE = scaled(2, 1, [victim(2, 'gone')]);
/** It is there again. */
export const AGAIN = scaled(3, 2);
