import { HoldfastError } from '../../../../harness/core/errors.ts';
import type { Fault, FaultContext, Proof } from '../../../../harness/faults/fault.ts';
import type { Scenario } from '../../../../harness/scenario/scenarios.ts';

const ID = 'leader-lost-behind-partition';

/** The leader's volume is lost while the network keeps its only follower from what was written last. */
export const scenario: Scenario = {
  id: ID,
  title:
    'The leader is killed, and its claim and pod deleted, while its only follower is cut off; then the follower is reached again',
  scope: 'pods',
  members: 2,
  steps: [{ fault: ID, target: 'follower-then-leader' }],
  power: { acknowledgedBefore: 100, acknowledgedAfter: 100, inFlightAtFault: 1 },
};

/**
 * Cuts the follower off for the budget "hold", under load, kills the leader, takes its claim and pod, and heals by
 * connecting the follower again. The leader is killed before it could be asked to end: a server that ends in order
 * answers the commits that wait for a follower as if one had them.
 */
export function lostBehindPartition(faults: ReadonlyMap<string, Fault>): Fault {
  const partition = needed(faults, 'partition');
  const kill = needed(faults, 'pod-kill');
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
      await kill.inject(at(context, 1));
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
