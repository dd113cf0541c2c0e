import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import { controlEvidence, fault, identities, member } from './evidence.fixture.ts';
import { AGAIN, DELETED, GONE, owned, policy, SCALED, under } from './identity-policies.fixture.ts';
import { again, found, members, REBUILT, victim } from './identity-scenes.fixture.ts';

describe('claims', () => {
  const without2 = {
    claims: [0, 1].map((n) => ({ name: `data-db-${String(n)}`, uid: `claim-${String(n)}` })),
  };
  const other2 = { claims: [...without2.claims, { name: 'data-db-2', uid: 'other' }] };

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
