import { HoldfastError } from '../core/errors.ts';
import { BudgetExceededError, found, notYet, waitFor } from '../core/wait-for.ts';
import { rollout } from '../kube/stateful-set.ts';
import { scenarioFile } from '../model/bundle.ts';
import { writeJson } from '../model/bundle-json.ts';
import type { IdentitySnapshot, MemberIdentity } from '../model/identity.ts';
import { podsOf } from '../stack/stack.ts';
import { lastWords } from './last-words.ts';
import { writeMarker } from './markers.ts';
import type { Participant } from './participant.ts';
import { everyMemberReached } from './reachable.ts';
import { takeSnapshot } from './snapshot.ts';

/** Deploys the stack and waits until it is whole, within the budget "deploy". */
export async function deploy(participant: Participant): Promise<void> {
  const { stack, context } = participant;
  await participant.createNamespaceAndApply();
  try {
    await wholeWithin(participant, context.budgets.of('deploy'), `${stack.name} to be deployed`);
  } catch (error) {
    // A stack that is made wrongly may never be whole: what it is made of is judged all the same.
    if (!(error instanceof BudgetExceededError)) throw error;
    await lookOnce(participant).catch(() => undefined);
    const { client, namespace } = participant.deployment;
    const words = await lastWords(client, namespace).catch(() => '');
    throw words === '' ? error : new HoldfastError(`${error.message} ${words}`, { cause: error });
  }
}

async function lookOnce({ stack, deployment, context, recorder }: Participant): Promise<void> {
  const seen = await takeSnapshot(stack, deployment, context.clock);
  await writeJson(scenarioFile(recorder.folder, 'before'), seen);
}

/** Waits until the stack is whole and its controller has nothing left to roll out. @throws BudgetExceededError with what was still missing. */
export async function wholeWithin(
  { stack, deployment, context }: Participant,
  budget: Parameters<typeof waitFor>[2]['budget'],
  what: string,
): Promise<void> {
  await waitFor(
    what,
    async () => {
      const { client, namespace } = deployment;
      // Between two steps of a rollout every member is ready: the controller has to have come to its end.
      const unsettled = await rollout(client, namespace, stack.layout.statefulSet);
      if (unsettled !== undefined) return notYet(unsettled);
      const wholeness = await stack.isWhole(deployment);
      return wholeness.whole ? found(true) : notYet(wholeness.missing);
    },
    // Asking every member may start a program in each, while they start themselves.
    { budget, signal: context.signal, sparing: true },
  );
}

/** Makes the data set, leaves a marker on each volume, sees operations end well, and takes the first snapshot. */
export async function baseline(participant: Participant): Promise<IdentitySnapshot> {
  const { stack, deployment, context, workload } = participant;
  const { client, namespace } = deployment;
  const { container, volumePath } = stack.layout;
  await everyMemberReached(participant);
  await workload.setUp();
  await participant.contractInForce(deployment.members);
  for (const { f, value } of workload.declared()) await participant.declare(f, value);
  await Promise.all(
    podsOf(stack, deployment.members).map((pod) =>
      writeMarker(client, { namespace, pod, container }, volumePath, `${context.run}/${namespace}/${pod}`),
    ),
  );
  participant.load.start();
  await waitFor(
    'a few operations to be acknowledged',
    () => {
      const { acknowledged, attempted } = participant.load.counts();
      return acknowledged >= 5
        ? found(true)
        : notYet(`${String(acknowledged)} of ${String(attempted)} acknowledged`);
    },
    { budget: context.budgets.of('baseline'), signal: context.signal },
  );
  return await snapshot(participant, 'before');
}

/**
 * Takes an identity snapshot, again and again until every member is ready, answers, and its name leads to it,
 * or the budget "dns" is used up; the last one taken is kept and judged as it is.
 */
export async function snapshot(
  participant: Participant,
  which: 'before' | 'after',
): Promise<IdentitySnapshot> {
  const { stack, deployment, context, recorder } = participant;
  let last: IdentitySnapshot | undefined;
  try {
    await waitFor(
      'every member to be ready and to answer, and its name to lead to it',
      async () => {
        last = await takeSnapshot(stack, deployment, context.clock);
        const astray = last.members.filter(
          (member) => !member.ready || member.productId === undefined || !leadsHome(member),
        );
        if (last.members.length === last.wanted && astray.length === 0) return found(true);
        return notYet(
          `${String(last.members.length)} members, of which not reached: ${astray.map((one) => one.pod).join(', ')}`,
        );
      },
      { budget: context.budgets.of('dns'), signal: context.signal, everyMs: 500 },
    );
  } catch (error) {
    if (!(error instanceof BudgetExceededError)) throw error;
  }
  if (last === undefined) throw new HoldfastError(`The members of ${stack.name} could not be looked at.`);
  await writeJson(scenarioFile(recorder.folder, which), last);
  return last;
}

function leadsHome({ podIp, dnsAddresses }: MemberIdentity): boolean {
  return dnsAddresses?.length === 1 && dnsAddresses[0] === podIp;
}
