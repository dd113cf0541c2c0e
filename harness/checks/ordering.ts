import type { Evidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { Finding } from '../model/verdict.ts';
import { counted, findingsBy, secondsBetween } from './finding.ts';
import { hitByAnother, rollsOutAt, scaledAwayBy } from './ordering-faults.ts';
import { mayHaveBeenReady, podsOf, wasThere, type SeenPod } from './ordering-timeline.ts';

const find = findingsBy('ordering');

/**
 * Judges the order in which pods were started, stopped and replaced, where the pod management policy is
 * OrderedReady: a pod is made when all of lower ordinals are ready; scaling down ends it when none of a higher
 * ordinal is left; a rollout replaces pods from the highest ordinal down, each when the one before is ready
 * again (kubernetes.io/docs/concepts/workloads/controllers/statefulset, "Deployment and Scaling Guarantees"
 * and "Rolling Updates"). Other policies promise no order, and nothing is judged.
 *
 * The evidence is what a watch saw. The controller acts on a picture that may be older by up to two seconds,
 * so that a pod which was ready within them counts as ready. It cannot judge pods that were there before the
 * watch began, what happened while the watch was disconnected, and who deleted a pod: only during a
 * proven scaling or rollout is it taken to be the controller, and pods that another fault hit are left out.
 * Nothing is promised about the order in which pods end when the StatefulSet itself is deleted.
 */
export function judgeOrdering(evidence: Evidence): Finding[] {
  const policies = new Set(
    [evidence.before, evidence.after].flatMap((snapshot) => snapshot?.controller?.podManagementPolicy ?? []),
  );
  if (policies.size !== 1) {
    const what =
      policies.size === 0 ? 'was not seen' : `was first one and then another: ${[...policies].join(', ')}`;
    return [find('ordering-unseen', 'unknown', `The pod management policy ${what}.`)];
  }
  if (!policies.has('OrderedReady')) return [];
  const pods = podsOf(evidence.pods ?? []);
  if (pods.length === 0) {
    return [find('ordering-unseen', 'unknown', 'There is no record of what a watch saw of the pods.')];
  }
  return [
    ...reported(
      'start-order',
      pods.flatMap((pod) => startedEarly(pod, pods)),
      'made before all of lower ordinals were ready',
    ),
    ...reported(
      'stop-order',
      pods.flatMap((pod) => stoppedEarly(pod, pods, evidence)),
      'ended before all of higher ordinals were gone',
    ),
    ...reported(
      'update-order',
      evidence.faults.flatMap((fault) => pods.flatMap((pod) => replacedEarly(pod, pods, fault, evidence))),
      'replaced before those of higher ordinals were',
    ),
  ];
}

function startedEarly({ ordinal, pod, bornAt }: SeenPod, pods: readonly SeenPod[]): string[] {
  if (bornAt === undefined) return [];
  const ready = new Set(pods.filter((one) => mayHaveBeenReady(one, bornAt)).map((one) => one.ordinal));
  const waiting = Array.from({ length: ordinal }, (_, lower) => lower).filter((lower) => !ready.has(lower));
  if (waiting.length === 0) return [];
  return [`${pod} was made at ${seconds(bornAt)} with ${ordinals(waiting)} not ready`];
}

function stoppedEarly(
  { ordinal, pod, uid, dyingAt }: SeenPod,
  pods: readonly SeenPod[],
  { faults, record }: Evidence,
): string[] {
  if (dyingAt === undefined) return [];
  const fault = scaledAwayBy(faults, ordinal, dyingAt);
  if (fault === undefined || hitByAnother(faults, fault, record.stack, { uid, at: dyingAt })) return [];
  const higher = pods.filter((one) => one.ordinal > ordinal && wasThere(one, dyingAt));
  return higher.length === 0
    ? []
    : [`${pod} began to end at ${seconds(dyingAt)} with ${namesOf(higher)} still there`];
}

function replacedEarly(
  { ordinal, pod, uid, from, dyingAt }: SeenPod,
  pods: readonly SeenPod[],
  fault: FaultRecord,
  { faults, record }: Evidence,
): string[] {
  // A pod that was made during the rollout is not what the rollout replaces.
  if (dyingAt === undefined || from >= fault.injectedAt || !rollsOutAt(fault, dyingAt)) return [];
  if (hitByAnother(faults, fault, record.stack, { uid, at: dyingAt })) return [];
  const waiting = pods.filter(
    (old) =>
      old.ordinal > ordinal &&
      wasThere(old, fault.injectedAt) &&
      !pods.some((one) => replaces(one, old) && mayHaveBeenReady(one, dyingAt)),
  );
  return waiting.length === 0
    ? []
    : [`${pod} began to end at ${seconds(dyingAt)} with ${namesOf(waiting)} not replaced and ready`];
}

/** Another pod of that ordinal, and of another revision where it is known. */
function replaces(one: SeenPod, old: SeenPod): boolean {
  const another = one.ordinal === old.ordinal && one.uid !== old.uid && one.from >= old.from;
  return another && (one.revision === null || one.revision !== old.revision);
}

const namesOf = (pods: readonly SeenPod[]): string => pods.map(({ pod }) => pod).join(', ');

const seconds = (time: number): string => `${String(secondsBetween(0, time))} s`;

const ordinals = (numbers: readonly number[]): string =>
  `${numbers.length === 1 ? 'ordinal' : 'ordinals'} ${numbers.join(', ')}`;

function reported(kind: string, objects: readonly string[], what: string): Finding[] {
  if (objects.length === 0) return [];
  const message = `${counted(objects.length, 'pod')} ${objects.length === 1 ? 'was' : 'were'} ${what}: ${String(objects[0])}.`;
  return [find(kind, 'fail', message, { objects })];
}
