import { HoldfastError } from '../core/errors.ts';
import type { Fault, FaultContext, Proof } from '../faults/fault.ts';
import type { Scenario } from './scenarios.ts';

const ID = 'leader-lost-behind-partition';

/** The leader's volume is lost while the network keeps its only follower from what was written last. */
export const lostBehindPartitionScenario: Scenario = {
  id: ID,
  title:
    "The leader's claim and pod are deleted while its only follower is cut off; then the follower is reached again",
  scope: 'pods',
  members: 2,
  steps: [{ fault: ID, target: 'follower-then-leader' }],
  power: { acknowledgedBefore: 100, acknowledgedAfter: 100, inFlightAtFault: 1 },
};

/**
 * A fault for known-bad variants whose followers may lag: cuts the follower off for the budget "hold", under load, takes
 * the leader's claim and pod, and heals by connecting the follower again.
 * @param killed whether the leader is killed before it is asked to end: for servers that, when they end in order, answer
 * the commits that wait for a follower as if one had them.
 * @throws HoldfastError where one of the faults that it is made of is not there.
 */
export function lostBehindPartition(
  faults: ReadonlyMap<string, Fault>,
  { killed = false }: { killed?: boolean } = {},
): Fault {
  const partition = needed(faults, 'partition');
  const kill = killed ? needed(faults, 'pod-kill') : undefined;
  const loss = needed(faults, 'claim-lost');
  /** What was seen of the partition, by the victims hit: it is over when the rest is proven. */
  const cutOff = new WeakMap<FaultContext['victims'], Proof>();
  const at = (context: FaultContext, index: 0 | 1): FaultContext => {
    const victim = context.victims[index];
    if (victim === undefined) throw new HoldfastError(`${ID} hits a follower and the leader.`);
    return { ...context, victim };
  };
  return {
    ...loss,
    id: ID,
    expectationOf: (victim, victims) => (victim === victims[0] ? 'unchanged' : 'new-claim'),
    async inject(context) {
      await partition.inject(at(context, 0));
      cutOff.set(context.victims, await partition.prove(at(context, 0)));
      await kill?.inject(at(context, 1));
      return await loss.inject(at(context, 1));
    },
    async prove(context) {
      const cut = cutOff.get(context.victims) ?? { proven: false, evidence: ['Nobody was cut off.'] };
      const lost = await loss.prove(at(context, 1));
      return { proven: cut.proven && lost.proven, evidence: [...cut.evidence, ...lost.evidence] };
    },
    heal: async (context) => {
      await partition.heal?.(at(context, 0));
    },
  };
}

function needed(faults: ReadonlyMap<string, Fault>, id: string): Fault {
  const fault = faults.get(id);
  if (fault === undefined) throw new HoldfastError(`There is no fault "${id}".`);
  return fault;
}
