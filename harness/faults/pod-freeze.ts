import { pause, resume, taskOf } from '../cluster/containers.ts';
import { evidence, evidenceHeld, type Seen } from './evidence.ts';
import type { Fault, FaultContext } from './fault.ts';
import { containerOf } from './victim.ts';

/**
 * Freezes the cgroup of the data container, from the node: no process of it runs, none of its connections is
 * closed. Stopping PID 1 alone would leave its children serving. Nothing of the member is gone: its processes go on
 * where they were, so that what is lost meanwhile was given up by the stack.
 * Proof: the node's runtime calls the very container paused, at the beginning, throughout the hold and at its end.
 */
export const podFreeze: Fault = {
  id: 'pod-freeze',
  class: 'none',
  expectation: 'unchanged',
  async inject({ cluster, victim, clock }) {
    const { node, containerId } = containerOf(victim);
    await pause(cluster.control, node, containerId);
    return { effectAt: clock.now() };
  },
  async prove(context) {
    const what = `the container of ${context.victim.pod} being frozen`;
    const first = await evidence(context, what, () => frozen(context));
    return await evidenceHeld(context, first, {
      what: `The frozen state of ${context.victim.pod}`,
      budget: 'hold',
      look: async () => {
        const now = await frozen(context);
        return 'saw' in now ? now.saw : undefined;
      },
      atEnd: () => frozen(context),
    });
  },
  async heal({ cluster, victim }) {
    const { node, containerId } = victim;
    if (node === null || containerId === null) return;
    await resume(cluster.control, node, containerId);
  },
};

async function frozen({ cluster, victim }: FaultContext): Promise<Seen> {
  const { node, containerId } = containerOf(victim);
  const task = await taskOf(cluster.control, node, containerId);
  if (task?.status !== 'PAUSED') return { saw: `container ${containerId} is ${task?.status ?? 'not there'}` };
  return {
    evidence: [
      `Container ${containerId} of pod ${victim.pod} is PAUSED on ${node} (PID ${String(task.pid)} there).`,
    ],
  };
}
