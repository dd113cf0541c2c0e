import type { Evidence } from '../model/bundle-evidence.ts';
import type { IdentitySnapshot } from '../model/identity.ts';
import type { Finding } from '../model/verdict.ts';
import { findingsBy } from './finding.ts';
import { claimFate, claimsFindings, type ClaimOwner } from './identity-claims.ts';
import {
  controllerFindings,
  policyFindings,
  promisedBy,
  revisionFindings,
  revisionKept,
} from './identity-controller.ts';
import { namesFindings } from './identity-names.ts';
import { hitsOf, podFindings } from './identity-pod.ts';
import { newcomerFindings, productFindings } from './identity-product.ts';
import { snapshotFindings, type Sight } from './identity-snapshot.ts';
import { strangerFindings, structureFindings } from './identity-structure.ts';
import { volumeFindings } from './identity-volume.ts';
import { wantedAtTheEnd, type Place, type Wanted } from './identity-wanted.ts';
import { alwaysWhole, anyProven } from './situation.ts';

const find = findingsBy('identity');

/**
 * Judges whether every member is after the faults who it was before them: the same set of pod names, save
 * those that a proven fault took away or added; a new pod, container or claim exactly where one demands it;
 * the same claim, volume and handle; a DNS name that resolves to the pod's own address; the product's own
 * id; the marker on its volume; one leader; a volume for each member alone; no data in pods that are no members;
 * pods that belong to the StatefulSet and come from the revision in force; claims that are kept and owned as the
 * retention policy says, those of absent members included.
 * The guarantees are those of the StatefulSet (kubernetes.io/docs/concepts/workloads/controllers/statefulset).
 *
 * It can conclude that an identity changed or got lost between two snapshots. It cannot conclude that it
 * never did in between, nor that two incarnations never ran at once. What was not asked is unknown; what
 * a member cannot show because the stack never became whole again is left to the finding that says so.
 */
export function judgeIdentity(evidence: Evidence): Finding[] {
  const { before, after, faults, phases } = evidence;
  const settled = alwaysWhole(evidence);
  const neverWhole = phases.some(({ phase, error }) => phase === 'deploy' && error !== undefined);
  const findings: Finding[] = [];

  // Nothing was proven yet: who is not there may be the cluster's trouble. What is there and wrong is not.
  const inBaseline: Sight = { when: 'before the faults', unseen: 'unknown', absent: 'unknown' };
  // After a stack that never became whole, what is not there is explained; it is noted and no more.
  const atTheEnd: Sight = settled
    ? { when: 'at the end', unseen: 'unknown', absent: faults.every(isProven) ? 'fail' : 'unknown' }
    : { when: 'at the end', unseen: 'note', absent: 'note' };

  if (before === undefined) findings.push(noSnapshot('before the faults', 'unknown'));
  else {
    findings.push(...structureFindings(before, inBaseline));
    // A stack that was never whole may have been about to get there: nothing that takes time is held against it.
    if (!neverWhole)
      findings.push(...snapshotFindings(before, inBaseline), ...controllerFindings(before, inBaseline));
  }
  if (after === undefined) {
    findings.push(noSnapshot('at the end', !settled && anyProven(evidence) ? 'note' : 'unknown'));
  } else {
    findings.push(...snapshotFindings(after, atTheEnd), ...strangerFindings(after, atTheEnd));
    findings.push(...controllerFindings(after, atTheEnd), ...revisionFindings(after, atTheEnd));
  }
  if (before === undefined || after === undefined) return findings;

  findings.push(...policyFindings(before, after), ...comparison(before, after, evidence, atTheEnd));
  const led = before.members.some((member) => member.role === 'leader');
  if (led && after.members.length > 0 && after.members.every((member) => member.role === 'unknown')) {
    findings.push(
      find('leader-unseen', atTheEnd.unseen, 'No member could be asked at the end whether it leads.'),
    );
  }
  return findings;
}

/** What follows from both snapshots and the faults between them. */
function comparison(
  before: IdentitySnapshot,
  after: IdentitySnapshot,
  { faults, record }: Evidence,
  sight: Sight,
): Finding[] {
  const wantedOf = (place: Place): Wanted => {
    const wasThere = before.members.some((member) => member.pod === place.pod);
    return wantedAtTheEnd(place, wasThere, faults, record.stack);
  };
  const findings = namesFindings(before, after, wantedOf, sight);
  for (const now of after.members) {
    const member = before.members.find(({ pod }) => pod === now.pod);
    const wanted = wantedOf(now);
    // Of one that should not be there nothing else is to be asked.
    if (wanted === 'unwanted') continue;
    if (member === undefined) {
      findings.push(...newcomerFindings(now, after.members, sight));
      continue;
    }
    const hits = hitsOf(faults, record.stack, member.pod);
    const fate = claimFate(hits, promisedBy(before), promisedBy(after));
    findings.push(
      ...podFindings(member, now, hits),
      ...revisionKept(member, now),
      ...volumeFindings(member, now, fate, hits, sight),
      ...productFindings(member, now, fate, sight),
    );
  }
  const ownerOf = (place: Place): ClaimOwner => ({
    hits: hitsOf(faults, record.stack, place.pod),
    wanted: wantedOf(place),
  });
  return [...findings, ...claimsFindings(before, after, ownerOf)];
}

function isProven(fault: Evidence['faults'][number]): boolean {
  return fault.proof.proven;
}

function noSnapshot(when: string, effect: Finding['effect']): Finding {
  return find('no-snapshot', effect, `There is no snapshot of the identities ${when}.`);
}
