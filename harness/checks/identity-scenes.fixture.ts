import type { Evidence } from '../model/bundle-evidence.ts';
import type { Expectation, FaultRecord, Victim } from '../model/fault-record.ts';
import type { IdentitySnapshot, MemberIdentity } from '../model/identity.ts';
import { controlEvidence, fault, identities, member } from './evidence.fixture.ts';
import { judgeIdentity } from './identity.ts';

/** What the judge of identity finds: effect, kind and member. */
export const found = (evidence: Evidence): string[] =>
  judgeIdentity(evidence).map(
    ({ kind, effect, member: who }) => `${effect} ${kind}${who === undefined ? '' : ` ${who}`}`,
  );

/** What it says: its name and the sentence of each finding. */
export const said = (evidence: Evidence): string[] =>
  judgeIdentity(evidence).map(({ judge, message }) => `${judge}: ${message}`);

/** What a fault hits, as it is then. */
export function victim(
  ordinal: number,
  expectation: Expectation,
  changes: Partial<MemberIdentity> = {},
): Victim {
  const { pod, podUid, node, containerId, restartCount, claimUid } = member(ordinal, changes);
  return { stack: 'db', pod, podUid, ordinal, node, containerId, restartCount, claimUid, expectation };
}

/** A fault that sets the number of members. */
export function scaled(
  to: number,
  at: number,
  victims: Victim[] = [],
  changes: Partial<FaultRecord> = {},
): FaultRecord {
  const common = { fault: `scale-to-${String(to)}`, target: 'all', expectation: 'unchanged' } as const;
  return fault({ ...common, membersAfter: to, victims, injectedAt: at, ...changes });
}

export const UNPROVEN = { proof: { proven: false, evidence: [] } };

export const members = (...ordinals: number[]): MemberIdentity[] => ordinals.map((n) => member(n));

/** A member that was gone and is there again: another pod, and all else as it was. */
export const again = (n: number, changes: Partial<MemberIdentity> = {}): MemberIdentity =>
  member(n, { podUid: `again-${String(n)}`, containerId: `again-${String(n)}`, ...changes });

/** What a member has on a claim that took the place of the lost one. */
export const REBUILT: Partial<MemberIdentity> = {
  claimUid: 'claim-new',
  volume: 'pv-new',
  volumeHandle: '/volumes/new',
  marker: null,
};

/** Three members before; these faults, and what is there afterwards. */
export const after = (
  faults: FaultRecord[],
  now: MemberIdentity[],
  wanted: number,
  changes: Partial<IdentitySnapshot> = {},
): Evidence => controlEvidence({ faults, after: identities(now, { wanted, ...changes }) });
