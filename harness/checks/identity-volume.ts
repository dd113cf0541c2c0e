import type { MemberIdentity } from '../model/identity.ts';
import type { Finding } from '../model/verdict.ts';
import { findingsBy } from './finding.ts';

const find = findingsBy('identity');

/**
 * Whether a member still has its claim, the claim its volume, and the volume its place. Having no claim at
 * all is no failure of identity by itself: what it costs shows in the data and in the marker.
 */
export function volumeFindings(before: MemberIdentity, after: MemberIdentity): Finding[] {
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
  // A pod that has no node yet has not moved; that it is not ready is found elsewhere.
  if (before.volumeNode !== null && after.node !== null && after.node !== before.volumeNode) {
    const message = `${member} runs on ${after.node}, and its volume is bound to ${before.volumeNode}.`;
    findings.push(find('relocated', 'fail', message, { member }));
  }
  return findings;
}

function named(name: string | null, id: string | null): string {
  if (name === null) return 'none';
  return id === null ? name : `${name} (${id})`;
}
