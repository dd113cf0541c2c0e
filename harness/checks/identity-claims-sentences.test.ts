import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import type { ControllerIdentity, IdentitySnapshot, MemberIdentity } from '../model/identity.ts';
import { controlEvidence, fault, identities, member, without } from './evidence.fixture.ts';
import { judgeIdentity } from './identity.ts';
import { after, again, members, REBUILT, said, scaled, victim } from './identity-scenes.fixture.ts';

type Changes = Partial<MemberIdentity>;

const three = (db1: Changes): MemberIdentity[] => [member(0), member(1, db1), member(2)];
const now = (changes: Changes): Evidence => after([], three(changes), 3);
const rebuilt = (changes: Changes): Evidence =>
  after([fault({ victims: [victim(1, 'new-claim')] })], three({ ...again(1), ...REBUILT, ...changes }), 3);

const controlled = (changes: Partial<ControllerIdentity>): Partial<IdentitySnapshot> => {
  const { controller } = identities([]);
  return controller === undefined ? {} : { controller: { ...controller, ...changes } };
};
/** Under this policy, before the faults and at the end, and with these claims' owners. */
const owned = (policy: Partial<ControllerIdentity>, claimOwners: string[]): Evidence =>
  controlEvidence({
    before: identities([], { ...controlled(policy), wanted: 0, claims: [] }),
    after: identities([member(2, { claimOwners, role: 'leader' })], { ...controlled(policy), wanted: 1 }),
    faults: [scaled(3, 1)],
  });
const gone = [scaled(2, 1, [victim(2, 'gone')])];
const claims = [0, 1].map((n) => ({ name: `data-db-${String(n)}`, uid: `claim-${String(n)}` }));
const SCALED = controlled({ whenScaled: 'Delete' });

const SENTENCES: [Evidence, string][] = [
  [now({ claimUid: 'new' }), 'db-1 had the claim data-db-1 (claim-1) and has data-db-1 (new).'],
  [now({ claim: 'other', claimUid: null }), 'db-1 had the claim data-db-1 (claim-1) and has other.'],
  [now({ claim: null, claimUid: null }), 'db-1 had the claim data-db-1 (claim-1) and has none.'],
  [now({ volume: 'pv-9' }), 'db-1 had the volume pv-1 (/volumes/1) and has pv-9 (/volumes/1).'],
  [now({ node: 'worker-9' }), 'db-1 runs on worker-9, and its volume is bound to worker-1.'],
  [rebuilt({ claimUid: null }), 'The new claim of db-1 could not be seen at the end.'],
  [
    rebuilt({ claimUid: 'claim-1' }),
    'db-1 still has the claim data-db-1 (claim-1); the fault should have replaced it.',
  ],
  [
    rebuilt({ claim: 'other' }),
    'db-1 has the claim other (claim-new) at the end; it should be data-db-1 (claim-new).',
  ],
  [rebuilt({ volume: 'pv-1' }), 'db-1 has a new claim, and still the volume pv-1 (/volumes/new).'],
  [after(gone, members(0, 1), 2, { claims }), 'The claim data-db-2 (claim-2) is not there at the end.'],
  [
    after(gone, members(0, 1), 2, { claims: [...claims, { name: 'data-db-2', uid: 'other' }] }),
    'The claim data-db-2 was claim-2 and is other at the end.',
  ],
  [
    { ...after(gone, members(0, 1), 2, SCALED), before: identities(members(0, 1, 2), SCALED) },
    'The claim data-db-2 of db-2, which was scaled away, is still there, and who owns it was not looked at.',
  ],
  [
    controlEvidence({ after: without(identities(members(0, 1, 2)), 'controller') }),
    'The StatefulSet was not seen at the end.',
  ],
  [now({ ownerUid: 'other' }), 'db-1 belonged to other at the end; the StatefulSet was set-uid.'],
  [now({ ownerUid: null }), 'db-1 belonged to nobody at the end; the StatefulSet was set-uid.'],
  [
    now({ claimOwners: ['Pod', 'StatefulSet'] }),
    'The claim data-db-1 of db-1 was owned by Pod and StatefulSet at the end; ' +
      'by the retention policy it should have been neither a pod nor the StatefulSet.',
  ],
  [
    owned({ whenDeleted: 'Delete' }, []),
    'The claim data-db-2 of db-2 was owned by nobody at the end; ' +
      'by the retention policy it should have been the StatefulSet.',
  ],
  [
    owned({ whenScaled: 'Delete', replicas: 2 }, ['StatefulSet']),
    'The claim data-db-2 of db-2 was owned by StatefulSet at the end; ' +
      'by the retention policy it should have been its pod.',
  ],
  [
    controlEvidence({ after: identities(members(0, 1, 2), SCALED) }),
    'The retention policy of claims was Retain when deleted and Retain when scaled, ' +
      'and is Retain when deleted and Delete when scaled at the end.',
  ],
  [
    now({ podUid: 'new', revision: 'rev-0' }),
    'db-1 was made from the revision rev-0; rev-1 is in force at the end.',
  ],
  [now({ revision: null }), 'db-1 was made from the revision of no name; rev-1 is in force at the end.'],
  [
    after([], members(0, 1, 2), 3, controlled({ currentRevision: 'rev-0' })),
    'The StatefulSet is still on its way from the revision rev-0 to rev-1 at the end.',
  ],
];

