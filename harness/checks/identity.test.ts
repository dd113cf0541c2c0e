import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import type { MemberIdentity } from '../model/identity.ts';
import {
  controlEvidence,
  fault,
  identities,
  member,
  REPLACED,
  sampleEvidence,
  without,
} from './evidence.fixture.ts';
import { judgeIdentity } from './identity.ts';

type Changes = Partial<MemberIdentity>;

/** The sample with db-1, which no fault hits, changed at the end. */
const changed = (changes: Changes, rest: Partial<Evidence> = {}): Evidence =>
  sampleEvidence({ after: identities([member(0, REPLACED), member(1, changes), member(2)]), ...rest });

/** The sample with db-1 changed before the faults and at the end. */
const always = (before: Changes, after: Changes = before): Evidence =>
  changed(after, { before: identities([member(0), member(1, before), member(2)]) });

const found = (evidence: Evidence): string[] =>
  judgeIdentity(evidence).map(
    ({ kind, effect, member: who }) => `${effect} ${kind}${who === undefined ? '' : ` ${who}`}`,
  );

const neverWhole = (): Evidence['faults'] => {
  return [without(fault(), 'wholeAt')];
};
const unproven = [fault({ proof: { proven: false, evidence: [] } })];

/** What a member shows that is not ready and cannot be asked. */
function silent(changes: Changes = {}): MemberIdentity {
  return without(member(1, { ready: false, ...changes }), 'productId', 'marker', 'dnsAddresses');
}

