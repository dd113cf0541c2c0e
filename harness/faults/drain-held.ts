import { HoldfastError } from '../core/errors.ts';
import { drain, setSchedulable } from '../kube/drain.ts';
import { askForEviction } from '../kube/evict.ts';
import { getNode } from '../kube/nodes.ts';
import { getPod } from '../kube/resources.ts';
import type { Victim } from '../model/fault-record.ts';
import { evidence, podReplaced } from './evidence.ts';
import type { Fault, FaultContext } from './fault.ts';
import { hold } from './hold.ts';
import { nodeOf, thisPod } from './victim.ts';

/**
 * Drains a follower's node, and then asks for the eviction of the leader, again and again for the budget
 * "eviction-held": with one member away, the disruption budget must refuse it. Both nodes are uncordoned to heal.
 * Proof: the follower's old pod is gone, and a further eviction, as a dry run, is refused in the disruption budget's
 * words. Where it was not refused, the leader's old pod is gone: that is proven as well, and a violation of what
 * is expected of the leader.
 */
export const drainHeld: Fault = {
  id: 'drain-held',
  class: 'pod',
  expectation: 'new-pod',
  expectationOf: (victim, victims) => (victim === victims[0] ? 'new-pod' : 'unchanged'),
  async inject(context) {
    const { cluster, namespace, once, budgets, clock, signal } = context;
    const { follower, leader } = pair(context);
    for (const one of cordoned(context)) await setSchedulable(cluster.client, one, false);
    const node = nodeOf(follower);
    await once(`drain ${node}`, () => drain(cluster.client, node, signal));
    const effectAt = clock.now();
    const answers: string[] = [];
    const refused = async (): Promise<string | undefined> => {
      const { answer } = await askForEviction(cluster.client, thisPod(leader, namespace));
      answers.push(answer);
      return answer === 'refused' ? undefined : `it was ${answer}`;
    };
    try {
      const budget = budgets.of('eviction-held');
      await hold(`The refusal to evict ${leader.pod}`, refused, { budget, signal });
    } catch (error) {
      // An eviction that was accepted is the stack's failure, and shows in its proof.
      if (!answers.includes('accepted')) throw error;
    }
    return { effectAt };
  },
  prove: (context) => {
    const { cluster, namespace } = context;
    const { follower, leader } = pair(context);
    return evidence(context, `the eviction of ${leader.pod} being held back`, async () => {
      for (const node of [nodeOf(follower), nodeOf(leader)]) {
        const now = await getNode(cluster.client, node);
        if (now?.spec.unschedulable !== true) return { saw: `node ${node} is not cordoned` };
      }
      const away = podReplaced(follower, await getPod(cluster.client, namespace, follower.pod));
      if ('saw' in away) return away;
      const cordons = `Nodes ${nodeOf(follower)} and ${nodeOf(leader)} are cordoned.`;
      const hit = podReplaced(leader, await getPod(cluster.client, namespace, leader.pod));
      if ('evidence' in hit) {
        const notHeld = 'No disruption budget held its eviction back.';
        return { evidence: [cordons, ...away.evidence, ...hit.evidence, notHeld] };
      }
      const asked = await askForEviction(cluster.client, thisPod(leader, namespace), { dryRun: true });
      const words = asked.answer === 'refused' ? asked.words : asked.answer;
      if (!/disruption budget/i.test(words)) {
        return { saw: `a dry run of the eviction of ${leader.pod}: ${words}` };
      }
      const held = `Pod ${leader.pod} still has UID ${leader.podUid}; a dry run of its eviction: ${words}`;
      return { evidence: [cordons, ...away.evidence, held] };
    });
  },
  async heal({ cluster, victims, nodeBound }) {
    const nodes = nodeBound ? victims.map((victim) => victim.node) : cluster.workers;
    for (const node of nodes) if (node !== null) await setSchedulable(cluster.client, node, true);
  },
};

function pair({ victims }: FaultContext): { follower: Victim; leader: Victim } {
  const [follower, leader] = victims;
  if (follower !== undefined && leader !== undefined) return { follower, leader };
  throw new HoldfastError(
    `A drain is held back by the disruption budget only where two members are hit, not ${String(victims.length)}.`,
  );
}

/** The nodes of both; all workers where the follower could move: as soon as it is ready elsewhere, evicting the leader is fine. */
function cordoned(context: FaultContext): string[] {
  const { follower, leader } = pair(context);
  return context.nodeBound ? [nodeOf(follower), nodeOf(leader)] : context.cluster.workers;
}
