import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import type { IdentitySnapshot, MemberIdentity } from '../model/identity.ts';
import { fault, identities, member } from './evidence.fixture.ts';
import { after, again, found, REBUILT, UNPROVEN, victim } from './identity-scenes.fixture.ts';

const LOST = fault({ fault: 'claim-lost', victims: [victim(1, 'new-claim')], expectation: 'new-claim' });

describe('a member whose claim is lost', () => {
  const now = (
    changes: Partial<MemberIdentity>,
    faults = [LOST],
    claims?: Partial<IdentitySnapshot>,
  ): Evidence => after(faults, [member(0), again(1, changes), member(2)], 3, claims);
  const LATER = fault({ injectedAt: 50_000, victims: [victim(1, 'new-pod', { podUid: 'mid', ...REBUILT })] });

  test.each<[string, Evidence, string[]]>([
    ['is rebuilt', now(REBUILT), []],
    ['has the old claim', now({}), ['fail claim-not-replaced db-1', 'fail marker-not-replaced db-1']],
    ['has the old volume', now({ ...REBUILT, volume: 'pv-1' }), ['fail volume-not-replaced db-1']],
    ['has the old place', now({ ...REBUILT, volumeHandle: '/volumes/1' }), ['fail volume-not-replaced db-1']],
    ['has a claim of another name', now({ ...REBUILT, claim: 'x' }), ['fail claim-changed db-1']],
    [
      'has a claim that could not be seen',
      now({ ...REBUILT, claimUid: null }),
      ['unknown claim-unseen db-1'],
    ],
    ['has the old marker', now({ ...REBUILT, marker: 'db-1' }), ['fail marker-not-replaced db-1']],
    ["has another's marker", now({ ...REBUILT, marker: 'db-0' }), ['fail marker-foreign db-1']],
    ['is somebody else', now({ ...REBUILT, productId: 'new' }), ['fail product-id-changed db-1']],
    ['is the old pod', now({ ...REBUILT, podUid: 'uid-1' }), ['fail pod-not-replaced db-1']],
    ['is elsewhere than its new volume', now({ ...REBUILT, node: 'worker-9' }), ['fail relocated db-1']],
    ['has moved with its new volume', now({ ...REBUILT, node: 'worker-9', volumeNode: 'worker-9' }), []],
    ['keeps its new claim through a later fault', now(REBUILT, [LOST, LATER]), []],
    [
      'loses its new claim in a later fault',
      now({ ...REBUILT, claimUid: 'third' }, [LOST, LATER]),
      ['fail claim-changed db-1'],
    ],
    [
      'loses its claim twice, and has the second one still',
      now({ ...REBUILT, claimUid: 'second' }, [
        LOST,
        { ...LOST, injectedAt: 50_000, victims: [victim(1, 'new-claim', { claimUid: 'second' })] },
      ]),
      ['fail claim-not-replaced db-1'],
    ],
    ['may have lost it', now(REBUILT, [{ ...LOST, ...UNPROVEN }]), []],
    ['may have kept it', now({}, [{ ...LOST, ...UNPROVEN }]), []],
  ])('%s', (_what, evidence, findings) => {
    expect(found(evidence)).toEqual(findings);
  });

  test('has no old volume where it had none', () => {
    const none = { volume: null, volumeHandle: null };
    const evidence = now({ ...REBUILT, ...none });
    const before = identities([member(0), member(1, none), member(2)]);
    expect(found({ ...evidence, before })).toEqual([]);
  });

  test('need not have its claim listed while it is not there itself', () => {
    const claims = [0, 2].map((n) => ({ name: `data-db-${String(n)}`, uid: `claim-${String(n)}` }));
    const evidence = after([LOST], [member(0), member(2)], 2, { claims });
    expect(found(evidence)).toEqual(['fail member-missing db-1']);
  });
});

describe('a member that keeps its claim', () => {
  const now = (changes: Partial<MemberIdentity>): Evidence =>
    after([], [member(0), member(1, changes), member(2)], 3);

  test('may not move, even where its volume says to be elsewhere now', () => {
    expect(found(now({ node: 'worker-9', volumeNode: 'worker-9' }))).toEqual(['fail relocated db-1']);
  });

  test('has not moved while it has no node', () => {
    expect(found(now({ node: null, ready: false }))).toEqual(['fail not-ready db-1']);
  });
});
