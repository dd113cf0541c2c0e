import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import type { ControllerIdentity, IdentitySnapshot } from '../model/identity.ts';
import { controlEvidence, fault, identities, member, without } from './evidence.fixture.ts';
import { found, members } from './identity-scenes.fixture.ts';

describe('the StatefulSet', () => {
  const BEFORE = identities(members(0, 1, 2));
  const { controller } = BEFORE;
  const with_ = (changes: Partial<ControllerIdentity>): Partial<IdentitySnapshot> =>
    controller === undefined ? {} : { controller: { ...controller, ...changes } };

  test.each<[string, Partial<Evidence>, string[]]>([
    ['was not seen before', { before: without(BEFORE, 'controller') }, ['unknown controller-unseen']],
    ['was not seen at the end', { after: without(BEFORE, 'controller') }, ['unknown controller-unseen']],
    [
      'lost a pod',
      { after: identities([member(0, { ownerUid: null }), ...members(1, 2)]) },
      ['fail orphan db-0'],
    ],
    [
      'was made again, and its pods are still those of the former',
      { after: { ...BEFORE, ...with_({ uid: 'second' }) } },
      [0, 1, 2].map((n) => `fail orphan db-${String(n)}`),
    ],
    [
      'changed its policy',
      { after: { ...BEFORE, ...with_({ whenScaled: 'Delete' }) } },
      ['fail retention-policy-changed'],
    ],
    [
      'never finished its rollout',
      { after: { ...BEFORE, ...with_({ currentRevision: 'rev-0' }) } },
      ['fail revision'],
    ],
    [
      'left a pod behind',
      { after: { ...BEFORE, ...with_({ currentRevision: 'rev-2', updateRevision: 'rev-2' }) } },
      [0, 1, 2].map((n) => `fail revision db-${String(n)}`),
    ],
    [
      'changed the revision of a pod that stayed',
      {
        after: {
          ...BEFORE,
          ...with_({ currentRevision: 'rev-2', updateRevision: 'rev-2' }),
          members: members(0, 1, 2).map((one) => ({ ...one, revision: 'rev-2' })),
        },
      },
      [0, 1, 2].map((n) => `fail revision-changed db-${String(n)}`),
    ],
    [
      'does not say the revision of one that is not ready',
      {
        after: identities([member(0, { ready: false, revision: 'rev-0', podUid: 'new' }), ...members(1, 2)]),
        faults: [fault()],
      },
      ['fail not-ready db-0'],
    ],
    [
      'is still at it after a stack that never became whole',
      {
        after: { ...BEFORE, ...with_({ currentRevision: 'rev-0' }) },
        faults: [without(fault({ victims: [] }), 'wholeAt')],
      },
      ['note revision'],
    ],
  ])('%s', (_what, changes, findings) => {
    expect(found(controlEvidence(changes))).toEqual(findings);
  });
});
