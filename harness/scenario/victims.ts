import { HoldfastError } from '../core/errors.ts';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import { getClaim, getPod } from '../kube/resources.ts';
import type { Victim } from '../model/fault-record.ts';
import type { MemberView } from '../stack/stack.ts';
import { collectPodLogs } from './collect.ts';
import type { Participant } from './participant.ts';
import type { FaultStep, Target } from './scenarios.ts';

type Role = 'leader' | 'follower';

/** Whom a fault hits, and what it is to be called on record. */
export interface Aim {
  /** Members as they are just before the fault. */
  victims: Victim[];
  /** The target; where the node was chosen for several stacks together, the role of whoever is there. */
  target: string;
}

/**
 * Whom a step hits, and whom the steps that overlap it will: while its fault is being recovered from, it may take as long as
 * the recovery until the stack says again who is who.
 */
export async function aimWithOverlaps(
  participant: Participant,
  steps: readonly FaultStep[],
  index: number,
): Promise<Aim[]> {
  const aims: Aim[] = [];
  for (const [at, step] of steps.entries()) {
    if (at < index) continue;
    if (at > index && step.overlapping !== true) break;
    aims.push(await aim(participant, step.target, at));
  }
  return aims;
}

/**
 * The members that a step's target means now; their logs so far are kept, since they may go with them. In company
 * the nodes that are hit are agreed on first, and the stack's own members there are its victims.
 * @param step the number of the step.
 */
async function aim(participant: Participant, target: Target, step: number): Promise<Aim> {
  const { company, placement, signal } = participant.context;
  const members = await membersOf(participant, target);
  const victims = await Promise.all(members.map((member) => describe(participant, member)));
  if (company === undefined || target === 'all') return { victims, target };
  const wanted = victims.map(({ node }) => placement.onlyHit ?? node ?? '');
  const nodes = await company.agree(participant.stack.name, step, wanted, signal);
  const there = await membersOn(participant, nodes);
  return {
    victims: await Promise.all(there.map((member) => describe(participant, member))),
    target: there.map(({ role }) => role).join('-then-'),
  };
}

/** The stack's own member on each of the nodes. @throws HoldfastError where it has none on one of them, or several. */
async function membersOn(
  { stack, deployment }: Participant,
  nodes: readonly string[],
): Promise<MemberView[]> {
  const { client, namespace } = deployment;
  const members = await stack.describeMembers(deployment);
  const placed = await Promise.all(
    members.map(async (member) => {
      const pod = await getPod(client, namespace, member.pod);
      return { member, node: pod?.spec.nodeName };
    }),
  );
  return nodes.map((node) => {
    const there = placed.filter((one) => one.node === node).map(({ member }) => member);
    const [only] = there;
    if (only !== undefined && there.length === 1) return only;
    const who = there.length === 0 ? 'no member' : there.map(({ pod }) => pod).join(' and ');
    throw new HoldfastError(
      `${stack.name} has ${who} on ${node}, which the fault hits for several stacks together, and not one: run this scenario by itself, with --parallel 1.`,
    );
  });
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
      const wanted = roles.map((role) => inRole(members, role));
      return wanted.every((one) => one !== undefined)
        ? found(wanted)
        : notYet(members.map((one) => `${one.pod} is ${one.role}`).join(', '));
    },
    { budget: context.budgets.of('baseline'), signal: context.signal },
  );
}

/** Of peers, none of whom leads, the first stands for the leader and the last for a follower. */
function inRole(members: readonly MemberView[], role: Role): MemberView | undefined {
  const peers = members.filter((one) => one.role === 'peer');
  if (peers.length > 1) return role === 'leader' ? peers[0] : peers.at(-1);
  return members.find((one) => one.role === role);
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
