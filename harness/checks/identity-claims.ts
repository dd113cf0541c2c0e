import type { ControllerIdentity, IdentitySnapshot } from '../model/identity.ts';
import type { Finding } from '../model/verdict.ts';
import { findingsBy } from './finding.ts';
import { promisedBy } from './identity-controller.ts';
import type { Hit } from './identity-pod.ts';
import type { Place, Wanted } from './identity-wanted.ts';

const find = findingsBy('identity');

/** What has to have become of a member's claim: the same one, another one, or nothing certain. */
export type Fate = 'kept' | 'new' | 'either';

/**
 * A claim stays, unless a fault took it or the retention policy gives it up: with the member (whenScaled)
 * or with the StatefulSet (whenDeleted). Source: kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention
 */
export function claimFate(
  hits: readonly Hit[],
  before: ControllerIdentity | undefined,
  after: ControllerIdentity | undefined,
): Fate {
  const lost = hits.filter(({ expectation }) => expectation === 'new-claim');
  if (lost.some(({ proven }) => !proven)) return 'either';
  if (lost.length > 0) return 'new';
  const deletes = (when: 'whenScaled' | 'whenDeleted'): boolean =>
    [before, after].some((controller) => controller !== undefined && controller[when] !== 'Retain');
  const wasGone = hits.some(({ expectation }) => expectation === 'gone');
  const madeAgain = before?.uid !== after?.uid;
  return (wasGone && deletes('whenScaled')) || (madeAgain && deletes('whenDeleted')) ? 'either' : 'kept';
}

/** What the judge knows of the member that a claim belongs to. */
export interface ClaimOwner {
  hits: readonly Hit[];
  wanted: Wanted;
}

/**
 * Whether every claim that was there is still there, those of members that are scaled away included. That a
 * member which is there uses another claim is found where members are compared, and not here again.
 */
export function claimsFindings(
  before: IdentitySnapshot,
  after: IdentitySnapshot,
  ownerOf: (member: Place) => ClaimOwner,
): Finding[] {
  const findings: Finding[] = [];
  const absent = after.problems.length > 0 ? 'unknown' : 'fail';
  const [promised, promisedAfter] = [promisedBy(before), promisedBy(after)];
  for (const { name, uid } of before.claims) {
    // A claim's name is that of its template, then that of the pod.
    const belongsTo = ({ pod }: { pod: string }): boolean => name.endsWith(`-${pod}`);
    const member = before.members.find(belongsTo);
    const owner = member === undefined ? undefined : { pod: member.pod, ...ownerOf(member) };
    const details = { objects: [name], member: owner?.pod };
    const now = after.claims.find((claim) => claim.name === name);
    const scaledAway = owner !== undefined && owner.wanted !== 'wanted';
    if (scaledAway && promisedAfter?.whenScaled === 'Delete') {
      if (now?.uid === uid) {
        const message = `The claim ${name} of ${owner.pod}, which was scaled away, is still there, and who owns it was not looked at.`;
        findings.push(find('claim-owner', 'unknown', message, details));
      }
      continue;
    }
    if (claimFate(owner?.hits ?? [], promised, promisedAfter) !== 'kept') continue;
    const used = after.members.find((candidate) => candidate.claim === name);
    if (used !== undefined && used.claimUid !== uid) continue;
    if (now === undefined) {
      findings.push(
        find('claim-missing', absent, `The claim ${name} (${uid}) is not there at the end.`, details),
      );
    } else if (now.uid !== uid) {
      const message = `The claim ${name} was ${uid} and is ${now.uid} at the end.`;
      findings.push(find('claim-changed', 'fail', message, details));
    }
  }
  return findings;
}
