import type { Evidence } from '../model/bundle-evidence.ts';
import type { MemberIdentity } from '../model/identity.ts';
import type { Finding } from '../model/verdict.ts';
import { findingsBy } from './finding.ts';
import { hitsOf, podFindings } from './identity-pod.ts';
import { productFindings } from './identity-product.ts';
import { snapshotFindings, type Sight } from './identity-snapshot.ts';
import { volumeFindings } from './identity-volume.ts';
import { alwaysWhole, anyProven } from './situation.ts';

const find = findingsBy('identity');

/**
 * Judges whether every member is after the faults who it was before them: the same set of pod names, with
 * a new pod or container exactly where a proven fault demands one; the same claim, volume and handle; a
 * DNS name that resolves to the pod's own address; the product's own id; the marker on its volume; one
 * leader. The guarantees are those of the StatefulSet (kubernetes.io/docs/concepts/workloads/controllers/statefulset).
 *
 * It can conclude that an identity changed or got lost between two snapshots. It cannot conclude that it
 * never did in between, nor that two incarnations never ran at once. What was not asked is unknown; what
 * a member cannot show because the stack never became whole again is left to the finding that says so.
 */
export function judgeIdentity(evidence: Evidence): Finding[] {
  const { before, after, faults, record } = evidence;
  const settled = alwaysWhole(evidence);
  const findings: Finding[] = [];

  // Nothing was proven yet: who is not there may be the cluster's trouble. What is there and wrong is not.
  const inBaseline: Sight = { when: 'before the faults', unseen: 'unknown', absent: 'unknown' };
  // After a stack that never became whole, what is not there is explained; it is noted and no more.
  const atTheEnd: Sight = settled
    ? { when: 'at the end', unseen: 'unknown', absent: faults.every(isProven) ? 'fail' : 'unknown' }
    : { when: 'at the end', unseen: 'note', absent: 'note' };

  if (before === undefined) findings.push(noSnapshot('before the faults', 'unknown'));
  else findings.push(...snapshotFindings(before, inBaseline));
  if (after === undefined) {
    findings.push(noSnapshot('at the end', !settled && anyProven(evidence) ? 'note' : 'unknown'));
  } else findings.push(...snapshotFindings(after, atTheEnd));
  if (before === undefined || after === undefined) return findings;

  findings.push(...namesFindings(before.members, after.members, atTheEnd, after.problems.length > 0));
  for (const member of before.members) {
    const now = after.members.find((candidate) => candidate.pod === member.pod);
    if (now === undefined) continue;
    findings.push(
      ...podFindings(member, now, hitsOf(faults, record.stack, member.pod)),
      ...volumeFindings(member, now),
      ...productFindings(member, now, atTheEnd),
    );
  }
  const led = before.members.some((member) => member.role === 'leader');
  if (led && after.members.every((member) => member.role === 'unknown')) {
    findings.push(
      find('leader-unseen', atTheEnd.unseen, 'No member could be asked at the end whether it leads.'),
    );
  }
  return findings;
}

function isProven(fault: Evidence['faults'][number]): boolean {
  return fault.proof.proven;
}

function noSnapshot(when: string, effect: Finding['effect']): Finding {
  return find('no-snapshot', effect, `There is no snapshot of the identities ${when}.`);
}

/** The pods that are gone, and the ghosts that should not be there. */
function namesFindings(
  before: readonly MemberIdentity[],
  after: readonly MemberIdentity[],
  sight: Sight,
  partlySeen: boolean,
): Finding[] {
  const was = new Set(before.map((member) => member.pod));
  const is = new Set(after.map((member) => member.pod));
  const effect = sight.absent === 'fail' && partlySeen ? 'unknown' : sight.absent;
  return [
    ...[...was]
      .filter((member) => !is.has(member))
      .map((member) => find('member-missing', effect, `${member} is missing at the end.`, { member })),
    ...[...is]
      .filter((member) => !was.has(member))
      .map((member) =>
        find('ghost', 'fail', `${member} is there at the end and was not before.`, { member }),
      ),
  ];
}
