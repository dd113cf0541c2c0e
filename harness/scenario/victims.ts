import { HoldfastError } from '../core/errors.ts';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import { getClaim, getPod } from '../kube/resources.ts';
import type { Victim } from '../model/fault-record.ts';
import type { MemberView } from '../stack/stack.ts';
import { collectPodLogs } from './collect.ts';
import type { Participant } from './participant.ts';
import type { Target } from './scenarios.ts';

type Role = 'leader' | 'follower';

/**
 * The members that a target means now, as they are just before the fault; their logs so far are kept, since
 * they may go with them.
 */
export async function resolveVictims(participant: Participant, target: Target): Promise<Victim[]> {
  const members = await membersOf(participant, target);
  return await Promise.all(members.map((member) => describe(participant, member)));
}

async function membersOf({ stack, deployment, context }: Participant, target: Target): Promise<MemberView[]> {
  const roles: readonly Role[] =
    target === 'all' ? [] : target === 'follower-then-leader' ? ['follower', 'leader'] : [target];
  return await waitFor(
    target === 'all'
      ? `the members of ${stack.name}`
      : `a ${roles.join(' and a ')} of ${stack.name} to be seen`,
    async () => {
      const members = await stack.describeMembers(deployment);
      if (target === 'all') return found(members);
      const wanted = roles.map((role) => members.find((one) => one.role === role));
      return wanted.every((one) => one !== undefined)
        ? found(wanted)
        : notYet(members.map((one) => `${one.pod} is ${one.role}`).join(', '));
    },
    { budget: context.budgets.of('baseline'), signal: context.signal },
  );
}

async function describe({ stack, deployment, recorder }: Participant, member: MemberView): Promise<Victim> {
  const { client, namespace } = deployment;
  const pod = await getPod(client, namespace, member.pod);
  if (pod === undefined) throw new HoldfastError(`Pod ${member.pod} is not there to be hit.`);
  await collectPodLogs(client, pod, recorder.folder, '.before-fault');
  const status = pod.status.containerStatuses?.find((one) => one.name === stack.layout.container);
  const claimName = pod.spec.volumes?.find((volume) => volume.persistentVolumeClaim)?.persistentVolumeClaim
    ?.claimName;
  const claim = claimName === undefined ? undefined : await getClaim(client, namespace, claimName);
  return {
    stack: stack.name,
    pod: member.pod,
    podUid: pod.metadata.uid ?? '',
    ordinal: member.ordinal,
    node: pod.spec.nodeName ?? null,
    containerId: status?.containerID ?? null,
    restartCount: status?.restartCount ?? 0,
    claimUid: claim?.metadata.uid ?? null,
  };
}
