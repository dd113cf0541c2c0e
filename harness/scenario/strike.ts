import { HoldfastError, sentenceOf } from '../core/errors.ts';
import { redact } from '../core/redaction.ts';
import { found, waitFor } from '../core/wait-for.ts';
import type { Fault, FaultContext } from '../faults/fault.ts';
import { onceEach } from '../faults/once.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { IdentitySnapshot } from '../model/identity.ts';
import type { Participant } from './participant.ts';
import type { FaultStep } from './scenarios.ts';
import type { Aim } from './victims.ts';

/**
 * Carries out one fault: writes the record before anything is done, injects, proves, heals. The harness's own
 * trouble ends up in the record, never in a pass. In company a fault is injected and healed for all stacks
 * together, and each proves it by itself.
 * @param index the number of the step.
 */
export async function strike(
  participant: Participant,
  step: FaultStep,
  index: number,
  { victims, target }: Aim,
  before: IdentitySnapshot,
): Promise<FaultRecord> {
  const { context, recorder, stack, deployment } = participant;
  const { cluster, clock, budgets, signal } = context;
  const fault = context.faults.get(step.fault);
  if (fault === undefined) throw new HoldfastError(`There is no fault "${step.fault}".`);
  const [victim] = victims;
  if (victim === undefined) throw new HoldfastError(`${stack.name} has no member to be hit.`);
  const { onlyHit } = context.placement;
  if (onlyHit !== undefined && victim.node !== onlyHit) {
    // Other scenarios run beside this one, on the other nodes.
    throw new HoldfastError(
      `${victim.pod} runs on ${victim.node ?? 'no node'}, and only ${onlyHit} may be hit while others run: run this scenario by itself, with --parallel 1.`,
    );
  }
  /** Of the contracts that have come into force, the one that is in force now. */
  const inForce = Math.max(participant.contracts().length - 1, 0);
  const record: FaultRecord = {
    fault: fault.id,
    target,
    victims: victims.map((one) => {
      const expectation = fault.expectationOf?.(one, victims);
      return { ...one, ...(expectation === undefined ? {} : { expectation }) };
    }),
    expectation: fault.expectation,
    class: fault.class,
    contracts: participant.contracts().slice(inForce),
    ...(fault.undisturbed === true ? { longestGapSeconds: budgets.of('data-plane').seconds } : {}),
    ...declaredBy(fault),
    injectedAt: clock.now(),
    proof: { proven: false, evidence: ['The run ended before the fault could be proven.'] },
    recoverBudgetSeconds: budgets.of('recover').seconds,
  };
  if (fault.newVersion === true) record.versionsBefore = await versionsOf(participant);
  await recorder.fault(record);
  const faultContext: FaultContext = {
    cluster,
    namespace: deployment.namespace,
    statefulSet: stack.layout.statefulSet,
    container: stack.layout.container,
    victims,
    victim,
    nodeBound: before.members.some((member) => member.pod === victim.pod && member.volumeNode !== null),
    operations: participant.operations(),
    once: context.company?.once(index) ?? onceEach(),
    clock,
    budgets,
    signal,
  };
  try {
    const overlap = step.overlapping === true ? await stillRecovering(participant) : undefined;
    // Whoever comes first does it for all: by then everybody has to be ready to say when.
    await context.company?.meet(stack.name, index, 'inject', signal);
    record.injectedAt = clock.now();
    await attempt(record, async () => {
      record.effectAt = (await fault.inject(faultContext)).effectAt;
    });
    const proof = await prove(fault, faultContext);
    record.proof =
      overlap === undefined
        ? proof
        : { proven: proof.proven && overlap.proven, evidence: [...overlap.evidence, ...proof.evidence] };
  } finally {
    await context.company?.meet(stack.name, index, 'heal', signal).catch(() => undefined); // an interrupted run heals as well
    await attempt(record, () => heal(fault, faultContext, record));
    record.contracts = participant.contracts().slice(inForce);
    await recorder.fault(record);
  }
  return record;
}

/** The versions that take part now; none where they cannot be asked for within the budget "operation". */
export async function versionsOf({ workload, context, stack }: Participant): Promise<Record<string, string>> {
  const { budgets, signal } = context;
  return await waitFor(`${stack.name} to tell its versions`, async () => found(await workload.versions()), {
    budget: budgets.of('operation'),
    signal,
  }).catch(() => ({}));
}

/** What a fault says of itself that the judges have to know. */
function declaredBy(fault: Fault): Partial<FaultRecord> {
  const { waivesAtMostOne, takesNode, goesOn, rollsOut, newVersion, membersMeanwhile, membersAfter } = fault;
  return {
    ...(waivesAtMostOne === undefined ? {} : { waivesAtMostOne }),
    ...(takesNode === undefined ? {} : { takesNode }),
    ...(goesOn === undefined ? {} : { goesOn }),
    ...(rollsOut === undefined ? {} : { rollsOut }),
    ...(newVersion === undefined ? {} : { newVersion }),
    ...(membersMeanwhile === undefined ? {} : { membersMeanwhile }),
    ...(membersAfter === undefined ? {} : { membersAfter }),
  };
}

/** A fault overlaps another one only where the stack was not whole when it was injected. */
async function stillRecovering({ stack, deployment }: Participant): Promise<FaultRecord['proof']> {
  const wholeness = await stack.isWhole(deployment);
  return wholeness.whole
    ? { proven: false, evidence: ['The stack was whole again before this fault: they did not overlap.'] }
    : {
        proven: true,
        evidence: [`The fault before it was still being recovered from: ${wholeness.missing}.`],
      };
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

/** Heals even when the run was interrupted: a kept cluster must not stay broken. Recovery counts from its beginning. */
async function heal(fault: Fault, context: FaultContext, record: FaultRecord): Promise<void> {
  if (fault.heal === undefined) return;
  const healedAt = context.clock.now();
  await fault.heal({ ...context, signal: AbortSignal.timeout(context.budgets.of('heal').seconds * 1000) });
  record.healedAt = healedAt;
}

async function attempt(record: FaultRecord, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const sentence = redact(sentenceOf(error));
    record.error = record.error === undefined ? sentence : `${record.error} ${sentence}`;
  }
}
