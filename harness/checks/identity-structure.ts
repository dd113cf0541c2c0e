import type { IdentitySnapshot, MemberIdentity } from '../model/identity.ts';
import type { Finding } from '../model/verdict.ts';
import { findingsBy } from './finding.ts';
import { policyOf } from './identity-controller.ts';
import type { Sight } from './identity-snapshot.ts';

const find = findingsBy('identity');

/**
 * What a stack is made of, and what no trouble of the cluster can bring about, so that it is judged even of one that
 * never became whole: no data in pods that are no members, a volume for each member alone, and claims that are
 * kept or given up as the stack promises. What changes of volumes and claims from then on is found where snapshots
 * are compared.
 */
export function structureFindings(snapshot: IdentitySnapshot, sight: Sight): Finding[] {
  return [
    ...strangerFindings(snapshot, sight),
    ...sharedFindings(snapshot, sight),
    ...retentionFindings(snapshot, sight),
  ];
}

/** Pods with data that are no members: nothing promises such a pod its name, its address or its volume once it is replaced. */
export function strangerFindings({ strangers = [] }: IdentitySnapshot, { when }: Sight): Finding[] {
  return strangers.map(({ pod, owner }) => {
    const message = `${pod} had the data container ${when} and was no member of the StatefulSet: it belonged to ${owner ?? 'nobody'}.`;
    return find('no-identity', 'fail', message, { objects: [pod] });
  });
}

/**
 * No two members have the same claim, and no two the marker of the same owner on their volumes: a StatefulSet gives
 * each ordinal a claim of its own from each template
 * (kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage). Of members without a claim and
 * without a marker nothing is said.
 */
function sharedFindings({ members }: IdentitySnapshot, { when }: Sight): Finding[] {
  const claims = sharing(members, ({ claimUid }) => claimUid);
  const known = new Set(claims.flatMap(({ pods }) => pods));
  const others = members.filter(({ pod }) => !known.has(pod));
  const markers = sharing(others, ({ marker }) => marker ?? null);
  const shared = (pods: readonly string[], what: string): Finding =>
    find('volume-shared', 'fail', `${pods.join(', ')} all had ${what} ${when}.`, { objects: pods });
  return [
    ...claims.map(({ what, pods }) => shared(pods, `the claim with UID ${what}`)),
    ...markers.map(({ what, pods }) => shared(pods, `a volume that named ${what} as its owner`)),
  ];
}

function sharing(
  members: readonly MemberIdentity[],
  of: (member: MemberIdentity) => string | null,
): { what: string; pods: string[] }[] {
  return [...Map.groupBy(members, of)].flatMap(([what, ofOne]) =>
    what === null || ofOne.length < 2 ? [] : [{ what, pods: ofOne.map(({ pod }) => pod) }],
  );
}

function retentionFindings({ controller, retention }: IdentitySnapshot, { when }: Sight): Finding[] {
  if (controller === undefined || retention === undefined) return [];
  const [is, due] = [policyOf(controller), policyOf(retention)];
  if (is === due) return [];
  const message = `The retention policy of claims was ${is} ${when}; the stack promises ${due}.`;
  return [find('retention-policy', 'fail', message)];
}
