import { evidenceFromPod } from './evidence.ts';
import type { Fault } from './fault.ts';
import { containerOf } from './victim.ts';

/**
 * Kills every process of the data container with SIGKILL, from the node: PID 1 ignores the signal from inside.
 * Proof: the same pod, with another container and a raised restart count.
 */
export const podKill: Fault = {
  id: 'pod-kill',
  class: 'process',
  expectation: 'new-container',
  async inject({ cluster, victim, clock }) {
    const { node, containerId } = containerOf(victim);
    await cluster.control.killContainer(node, containerId);
    return { effectAt: clock.now() };
  },
  prove: (context) =>
    evidenceFromPod(context, `the container of ${context.victim.pod} being killed`, (pod) => {
      const { victim, container } = context;
      const status = pod?.status.containerStatuses?.find((one) => one.name === container);
      if (pod?.metadata.uid !== victim.podUid)
        return { saw: `pod ${victim.pod} is not the one that was to be hit` };
      const id = status?.containerID;
      const restarts = status?.restartCount ?? 0;
      if (id === undefined || id === victim.containerId || restarts <= victim.restartCount) {
        return { saw: `container ${id ?? 'unknown'} with ${String(restarts)} restarts` };
      }
      const ended = status?.lastState?.terminated;
      const how =
        ended === undefined
          ? ''
          : ` The old one ended with exit code ${String(ended.exitCode)} (${ended.reason ?? ''}).`;
      return {
        evidence: [
          `Pod ${victim.pod} kept UID ${victim.podUid}; its container ${victim.containerId ?? ''} was replaced by ${id}, ` +
            `restart count ${String(victim.restartCount)} -> ${String(restarts)}.${how}`,
        ],
      };
    }),
};
