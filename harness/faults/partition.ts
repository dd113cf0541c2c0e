import { cutOff, dropped, knock, reconnect } from '../cluster/pod-network.ts';
import { getPod } from '../kube/resources.ts';
import { evidence, evidenceHeld, type Seen } from './evidence.ts';
import type { Fault, FaultContext } from './fault.ts';
import { nodeOf } from './victim.ts';

/**
 * Cuts a member off from its peers, from clients and from everything else, by packet filter rules in its pod's
 * network namespace. Its exec probes go on working, so that Kubernetes goes on taking it for ready. Nothing of the
 * member is gone: what is lost meanwhile was given up by the stack.
 * Proof: the rules are in place and have dropped packets, and a TCP connection to the pod gets no answer; a pod
 * that can be reached refuses a port on which nothing listens.
 */
export const partition: Fault = {
  id: 'partition',
  class: 'none',
  expectation: 'unchanged',
  async inject({ cluster, victim, clock }) {
    await cutOff(cluster.control, nodeOf(victim), victim.podUid);
    return { effectAt: clock.now() };
  },
  async prove(context) {
    const { victim, cluster } = context;
    const first = await evidence(context, `${victim.pod} being cut off`, () => cutOffNow(context));
    return await evidenceHeld(context, first, {
      what: `The isolation of ${victim.pod}`,
      budget: 'hold',
      look: async () => {
        const counters = await dropped(cluster.control, nodeOf(victim), victim.podUid);
        return counters === undefined ? 'the packet filter rules are not in place' : undefined;
      },
      atEnd: () => cutOffNow(context),
    });
  },
  async heal({ cluster, victim }) {
    if (victim.node !== null) await reconnect(cluster.control, victim.node, victim.podUid);
  },
};

async function cutOffNow({ cluster, namespace, victim }: FaultContext): Promise<Seen> {
  const { client, control } = cluster;
  const node = nodeOf(victim);
  const pod = await getPod(client, namespace, victim.pod);
  const address = pod?.status.podIP;
  if (pod?.metadata.uid !== victim.podUid || address === undefined) {
    return { saw: `pod ${victim.pod} with UID ${victim.podUid} has no address` };
  }
  const before = await dropped(control, node, victim.podUid);
  if (before === undefined)
    return { saw: `no rules that cut ${victim.pod} off are in its network namespace` };
  const port = pod.spec.containers.flatMap((one) => one.ports ?? [])[0]?.containerPort ?? DISCARD;
  const answer = await knock(control, node, address, port);
  const counters = await dropped(control, node, victim.podUid);
  const where = `a connection from ${node} to ${address}:${String(port)}`;
  if (answer !== 'no answer') return { saw: `${where} met with: ${answer}` };
  if (counters === undefined || counters.incoming === 0) return { saw: 'the rules have dropped no packet' };
  return {
    evidence: [
      `In the network namespace of pod ${victim.pod} with UID ${victim.podUid} rules are in place that dropped ` +
        `${String(counters.incoming)} packets to it and ${String(counters.outgoing)} from it.`,
      `For two seconds ${where} got no answer, not even a refusal.`,
    ],
  };
}

/** A port (RFC 863) for pods that declare none: whether it is open does not matter. */
const DISCARD = 9;
