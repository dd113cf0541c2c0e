import type { IdentitySnapshot, MemberIdentity } from '../model/identity.ts';
import type { Finding } from '../model/verdict.ts';
import { counted, findingsBy } from './finding.ts';

/** How to take what a snapshot does not show. */
export interface Sight {
  /** When it was taken, in words. */
  when: string;
  /** What could not be looked at. */
  unseen: Finding['effect'];
  /** What was looked for and is not there. */
  absent: Finding['effect'];
}

const find = findingsBy('identity');

/** What is wrong in one snapshot by itself: the number of members, their readiness, DNS, the leader. */
export function snapshotFindings(snapshot: IdentitySnapshot, sight: Sight): Finding[] {
  const findings: Finding[] = [];
  const { members, wanted, problems } = snapshot;
  if (problems.length > 0) {
    const message = `Not everything of the identities could be seen ${sight.when}: ${String(problems[0])}`;
    findings.push(find('identity-unseen', sight.unseen, message, { objects: problems }));
  }
  if (members.length > wanted) {
    const message = `There were ${counted(members.length, 'member')} ${sight.when}, and ${String(wanted)} were wanted.`;
    findings.push(find('member-count', 'fail', message, { count: members.length - wanted }));
  } else if (members.length < wanted) {
    const message = `There were only ${counted(members.length, 'member')} of ${String(wanted)} ${sight.when}.`;
    const effect = sight.absent === 'fail' && problems.length > 0 ? 'unknown' : sight.absent;
    findings.push(find('member-count', effect, message, { count: wanted - members.length }));
  }
  for (const member of members) {
    if (member.ready) findings.push(...dnsFindings(member, sight));
    // Headless DNS leaves out who is not ready, so that nothing more is to be expected of it.
    else
      findings.push(
        find('not-ready', sight.absent, `${member.pod} was not ready ${sight.when}.`, { member: member.pod }),
      );
  }
  findings.push(...leaderFindings(members, sight));
  return findings;
}

function dnsFindings(member: MemberIdentity, sight: Sight): Finding[] {
  const { pod, podIp, dnsName, dnsAddresses } = member;
  if (dnsAddresses === undefined || podIp === null) {
    const what = podIp === null ? `The address of ${pod}` : `What ${dnsName} resolves to`;
    return [find('dns-unseen', sight.unseen, `${what} could not be seen ${sight.when}.`, { member: pod })];
  }
  if (dnsAddresses === null || dnsAddresses.length === 0) {
    return [
      find('dns', 'fail', `${dnsName} did not resolve ${sight.when}; ${pod} is at ${podIp}.`, {
        member: pod,
      }),
    ];
  }
  if (dnsAddresses.every((address) => address === podIp)) return [];
  const message = `${dnsName} resolved to ${dnsAddresses.join(', ')} ${sight.when}; ${pod} is at ${podIp}.`;
  return [find('dns', 'fail', message, { member: pod })];
}

/** A stack whose members all have no role has no leader to be looked for. */
function leaderFindings(members: readonly MemberIdentity[], sight: Sight): Finding[] {
  const leaders = members.filter((member) => member.role === 'leader').map((member) => member.pod);
  if (leaders.length > 1) {
    const message = `${leaders.join(' and ')} each said to be the leader ${sight.when}.`;
    return [find('several-leaders', 'fail', message, { objects: leaders })];
  }
  if (leaders.length === 1 || !members.some((member) => member.role === 'follower')) return [];
  const allAsked = members.every((member) => member.role === 'follower');
  const message = `No member was the leader ${sight.when}.`;
  return [find('no-leader', allAsked ? sight.absent : sight.unseen, message)];
}
