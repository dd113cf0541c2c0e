import { getStatefulSet, podsOfStatefulSet } from '../kube/stateful-set.ts';
import { claimsLeft } from './claims.ts';
import { evidence } from './evidence.ts';
import type { Fault } from './fault.ts';
import { names } from './victim.ts';

/** Removes every member, and brings as many back to heal. Proof: no pod of the StatefulSet is there. */
export const scaleToZero: Fault = {
  id: 'scale-to-zero',
  class: 'pod',
  expectation: 'new-pod',
  membersMeanwhile: 0,
  async inject({ operations, clock }) {
    await operations.scale(0);
    return { effectAt: clock.now() };
  },
  prove: (context) => {
    const { cluster, namespace, statefulSet, victims } = context;
    return evidence(context, `${statefulSet} being scaled to zero`, async () => {
      const set = await getStatefulSet(cluster.client, namespace, statefulSet);
      if (set === undefined) return { saw: `StatefulSet ${statefulSet} is not there` };
      if (set.spec.replicas !== 0) return { saw: `${String(set.spec.replicas)} replicas are wanted` };
      const pods = await podsOfStatefulSet(cluster.client, namespace, statefulSet);
      if (pods.size > 0) return { saw: `${String(pods.size)} pods are still there` };
      return {
        evidence: [
          `StatefulSet ${statefulSet} with UID ${set.metadata.uid ?? ''} wants no replicas, and has no pod.`,
          `Gone are ${names(victims)}, with UIDs ${victims.map((victim) => victim.podUid).join(', ')}.`,
          await claimsLeft(context),
        ],
      };
    });
  },
  heal: ({ operations, victims }) => operations.scale(victims.length),
};