describe('the identity judge', () => {
  test('finds nothing where everybody is who they were', () => {
    expect(found(sampleEvidence())).toEqual([]);
    expect(found(controlEvidence())).toEqual([]);
  });

  test.each<[string, Changes, string]>([
    ['another claim of the same name', { claimUid: 'new' }, 'fail claim-changed db-1'],
    ['another claim', { claim: 'other' }, 'fail claim-changed db-1'],
    ['another volume', { volume: 'pv-9' }, 'fail volume-changed db-1'],
    ['another place of the volume', { volumeHandle: '/else' }, 'fail volume-changed db-1'],
    ['another node than its volume', { node: 'worker-9' }, 'fail relocated db-1'],
    ['a name that resolves to another pod', { dnsAddresses: ['10.0.0.2'] }, 'fail dns db-1'],
    [
      'a name that resolves to more than its pod',
      { dnsAddresses: ['10.0.0.1', '10.0.0.2'] },
      'fail dns db-1',
    ],
    ['a name that does not resolve', { dnsAddresses: null }, 'fail dns db-1'],
    ['a name that resolves to nothing', { dnsAddresses: [] }, 'fail dns db-1'],
    ['no known address', { podIp: null }, 'unknown dns-unseen db-1'],
    ['another id inside the product', { productId: 'system-9' }, 'fail product-id-changed db-1'],
    ['no marker on its volume', { marker: null }, 'fail marker-lost db-1'],
    ["another member's marker", { marker: 'db-2' }, 'fail marker-foreign db-1'],
    ['a second leader', { role: 'leader' }, 'fail several-leaders'],
    ['a restarted container', { restartCount: 1, containerId: 'new' }, 'fail unexpected-restart db-1'],
    ['a new pod', { podUid: 'new' }, 'fail unexpected-new-pod db-1'],
    ['no readiness', { ready: false }, 'fail not-ready db-1'],
  ])('finds a member with %s', (_what, changes, finding) => {
    expect(found(changed(changes))).toEqual([finding]);
  });

  test.each<[string, keyof MemberIdentity, string]>([
    ['DNS', 'dnsAddresses', 'unknown dns-unseen db-1'],
    ['its own id', 'productId', 'unknown product-id-unseen db-1'],
    ['its marker', 'marker', 'unknown marker-unseen db-1'],
  ])('does not know where a ready member could not be asked for %s', (_what, field, finding) => {
    const rest = without(member(1), field);
    const now = identities([member(0, REPLACED), rest as MemberIdentity, member(2)]);
    const then = identities([member(0), rest as MemberIdentity, member(2)]);
    expect(found(sampleEvidence({ after: now }))).toEqual([finding]);
    expect(found(sampleEvidence({ before: then })).every((line) => line === finding)).toBe(true);
    expect(found(sampleEvidence({ before: then }))).toHaveLength(1);
  });

  test('leaves what takes time to a stack that was never deployed, and to no other', () => {
    const late = { before: identities([member(0), member(1, { ready: false }), member(2)]) };
    const broken = (name: string): Evidence => {
      const sample = controlEvidence(late);
      const phases = sample.phases.map((one) => (one.phase === name ? { ...one, error: 'No answer.' } : one));
      return { ...sample, phases };
    };
    expect(found(broken('deploy'))).toEqual([]);
    expect(found(broken('load'))).toEqual(['unknown not-ready db-1']);
  });

  test('finds what is wrong already before any fault', () => {
    expect(found(always({ dnsAddresses: null }))).toEqual(['fail dns db-1', 'fail dns db-1']);
    expect(found(always({ dnsAddresses: null }, {}))).toEqual(['fail dns db-1']);
    expect(found(always({ role: 'leader' }, {}))).toEqual(['fail several-leaders']);
    expect(found(always({ ready: false }, {}))).toEqual(['unknown not-ready db-1']);
    expect(found(always({ marker: null }))).toEqual(['unknown marker-unseen db-1']);
  });

  test('takes having no claim at all for no failure of identity', () => {
    const none = { claim: null, claimUid: null, volume: null, volumeHandle: null, volumeNode: null };
    expect(found(always(none))).toEqual([]);
    expect(found(always(none, {}))).toEqual(['fail claim-changed db-1', 'fail volume-changed db-1']);
  });

  test('lets a member move whose volume is bound to no node', () => {
    expect(found(always({ volumeNode: null }, { volumeNode: null, node: 'worker-9' }))).toEqual([]);
  });

  test('finds ghosts and missing members', () => {
    const ghost = identities([member(0, REPLACED), member(1), member(2), member(3)]);
    expect(found(sampleEvidence({ after: ghost }))).toEqual(['fail member-count', 'fail ghost db-3']);
    const missing = identities([member(0, REPLACED), member(1)]);
    expect(found(sampleEvidence({ after: missing }))).toEqual([
      'fail member-count',
      'fail member-missing db-2',
    ]);
    const twice = identities([member(0, REPLACED), member(1), member(1), member(2)]);
    expect(found(sampleEvidence({ after: twice }))).toEqual(['fail member-count']);
  });

  test('counts the members that are too many or too few', () => {
    const counts = (members: MemberIdentity[]): number[] =>
      judgeIdentity(sampleEvidence({ after: identities(members) }))
        .filter(({ kind }) => kind === 'member-count')
        .map(({ count }) => count);
    expect(counts([member(0, REPLACED)])).toEqual([2]);
    expect(counts([member(0, REPLACED), ...[1, 2, 3, 4].map((n) => member(n))])).toEqual([2]);
  });

  test('does not know of members that are missing from a snapshot with gaps, or without a proven fault', () => {
    const members = [member(0, REPLACED), member(1)];
    expect(
      found(sampleEvidence({ after: identities(members, { problems: ['The API did not answer.'] }) })),
    ).toEqual(['unknown identity-unseen', 'unknown member-count', 'unknown member-missing db-2']);
    expect(found(sampleEvidence({ after: identities(members), faults: unproven }))).toEqual([
      'unknown member-count',
      'unknown member-missing db-2',
    ]);
  });

  test('does not know of a member that is not ready where one of several faults is not proven', () => {
    const now = identities([member(0, REPLACED), silent(), member(2)]);
    expect(found(sampleEvidence({ after: now, faults: [fault(), ...unproven] }))).toEqual([
      'unknown not-ready db-1',
    ]);
  });

  test('notes what a stack cannot show that never became whole, and still fails what it shows', () => {
    const members = [member(0, REPLACED), silent({ claimUid: 'new' })];
    expect(
      found(
        sampleEvidence({ after: identities(members, { problems: ['No answer.'] }), faults: neverWhole() }),
      ),
    ).toEqual([
      'note identity-unseen',
      'note member-count',
      'note not-ready db-1',
      'note member-missing db-2',
      'fail claim-changed db-1',
    ]);
  });

  test('demands one leader', () => {
    const roles = (role: MemberIdentity['role'], others: MemberIdentity['role'] = role): Evidence =>
      sampleEvidence({
        after: identities([
          member(0, { ...REPLACED, role }),
          member(1, { role: others }),
          member(2, { role: others }),
        ]),
      });
    expect(found(roles('follower'))).toEqual(['fail no-leader']);
    expect(found(roles('unknown', 'follower'))).toEqual(['unknown no-leader']);
    expect(found(roles('unknown'))).toEqual(['unknown leader-unseen']);
  });

  test('looks for no leader where nobody ever had a role', () => {
    const nobody = [0, 1, 2].map((n) => member(n, { role: 'unknown' }));
    expect(found(controlEvidence({ before: identities(nobody), after: identities(nobody) }))).toEqual([]);
  });

  test('does not know without snapshots, save where a stack that never became whole explains it', () => {
    expect(found(without(sampleEvidence(), 'before', 'after'))).toEqual([
      'unknown no-snapshot',
      'unknown no-snapshot',
    ]);
    expect(found(without(sampleEvidence(), 'before'))).toEqual(['unknown no-snapshot']);
    expect(found(without(sampleEvidence({ faults: neverWhole() }), 'after'))).toEqual(['note no-snapshot']);
  });
});
