import { getStatefulSet, podsOfStatefulSet } from '../kube/stateful-set.ts';
import { allReplaced, evidence, type Seen } from './evidence.ts';
import type { Fault, FaultContext } from './fault.ts';

/**
 * Changes the number of members, the product's own steps included. Proof, upwards: that many are wanted, and the
 * first pod beyond those before exists; downwards: no pod beyond is left. Whether the stack is whole with that many
 * members is the recovery's business.
 */
function scaleTo(members: number): Fault {
  return {
    id: `scale-to-${String(members)}`,
    class: 'pod',
    expectation: 'unchanged',
    expectationOf: (victim) => (victim.ordinal >= members ? 'gone' : 'unchanged'),
    membersAfter: members,
    async inject({ operations, clock }) {
      await operations.scale(members);
      return { effectAt: clock.now() };
    },
    prove: (context) => {
      const what = `${context.statefulSet} being scaled to ${String(members)} members`;
      return evidence(context, what, () => scaled(context, members));
    },
  };
}

async function scaled(context: FaultContext, members: number): Promise<Seen> {
  const { cluster, namespace, statefulSet, victims } = context;
  const before = victims.length;
  if (before === members) return { saw: `there were ${String(members)} members already` };
  const set = await getStatefulSet(cluster.client, namespace, statefulSet);
  if (set === undefined) return { saw: `StatefulSet ${statefulSet} is not there` };
  const { spec, status, metadata } = set;
  if (spec.replicas !== members) return { saw: `${String(spec.replicas)} replicas are wanted` };
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) {
    return { saw: 'the controller has not looked at it yet' };
  }
  const pods = await podsOfStatefulSet(cluster.client, namespace, statefulSet);
  const present = [...pods.keys()].sort((a, b) => a - b).join(', ');
  const wanted = `The number of replicas of StatefulSet ${statefulSet} is ${String(members)}; the number of members before was ${String(before)}.`;
  if (members > before) {
    const added = pods.get(before);
    if (added === undefined) return { saw: `only pods of ordinals ${present} exist` };
    return {
      evidence: [wanted, `Pod ${added.metadata.name} with UID ${added.metadata.uid ?? ''} was added.`],
    };
  }
  const beyond = [...pods.keys()].filter((ordinal) => ordinal >= members);
  if (beyond.length > 0) return { saw: `pods of ordinals ${beyond.join(', ')} are still there` };
  const gone = victims.filter((victim) => victim.ordinal >= members);
  return {
    evidence: [
      wanted,
      ...gone.map((victim) => `Pod ${victim.pod} with UID ${victim.podUid} is gone, and has no successor.`),
      `Pods of these ordinals exist: ${present}.`,
    ],
  };
}

export const scaleTo1 = scaleTo(1);
export const scaleTo3 = scaleTo(3);

/**
 * Adds members to those of a product that has to be stopped for it: all go, and come back with the new ones. Proof: that
 * many are wanted, the first new pod exists, and every old one was replaced.
 */
function restartInto(members: number): Fault {
  const scaling = scaleTo(members);
  return {
    id: `restart-into-${String(members)}`,
    class: scaling.class,
    expectation: 'new-pod',
    membersMeanwhile: 0,
    membersAfter: members,
    inject: (context) => scaling.inject(context),
    prove: (context) => {
      const what = `${context.statefulSet} being started again with ${String(members)} members`;
      return evidence(context, what, async () => {
        const seen = await scaled(context, members);
        if ('saw' in seen) return seen;
        const replaced = await allReplaced(context);
        return 'saw' in replaced ? replaced : { evidence: [...seen.evidence, ...replaced.evidence] };
      });
    },
  };
}

export const restartInto8 = restartInto(8);
