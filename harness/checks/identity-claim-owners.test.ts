import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import { member } from './evidence.fixture.ts';
import { DELETED, owned, policy, SCALED, under } from './identity-policies.fixture.ts';
import { found, members } from './identity-scenes.fixture.ts';

describe("a claim's owner", () => {
  test.each<[string, Evidence, string[]]>([
    [
      'is a pod without need',
      under({}, [], owned(['Pod'], 0, 1, 2)),
      [0, 1, 2].map((n) => `fail claim-owner db-${String(n)}`),
    ],
    [
      'is the set without need',
      under({}, [], [...owned(['StatefulSet'], 0), ...members(1, 2)]),
      ['fail claim-owner db-0'],
    ],
    ['is somebody else', under({}, [], [...owned(['Operator'], 0), ...members(1, 2)]), []],
    [
      'is the set by the policy',
      under(DELETED, [], owned(['StatefulSet'], 0, 1, 2), {}, owned(['StatefulSet'], 0, 1, 2)),
      [],
    ],
    [
      'is not the set, against the policy',
      under(DELETED, [], owned(['StatefulSet'], 0, 1, 2), {}, [
        ...owned([], 0),
        ...owned(['StatefulSet'], 1, 2),
      ]),
      ['fail claim-owner db-0'],
    ],
    [
      'is nobody where the claim is not there or was not seen',
      under(DELETED, [], owned(['StatefulSet'], 0, 1, 2), {}, [
        member(0, { claim: null }),
        member(1, { claimUid: null }),
        member(2, { claimOwners: ['StatefulSet'] }),
      ]),
      ['fail claim-changed db-0', 'fail claim-changed db-1'],
    ],
    [
      'is a pod that is on its way out',
      under(SCALED, [], [...members(0, 1), ...owned(['Pod'], 2)], policy({ ...SCALED, replicas: 2 })),
      [],
    ],
    [
      'is a pod that is on its way out, and not to the set too',
      under(
        { ...SCALED, ...DELETED },
        [],
        [...owned(['StatefulSet'], 0, 1), ...owned(['Pod'], 2)],
        policy({ ...SCALED, ...DELETED, replicas: 2 }),
        owned(['StatefulSet'], 0, 1, 2),
      ),
      [],
    ],
  ])('%s', (_what, evidence, findings) => {
    expect(found(evidence)).toEqual(findings);
  });
});
