import type { WaitStrategy } from 'testcontainers';
import type { Budget } from '../core/budgets.ts';
import { HoldfastError, InterruptedError, sentenceOf } from '../core/errors.ts';
import { found, notYet, waitFor, type Look } from '../core/wait-for.ts';
import { docker } from '../host/docker.ts';
import { lastLines, stateOf } from './containers.ts';

/** Looks whether the server in a container serves: its `ready` command succeeds. */
export async function serves(id: string, ready: readonly string[]): Promise<Look<'serves'>> {
  return await docker(['exec', id, ...ready], { timeoutSeconds: 20 }).then(
    () => found('serves'),
    (error: unknown) => notYet(sentenceOf(error)),
  );
}

/** Waits for a container that was just made to serve; one that ends by itself is not waited for. */
export function untilServing(
  ready: readonly string[],
  budget: Budget,
  signal: AbortSignal | undefined,
): WaitStrategy {
  const strategy: WaitStrategy = {
    waitUntilReady: async ({ id }) => {
      const look = async (): Promise<Look<'serves' | 'ended'>> =>
        (await stateOf(id)).Running ? await serves(id, ready) : found('ended');
      try {
        if ((await waitFor('the server to serve', look, { budget, signal })) === 'serves') return;
      } catch (cause) {
        if (cause instanceof InterruptedError) throw cause;
        throw new HoldfastError(`${sentenceOf(cause)} ${await lastWords(id)}`, { cause });
      }
      throw new HoldfastError(await howItEnded(id));
    },
    withStartupTimeout: () => strategy,
    isStartupTimeoutSet: () => true,
    getStartupTimeout: () => budget.seconds * 1000,
  };
  return strategy;
}

/** Why a container that was made does not serve: how it ended, where it did, else what was thrown. */
export async function whyNot(thrown: unknown, id: string | undefined): Promise<string> {
  const why = sentenceOf(thrown);
  if (id === undefined) return why;
  const state = await stateOf(id).catch(() => undefined); // it may have been removed, with all said
  return state === undefined || state.Running ? why : await howItEnded(id);
}

async function howItEnded(id: string): Promise<string> {
  const { ExitCode } = await stateOf(id);
  return `It ended by itself with status ${String(ExitCode)}. ${await lastWords(id)}`;
}

/** The last lines of a container's log, as a sentence. */
export async function lastWords(id: string): Promise<string> {
  const lines = await lastLines(id, 3).catch(() => []);
  return lines.length === 0 ? 'The server wrote nothing.' : `The server wrote last: ${lines.join(' | ')}`;
}
