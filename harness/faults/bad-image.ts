import { found, notYet, waitFor } from '../core/wait-for.ts';
import { deletePod } from '../kube/resources.ts';
import { isStatus } from '../kube/client.ts';
import { getStatefulSet, patchStatefulSet, podsOfStatefulSet } from '../kube/stateful-set.ts';
import { describePod, type Pod } from '../kube/objects.ts';
import type { Victim } from '../model/fault-record.ts';
import type { Fault, FaultContext } from './fault.ts';
import { firstGone, rolledOut } from './rollout.ts';

/** Nothing answers on this port, and no packet leaves the node: the pull fails at once, for good. */
const NO_IMAGE = 'localhost:1/holdfast/none:1';

const PULL_FAILS = ['ErrImagePull', 'ImagePullBackOff'];

/**
 * Rolls out an image that cannot be pulled, and rolls it back. The roll-out stops at the member with the highest
 * ordinal, which is lost meanwhile; the others stay as they are. Proof: that pod waits for the image.
 */
export const badImage: Fault = {
  id: 'bad-image',
  class: 'pod',
  goesOn: true,
  expectation: 'unchanged',
  expectationOf: (victim, victims) => (victim === last(victims) ? 'new-pod' : 'unchanged'),
  async inject(context) {
    const { cluster, namespace, statefulSet, container, budgets, signal } = context;
    await patchStatefulSet(cluster.client, namespace, statefulSet, {
      spec: { template: { spec: { containers: [{ name: container, image: NO_IMAGE }] } } },
    });
    const effectAt = await firstGone(context);
    await waitFor(
      `the pull of ${NO_IMAGE} to fail`,
      async () => {
        const pods = [...(await podsOfStatefulSet(cluster.client, namespace, statefulSet)).values()];
        const bad = pods.find((pod) => hasBadImage(pod, container));
        if (bad === undefined) return notYet('there is no pod with that image');
        return failedPull(bad, container) === undefined ? notYet(describePod(bad)) : found(true);
      },
      { budget: budgets.of('image-pull-fails'), signal },
    );
    return { effectAt };
  },
  prove: (context) => {
    const { container, victims } = context;
    const what = `a roll-out of ${NO_IMAGE} being stuck`;
    return rolledOut(context, what, ({ successor, old }) => {
      const { name, uid } = successor.metadata;
      const why = failedPull(successor, container);
      if (why === undefined) return { saw: `${name}: ${describePod(successor)}` };
      return {
        evidence: [
          `Pod ${name} with UID ${uid ?? ''} waits for the image ${NO_IMAGE}: ${why}`,
          `${String(old.length)} of the other ${String(victims.length - 1)} members still have their old UIDs.`,
        ],
      };
    });
  },
  /**
   * Applying the good manifests is not enough: the controller waits for the stuck pod to become ready first
   * (kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback).
   */
  async heal(context) {
    const { cluster, namespace, statefulSet, container, operations, budgets, signal } = context;
    await operations.applyManifests();
    await waitFor(
      `${statefulSet} to be rolled back from ${NO_IMAGE}`,
      async () => {
        const set = await getStatefulSet(cluster.client, namespace, statefulSet);
        if ((set?.status.observedGeneration ?? 0) < (set?.metadata.generation ?? 0)) {
          return notYet('the controller has not looked at it yet');
        }
        const pods = [...(await podsOfStatefulSet(cluster.client, namespace, statefulSet)).values()];
        const stuck = pods.filter((pod) => hasBadImage(pod, container));
        for (const pod of stuck) await deleteUnlessGone(context, pod);
        return stuck.length === 0
          ? found(true)
          : notYet(stuck.map((pod) => `${pod.metadata.name}: ${describePod(pod)}`).join('; '));
      },
      { budget: budgets.of('heal'), signal },
    );
  },
};

function last(victims: readonly Victim[]): Victim | undefined {
  return victims.toSorted((a, b) => a.ordinal - b.ordinal).at(-1);
}

function hasBadImage(pod: Pod, container: string): boolean {
  return pod.spec.containers.some((one) => one.name === container && one.image === NO_IMAGE);
}

/** The words in which the pull of the bad image failed; undefined where it has not. */
function failedPull(pod: Pod, container: string): string | undefined {
  const waiting = pod.status.containerStatuses?.find((one) => one.name === container)?.state?.waiting;
  const { reason = '', message = '' } = waiting ?? {};
  return hasBadImage(pod, container) && PULL_FAILS.includes(reason) ? `${reason}, ${message}` : undefined;
}

async function deleteUnlessGone({ cluster }: FaultContext, pod: Pod): Promise<void> {
  if (pod.metadata.deletionTimestamp !== undefined) return;
  try {
    await deletePod(cluster.client, pod);
  } catch (error) {
    if (!isStatus(error, 404) && !isStatus(error, 409)) throw error;
  }
}
