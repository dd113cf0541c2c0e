import { connect } from 'node:net';
import { sentenceOf } from '../core/errors.ts';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import type { Endpoint } from '../kube/endpoints.ts';
import { podsOf } from '../stack/stack.ts';
import type { Participant } from './participant.ts';

/**
 * Waits until every member takes a connection from outside the cluster, within the budget "baseline". A pod that is ready is
 * not reached at once: each node has yet to learn where its port leads, and refuses connections until then.
 * @throws BudgetExceededError with the members that could not be reached, and why.
 */
export async function everyMemberReached({ stack, deployment, context }: Participant): Promise<void> {
  const { budgets, signal } = context;
  const patience = budgets.of('connect').seconds * 1000;
  await waitFor(
    `every member of ${stack.name} to take a connection`,
    async () => {
      const pods = podsOf(stack, deployment.members);
      const answers = await Promise.all(
        pods.map(async (pod) => [pod, await knock(await deployment.endpoint(pod), patience)] as const),
      );
      const shut = answers.filter(([, trouble]) => trouble !== undefined);
      if (shut.length === 0) return found(true);
      return notYet(shut.map(([pod, trouble]) => `${pod}: ${String(trouble)}`).join('; '));
    },
    { budget: budgets.of('baseline'), signal },
  );
}

/** Connects and leaves again. @param patience in milliseconds. @returns what kept it from that; undefined: nothing. */
export async function knock(
  { host, port }: Pick<Endpoint, 'host' | 'port'>,
  patience: number,
): Promise<string | undefined> {
  const socket = connect({ host, port });
  try {
    return await new Promise((resolve) => {
      socket.once('connect', () => {
        resolve(undefined);
      });
      socket.once('error', (error) => {
        resolve(sentenceOf(error));
      });
      socket.setTimeout(patience, () => {
        resolve(`no answer within ${String(patience / 1000)} s`);
      });
    });
  } finally {
    socket.destroy();
  }
}
