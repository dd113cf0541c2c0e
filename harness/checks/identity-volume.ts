import type { MemberIdentity } from '../model/identity.ts';
import type { Finding } from '../model/verdict.ts';
import { findingsBy } from './finding.ts';
import type { Fate } from './identity-claims.ts';
import type { Hit } from './identity-pod.ts';
import type { Sight } from './identity-snapshot.ts';

const find = findingsBy('identity');

/**
 * Whether a member still has its claim, the claim its volume, and the volume its place; or none of them,
 * where a fault took its claim. Having no claim at all is no failure of identity by itself: what it costs
 * shows in the data and in the marker.
 */
export function volumeFindings(
  before: MemberIdentity,
  after: MemberIdentity,
  fate: Fate,
  hits: readonly Hit[],
  sight: Sight,
): Finding[] {
  const findings: Finding[] = [];
  if (fate === 'kept') findings.push(...keptFindings(before, after));
  if (fate === 'new') findings.push(...replacedFindings(before, after, hits, sight));
  const member = after.pod;
  const { volumeNode } = fate === 'kept' ? before : after;
  // A pod that has no node yet has not moved; that it is not ready is found elsewhere.
  if (volumeNode !== null && after.node !== null && after.node !== volumeNode) {
    const message = `${member} runs on ${after.node}, and its volume is bound to ${volumeNode}.`;
    findings.push(find('relocated', 'fail', message, { member }));
  }
  return findings;
}

function keptFindings(before: MemberIdentity, after: MemberIdentity): Finding[] {
  const member = after.pod;
  const findings: Finding[] = [];
  if (before.claim !== after.claim || before.claimUid !== after.claimUid) {
    const message = `${member} had the claim ${named(before.claim, before.claimUid)} and has ${named(after.claim, after.claimUid)}.`;
    findings.push(find('claim-changed', 'fail', message, { member }));
  }
  if (before.volume !== after.volume || before.volumeHandle !== after.volumeHandle) {
    const message = `${member} had the volume ${named(before.volume, before.volumeHandle)} and has ${named(after.volume, after.volumeHandle)}.`;
    findings.push(find('volume-changed', 'fail', message, { member }));
  }
  return findings;
}

/** The claim's name comes from the template and stays; its UID, the volume and the volume's place do not. */
function replacedFindings(
  before: MemberIdentity,
  after: MemberIdentity,
  hits: readonly Hit[],
  sight: Sight,
): Finding[] {
  const member = after.pod;
  if (after.claimUid === null) {
    return [
      find('claim-unseen', sight.unseen, `The new claim of ${member} could not be seen at the end.`, {
        member,
      }),
    ];
  }
  const last = hits.findLastIndex(({ expectation }) => expectation === 'new-claim');
  const former = new Set([before.claimUid, ...hits.slice(0, last + 1).map(({ victim }) => victim.claimUid)]);
  if (former.has(after.claimUid)) {
    const message = `${member} still has the claim ${named(after.claim, after.claimUid)}; the fault should have replaced it.`;
    return [find('claim-not-replaced', 'fail', message, { member })];
  }
  // What a later fault found there is already the new claim, and that one has to stay.
  const since = hits[last + 1]?.victim.claimUid ?? after.claimUid;
  if (before.claim !== after.claim || since !== after.claimUid) {
    const message = `${member} has the claim ${named(after.claim, after.claimUid)} at the end; it should be ${named(before.claim, since)}.`;
    return [find('claim-changed', 'fail', message, { member })];
  }
  const sameVolume = after.volume !== null && after.volume === before.volume;
  const samePlace = after.volumeHandle !== null && after.volumeHandle === before.volumeHandle;
  if (!sameVolume && !samePlace) return [];
  const message = `${member} has a new claim, and still the volume ${named(after.volume, after.volumeHandle)}.`;
  return [find('volume-not-replaced', 'fail', message, { member })];
}

function named(name: string | null, id: string | null): string {
  if (name === null) return 'none';
  return id === null ? name : `${name} (${id})`;
}
