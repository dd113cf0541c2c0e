import { HoldfastError, sentenceOf } from '../core/errors.ts';
import { redact } from '../core/redaction.ts';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import type { Fault, FaultContext } from '../faults/fault.ts';
import { getPod } from '../kube/resources.ts';
import type { FaultRecord, Victim } from '../model/fault-record.ts';
import type { IdentitySnapshot } from '../model/identity.ts';
import { collectPodLogs } from './collect.ts';
import type { Participant } from './participant.ts';
import type { FaultStep } from './scenarios.ts';

/**
 * Carries out one fault on one member: resolves the target, writes the record before anything is done, injects,
 * proves, heals. The harness's own trouble ends up in the record, never in a pass.
 */
export async function strike(
  participant: Participant,
  step: FaultStep,
  before: IdentitySnapshot,
): Promise<FaultRecord> {
  const { context, recorder, stack, deployment } = participant;
  const { cluster, clock, budgets, signal } = context;
  const fault = context.faults.get(step.fault);
  if (fault === undefined) throw new HoldfastError(`There is no fault "${step.fault}".`);
  const victim = await resolve(participant, step.target);
  const record: FaultRecord = {
    fault: fault.id,
    target: step.target,
    victims: [victim],
    expectation: fault.expectation,
    injectedAt: clock.now(),
    proof: { proven: false, evidence: ['The run ended before the fault could be proven.'] },
    recoverBudgetSeconds: budgets.of('recover').seconds,
  };
  await recorder.fault(record);
  const nodeBound = before.members.some((member) => member.pod === victim.pod && member.volumeNode !== null);
  const { namespace } = deployment;
  const faultContext: FaultContext = {
    cluster,
    namespace,
    victim,
    container: stack.layout.container,
    nodeBound,
    clock,
    budgets,
    signal,
  };
  try {
    record.injectedAt = clock.now();
    await attempt(record, async () => {
      record.effectAt = (await fault.inject(faultContext)).effectAt;
    });
    record.proof = await prove(fault, faultContext);
  } finally {
    await attempt(record, () => heal(fault, faultContext, record));
    await recorder.fault(record);
  }
  return record;
}

async function prove(fault: Fault, context: FaultContext): Promise<FaultRecord['proof']> {
  try {
    const { proven, evidence } = await fault.prove(context);
    return { proven, evidence: evidence.map(redact) };
  } catch (error) {
    if (context.signal.aborted) throw error;
    return { proven: false, evidence: [redact(sentenceOf(error))] };
  }
}

/** Heals even when the run was interrupted: a kept cluster must not stay broken. */
async function heal(fault: Fault, context: FaultContext, record: FaultRecord): Promise<void> {
  if (fault.heal === undefined) return;
  await fault.heal({ ...context, signal: AbortSignal.timeout(context.budgets.of('heal').seconds * 1000) });
  record.healedAt = context.clock.now();
}

async function attempt(record: FaultRecord, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    record.error = redact(sentenceOf(error));
  }
}

/** The member that a target means now, as it is just before the fault; its logs so far are kept, since they may go with it. */
async function resolve(
  { stack, deployment, recorder, context }: Participant,
  target: FaultStep['target'],
): Promise<Victim> {
  const member = await waitFor(
    `a ${target} of ${stack.name} to be seen`,
    async () => {
      const members = await stack.describeMembers(deployment);
      const wanted = members.find((one) => one.role === target);
      return wanted === undefined
        ? notYet(members.map((one) => `${one.pod} is ${one.role}`).join(', '))
        : found(wanted);
    },
    { budget: context.budgets.of('baseline'), signal: context.signal },
  );
  const pod = await getPod(deployment.client, deployment.namespace, member.pod);
  if (pod === undefined) throw new HoldfastError(`Pod ${member.pod} is not there to be hit.`);
  await collectPodLogs(deployment.client, pod, recorder.folder, '.before-fault');
  const status = pod.status.containerStatuses?.find((one) => one.name === stack.layout.container);
  return {
    stack: stack.name,
    pod: member.pod,
    podUid: pod.metadata.uid ?? '',
    ordinal: member.ordinal,
    node: pod.spec.nodeName ?? null,
    containerId: status?.containerID ?? null,
    restartCount: status?.restartCount ?? 0,
  };
}
