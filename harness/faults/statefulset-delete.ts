import { claimsLeft } from './claims.ts';
import { evidence } from './evidence.ts';
import type { Fault } from './fault.ts';
import { remove, whileAbsent } from './statefulset-absent.ts';

/**
 * Deletes the StatefulSet with its pods (`kubectl delete --cascade=foreground`), and makes it again to heal: on the
 * claims that are left. Proof: the StatefulSet is not there, and none of the old pods is.
 */
export const statefulSetDelete: Fault = {
  id: 'statefulset-delete',
  class: 'pod',
  expectation: 'new-pod',
  inject: (context) => remove(context, 'Foreground'),
  prove: (context) =>
    evidence(context, `${context.statefulSet} being deleted with its pods`, () =>
      whileAbsent(context, async (present) => {
        if (present.size > 0) return { saw: `pods ${[...present.values()].join(', ')} are still there` };
        const uids = context.victims.map((victim) => victim.podUid).join(', ');
        return {
          evidence: [`No pod of it is there; gone are those with UIDs ${uids}.`, await claimsLeft(context)],
        };
      }),
    ),
  heal: ({ operations }) => operations.applyManifests(),
};