describe('the judge of identity says of claims and their controller', () => {
  test.each(SENTENCES.map(([evidence, sentence]): [string, Evidence] => [sentence, evidence]))(
    '%s',
    (sentence, evidence) => {
      expect(said(evidence)).toContain(`identity: ${sentence}`);
    },
  );

  test('that a pod which stayed cannot have another revision', () => {
    const named = (revision: string | null): IdentitySnapshot =>
      identities([0, 1, 2].map((n) => member(n, n === 1 ? { ready: false, revision } : {})));
    const said1 = (was: string | null, is: string | null): string[] =>
      said(controlEvidence({ before: named(was), after: named(is) })).slice(2);
    expect(said1('rev-0', 'rev-2')).toEqual([
      'identity: db-1 is the same pod, and its revision was rev-0 and is rev-2.',
    ]);
    expect(said1(null, 'rev-1')).toEqual([
      'identity: db-1 is the same pod, and its revision was none and is rev-1.',
    ]);
    expect(said1('rev-1', null)).toEqual([
      'identity: db-1 is the same pod, and its revision was rev-1 and is none.',
    ]);
  });

  test('which pod has data and is no member, and that another retention was promised', () => {
    const retention = { whenDeleted: 'Delete', whenScaled: 'Retain' };
    const before = identities(members(0, 1, 2), { retention, strangers: [{ pod: 'db-x', owner: null }] });
    expect(judgeIdentity(controlEvidence({ before }))).toMatchObject([
      { judge: 'identity', kind: 'no-identity', count: 1, examples: ['db-x'] },
      {
        judge: 'identity',
        kind: 'retention-policy',
        message:
          'The retention policy of claims was Retain when deleted and Retain when scaled before the faults; ' +
          'the stack promises Delete when deleted and Retain when scaled.',
      },
    ]);
    const unseen = without({ ...before, strangers: [] }, 'controller');
    expect(said(controlEvidence({ before: unseen }))).toEqual([
      'identity: The StatefulSet was not seen before the faults.',
    ]);
  });

  test('that a claim is another one, even where the StatefulSet was not seen at the end', () => {
    const unseen = without(identities(three({ claimUid: 'new' })), 'controller');
    expect(said(controlEvidence({ after: unseen }))).toEqual([
      'identity: The StatefulSet was not seen at the end.',
      'identity: db-1 had the claim data-db-1 (claim-1) and has data-db-1 (new).',
    ]);
  });

  test('which claim it means, and whose it was', () => {
    const { before, ...rest } = after(gone, members(0, 1), 2, { claims });
    const spare = { name: 'data-db-7', uid: 'spare' };
    const more = { ...identities(members(0, 1, 2)), claims: [...(before?.claims ?? []), spare] };
    expect(judgeIdentity({ ...rest, before: more })).toStrictEqual([
      {
        judge: 'identity',
        kind: 'claim-missing',
        effect: 'fail',
        message: 'The claim data-db-2 (claim-2) is not there at the end.',
        count: 1,
        member: 'db-2',
        examples: ['data-db-2'],
      },
      {
        judge: 'identity',
        kind: 'claim-missing',
        effect: 'fail',
        message: 'The claim data-db-7 (spare) is not there at the end.',
        count: 1,
        examples: ['data-db-7'],
      },
    ]);
  });
});
