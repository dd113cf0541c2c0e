import { evidence } from './evidence.ts';
import type { Fault } from './fault.ts';
import { remove, whileAbsent } from './statefulset-absent.ts';
import { names } from './victim.ts';

/**
 * Deletes the StatefulSet and leaves its pods alone (`kubectl delete --cascade=orphan`), and makes it again to
 * heal: it has to take its pods back. Proof: it is not there, while each old pod is, and has no owner any more.
 */
export const statefulSetOrphan: Fault = {
  id: 'statefulset-orphan',
  class: 'none',
  expectation: 'unchanged',
  undisturbed: true,
  inject: (context) => remove(context, 'Orphan'),
  prove: (context) =>
    evidence(context, `${context.statefulSet} being deleted without its pods`, () =>
      whileAbsent(context, (present, owned) => {
        const lost = context.victims.filter((victim) => !present.has(victim.podUid));
        if (lost.length > 0) return { saw: `pods ${names(lost)} are gone` };
        if (owned.length > 0) return { saw: `pods ${owned.join(', ')} still have an owner` };
        const pods = context.victims.map((victim) => `${victim.pod} with UID ${victim.podUid}`);
        return { evidence: [`These pods are there, and have no owner: ${pods.join(', ')}.`] };
      }),
    ),
  heal: ({ operations }) => operations.applyManifests(),
};
