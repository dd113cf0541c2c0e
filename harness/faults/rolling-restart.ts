import { patchStatefulSet } from '../kube/stateful-set.ts';
import type { Fault } from './fault.ts';
import { firstGone, rolledOut } from './rollout.ts';

/** The annotation by which `kubectl rollout restart` changes a pod template. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/**
 * Replaces all pods as `kubectl rollout restart` does. Proof: another revision than before, and a pod of it, with
 * the template's own time of restart, in the place of an old one. That all follow is part of the recovery.
 */
export const rollingRestart: Fault = {
  id: 'rolling-restart',
  class: 'pod',
  goesOn: true,
  expectation: 'new-pod',
  rollsOut: true,
  async inject(context) {
    const { cluster, namespace, statefulSet } = context;
    const annotations = { [RESTARTED_AT]: new Date().toISOString() };
    await patchStatefulSet(cluster.client, namespace, statefulSet, {
      spec: { template: { metadata: { annotations } } },
    });
    return { effectAt: await firstGone(context) };
  },
  prove: (context) =>
    rolledOut(context, `a rolling restart of ${context.statefulSet}`, ({ set, successor }) => {
      const wanted = set.spec.template.metadata.annotations?.[RESTARTED_AT];
      const has = successor.metadata.annotations?.[RESTARTED_AT];
      if (wanted === undefined || has !== wanted) {
        return { saw: `the new pod was not made by a restart: ${RESTARTED_AT} is ${has ?? 'absent'}` };
      }
      return { evidence: [`The template and the new pod carry ${RESTARTED_AT} = ${wanted}.`] };
    }),
};
