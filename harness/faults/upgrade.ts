import { HoldfastError } from '../core/errors.ts';
import { getStatefulSet, patchStatefulSet } from '../kube/stateful-set.ts';
import type { Container, Pod } from '../kube/objects.ts';
import type { Fault, FaultContext } from './fault.ts';
import { firstGone, rolledOut } from './rollout.ts';

/**
 * Rolls out the stack's other image: in the data container, and in every init container of the same image. Proof:
 * another revision than before, and a pod of it in which the data container runs from the other image.
 */
export const upgrade: Fault = {
  id: 'upgrade',
  class: 'pod',
  goesOn: true,
  expectation: 'new-pod',
  rollsOut: true,
  newVersion: true,
  async inject(context) {
    const { cluster, namespace, statefulSet, container } = context;
    const to = otherImage(context);
    const set = await getStatefulSet(cluster.client, namespace, statefulSet);
    const { containers = [], initContainers = [] } = set?.spec.template.spec ?? {};
    const from = containers.find((one) => one.name === container)?.image;
    if (from === undefined || from === to) {
      throw new HoldfastError(
        `StatefulSet ${namespace}/${statefulSet} cannot be upgraded to ${to}: its container "${container}" has ${from ?? 'no image'}.`,
      );
    }
    const changed = (one: Container): { name: string; image: string } => ({ name: one.name, image: to });
    const same = initContainers.filter((one) => one.image === from);
    await patchStatefulSet(cluster.client, namespace, statefulSet, {
      spec: {
        template: {
          spec: {
            containers: [{ name: container, image: to }],
            ...(same.length === 0 ? {} : { initContainers: same.map(changed) }),
          },
        },
      },
    });
    return { effectAt: await firstGone(context) };
  },
  prove: (context) => {
    const { container, statefulSet } = context;
    const to = otherImage(context);
    const seenBefore = new Set<string>();
    return rolledOut(context, `an upgrade of ${statefulSet} to ${to}`, ({ successor, old }) => {
      for (const id of old.map((pod) => imageId(pod, container))) if (id !== undefined) seenBefore.add(id);
      const image = successor.spec.containers.find((one) => one.name === container)?.image;
      if (image !== to) return { saw: `the new pod's image is ${image ?? 'unknown'}` };
      const status = successor.status.containerStatuses?.find((one) => one.name === container);
      const id = imageId(successor, container);
      if (status?.state?.running === undefined || id === undefined) {
        return { saw: `container "${container}" of ${successor.metadata.name} does not run yet` };
      }
      if (seenBefore.has(id)) return { saw: `the image ${to} is the very one that ran before (${id})` };
      const before = seenBefore.size === 0 ? '' : `; the old pods run ${[...seenBefore].join(', ')}`;
      return { evidence: [`Pod ${successor.metadata.name} runs ${to}, image id ${id}${before}.`] };
    });
  },
};

function otherImage({ operations, statefulSet }: FaultContext): string {
  const { upgradeImage } = operations;
  if (upgradeImage !== undefined) return upgradeImage;
  throw new HoldfastError(
    `There is no second version of the image of ${statefulSet} to be had, so that nothing can be upgraded.`,
  );
}

function imageId(pod: Pod, container: string): string | undefined {
  const id = pod.status.containerStatuses?.find((one) => one.name === container)?.imageID;
  return id === '' ? undefined : id;
}
