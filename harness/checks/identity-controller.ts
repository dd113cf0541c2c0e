import type { ControllerIdentity, IdentitySnapshot, MemberIdentity, Retention } from '../model/identity.ts';
import type { Finding } from '../model/verdict.ts';
import { findingsBy } from './finding.ts';
import type { Sight } from './identity-snapshot.ts';

const find = findingsBy('identity');

/** Whether in one snapshot every pod belongs to the StatefulSet, and every claim to whom the retention policy says. */
export function controllerFindings({ controller, members }: IdentitySnapshot, sight: Sight): Finding[] {
  if (controller === undefined) {
    return [find('controller-unseen', sight.unseen, `The StatefulSet was not seen ${sight.when}.`)];
  }
  return members.flatMap((member) => [
    ...ownerFindings(member, controller, sight),
    ...claimOwnerFindings(member, controller, sight),
  ]);
}

function ownerFindings(
  { pod, ownerUid }: MemberIdentity,
  { uid }: ControllerIdentity,
  { when }: Sight,
): Finding[] {
  if (ownerUid === uid) return [];
  const message = `${pod} belonged to ${ownerUid ?? 'nobody'} ${when}; the StatefulSet was ${uid}.`;
  return [find('orphan', 'fail', message, { member: pod })];
}

/**
 * With `whenDeleted: Delete` claims belong to the StatefulSet; with `whenScaled: Delete` the claim of a pod
 * that is being scaled away belongs to the pod instead; otherwise to neither of them.
 * Source: kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention
 */
function claimOwnerFindings(
  { pod, ordinal, claim, claimUid, claimOwners }: MemberIdentity,
  { whenDeleted, whenScaled, replicas }: ControllerIdentity,
  { when }: Sight,
): Finding[] {
  if (claim === null || claimUid === null) return [];
  const withPod = whenScaled === 'Delete' && ordinal >= replicas;
  const withSet = whenDeleted === 'Delete' && !withPod;
  const right = claimOwners.includes('Pod') === withPod && claimOwners.includes('StatefulSet') === withSet;
  if (right) return [];
  const due = withPod ? 'its pod' : withSet ? 'the StatefulSet' : 'neither a pod nor the StatefulSet';
  const message =
    `The claim ${claim} of ${pod} was owned by ${claimOwners.join(' and ') || 'nobody'} ${when}; ` +
    `by the retention policy it should have been ${due}.`;
  return [find('claim-owner', 'fail', message, { member: pod })];
}

/** What the StatefulSet says of itself, with its claims' retention as the stack promises it. */
export function promisedBy({ controller, retention }: IdentitySnapshot): ControllerIdentity | undefined {
  return controller === undefined ? undefined : { ...controller, ...retention };
}

/** Whether the StatefulSet promises at the end what it promised before. */
export function policyFindings(before: IdentitySnapshot, after: IdentitySnapshot): Finding[] {
  if (before.controller === undefined || after.controller === undefined) return [];
  const was = policyOf(before.controller);
  const is = policyOf(after.controller);
  if (was === is) return [];
  return [
    find(
      'retention-policy-changed',
      'fail',
      `The retention policy of claims was ${was}, and is ${is} at the end.`,
    ),
  ];
}

export function policyOf({ whenDeleted, whenScaled }: Retention): string {
  return `${whenDeleted} when deleted and ${whenScaled} when scaled`;
}

/** Whether everybody runs from the template that is in force, and the StatefulSet knows of no other. */
export function revisionFindings({ controller, members }: IdentitySnapshot, sight: Sight): Finding[] {
  if (controller === undefined) return [];
  const { currentRevision, updateRevision } = controller;
  const findings = members
    .filter(({ ready, revision }) => ready && revision !== updateRevision)
    .map(({ pod, revision }) => {
      const message = `${pod} was made from the revision ${revision ?? 'of no name'}; ${updateRevision} is in force ${sight.when}.`;
      return find('revision', sight.absent, message, { member: pod });
    });
  if (currentRevision !== updateRevision) {
    const message = `The StatefulSet is still on its way from the revision ${currentRevision} to ${updateRevision} ${sight.when}.`;
    findings.push(find('revision', sight.absent, message));
  }
  return findings;
}

/** A pod's template cannot change: another one means another pod. */
export function revisionKept(before: MemberIdentity, after: MemberIdentity): Finding[] {
  if (before.podUid !== after.podUid || before.revision === after.revision) return [];
  const message = `${after.pod} is the same pod, and its revision was ${before.revision ?? 'none'} and is ${after.revision ?? 'none'}.`;
  return [find('revision-changed', 'fail', message, { member: after.pod })];
}
