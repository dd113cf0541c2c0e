import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { ControllerIdentity, IdentitySnapshot, MemberIdentity } from '../model/identity.ts';
import { controlEvidence, fault, identities, member } from './evidence.fixture.ts';
import { again, found, members, REBUILT, scaled, victim } from './identity-scenes.fixture.ts';

describe('claims', () => {
  const policy = (changes: Partial<ControllerIdentity>): Partial<IdentitySnapshot> => {
    const { controller } = identities([]);
    return controller === undefined ? {} : { controller: { ...controller, ...changes } };
  };
  const without2 = {
    claims: [0, 1].map((n) => ({ name: `data-db-${String(n)}`, uid: `claim-${String(n)}` })),
  };
  const other2 = { claims: [...without2.claims, { name: 'data-db-2', uid: 'other' }] };
  const under = (
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
  const owned = (owners: string[], ...ordinals: number[]): MemberIdentity[] =>
    ordinals.map((n) => member(n, { claimOwners: owners }));
  const SCALED = { whenScaled: 'Delete' };
  const DELETED = { whenDeleted: 'Delete' };
  const GONE = scaled(2, 1, [victim(2, 'gone')]);
  const AGAIN = scaled(3, 2);

  test.each<[string, Evidence, string[]]>([
    ['of an absent member is kept', under({}, [GONE], members(0, 1)), []],
    [
      'of an absent member is missing',
      under({}, [GONE], members(0, 1), without2),
      ['fail claim-missing db-2'],
    ],
    [
      'of an absent member is another one',
      under({}, [GONE], members(0, 1), other2),
      ['fail claim-changed db-2'],
    ],
    [
      'may be missing where not all was seen',
      under({}, [GONE], members(0, 1), { ...without2, problems: ['No answer.'] }),
      ['unknown identity-unseen', 'unknown claim-missing db-2'],
    ],
    [
      'goes with its member by the policy, also where the set is not seen at the end',
      under(SCALED, [GONE], members(0, 1), {
        ...without2,
        controller: undefined,
      }),
      ['unknown controller-unseen'],
    ],
    [
      'may be another one where the policy gave it up before',
      under(
        SCALED,
        [GONE, AGAIN],
        [...members(0, 1), again(2, { ...REBUILT, productId: 'system-2' })],
        policy({}),
      ),
      ['fail retention-policy-changed'],
    ],
    [
      'has to stay where its member was never gone, whatever the policy',
      under(
        SCALED,
        [fault({ victims: [victim(2, 'new-pod')] })],
        [...members(0, 1), again(2, { claimUid: 'other' })],
      ),
      ['fail claim-changed db-2'],
    ],
    [
      'has to stay where the set was never gone, whatever the policy',
      under(
        DELETED,
        [],
        [...owned(['StatefulSet'], 0, 1), member(2, { claimUid: 'other', claimOwners: ['StatefulSet'] })],
        {},
        owned(['StatefulSet'], 0, 1, 2),
      ),
      ['fail claim-changed db-2'],
    ],
    ['goes with its member by the policy', under(SCALED, [GONE], members(0, 1), without2), []],
    ['should have gone with its member', under(SCALED, [GONE], members(0, 1)), ['unknown claim-owner db-2']],
    [
      'goes by the policy, and another one comes',
      under(SCALED, [GONE, AGAIN], [...members(0, 1), again(2, { ...REBUILT, productId: 'system-2' })]),
      [],
    ],
    [
      'of a member that stays is kept under that policy',
      under(SCALED, [GONE], members(0, 1), { claims: [] }),
      ['fail claim-missing db-0', 'fail claim-missing db-1'],
    ],
    [
      'belongs to a pod without need',
      under({}, [], owned(['Pod'], 0, 1, 2)),
      [0, 1, 2].map((n) => `fail claim-owner db-${String(n)}`),
    ],
    [
      'belongs to the set without need',
      under({}, [], [...owned(['StatefulSet'], 0), ...members(1, 2)]),
      ['fail claim-owner db-0'],
    ],
    ['belongs to somebody else', under({}, [], [...owned(['Operator'], 0), ...members(1, 2)]), []],
    [
      'belongs to the set by the policy',
      under(DELETED, [], owned(['StatefulSet'], 0, 1, 2), {}, owned(['StatefulSet'], 0, 1, 2)),
      [],
    ],
    [
      'does not belong to the set against the policy',
      under(DELETED, [], owned(['StatefulSet'], 0, 1, 2), {}, [
        ...owned([], 0),
        ...owned(['StatefulSet'], 1, 2),
      ]),
      ['fail claim-owner db-0'],
    ],
    [
      'that is not there, or was not seen, belongs to nobody',
      under(DELETED, [], owned(['StatefulSet'], 0, 1, 2), {}, [
        member(0, { claim: null }),
        member(1, { claimUid: null }),
        member(2, { claimOwners: ['StatefulSet'] }),
      ]),
      ['fail claim-changed db-0', 'fail claim-changed db-1'],
    ],
    [
      'belongs to a pod that is on its way out',
      under(SCALED, [], [...members(0, 1), ...owned(['Pod'], 2)], policy({ ...SCALED, replicas: 2 })),
      [],
    ],
    [
      'belongs to a pod that is on its way out, and not to the set too',
      under(
        { ...SCALED, ...DELETED },
        [],
        [...owned(['StatefulSet'], 0, 1), ...owned(['Pod'], 2)],
        policy({ ...SCALED, ...DELETED, replicas: 2 }),
        owned(['StatefulSet'], 0, 1, 2),
      ),
      [],
    ],
    [
      'may be another one where the set that owned it was made again',
      under(
        DELETED,
        [],
        owned(['StatefulSet'], 0, 1, 2).map((one) => ({ ...one, ...REBUILT, ownerUid: 'second' })),
        policy({ ...DELETED, uid: 'second' }),
        owned(['StatefulSet'], 0, 1, 2),
      ),
      [],
    ],
    [
      'may have its old marker where the set that owned it was made again',
      under(
        DELETED,
        [],
        owned(['StatefulSet'], 0, 1, 2).map((one) => ({
          ...one,
          claimUid: `${one.pod} again`,
          ownerUid: 'second',
        })),
        policy({ ...DELETED, uid: 'second' }),
        owned(['StatefulSet'], 0, 1, 2),
      ),
      [],
    ],
    [
      'has to stay where the set was made again and keeps claims',
      under(
        {},
        [],
        members(0, 1, 2).map((one) => ({ ...one, ...REBUILT, marker: one.marker ?? '', ownerUid: 'second' })),
        policy({ uid: 'second' }),
      ),
      [0, 1, 2].flatMap((n) => [`fail claim-changed db-${String(n)}`, `fail volume-changed db-${String(n)}`]),
    ],
  ])('%s', (_what, evidence, findings) => {
    expect(found(evidence)).toEqual(findings);
  });

  test('that belonged to nobody already before have to stay too', () => {
    const spare = { name: 'data-db-7', uid: 'spare' };
    const before = identities(members(0, 1, 2));
    const evidence = controlEvidence({ before: { ...before, claims: [...before.claims, spare] } });
    expect(found(evidence)).toEqual(['fail claim-missing']);
  });
});
