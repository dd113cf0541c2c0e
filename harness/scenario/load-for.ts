import { HoldfastError, sentenceOf } from '../core/errors.ts';
import { BudgetExceededError, found, notYet, waitFor } from '../core/wait-for.ts';
import type { Participant } from './participant.ts';

/** Loads for a while, and until enough operations were acknowledged; too few are the judges' business, not an error. */
export async function loadFor(
  participant: Participant,
  seconds: number,
  acknowledgements: number,
): Promise<void> {
  const { load, context } = participant;
  const { clock, budgets, signal } = context;
  const start = clock.now();
  const already = load.counts().acknowledged;
  try {
    await waitFor(
      `${String(acknowledgements)} operations to be acknowledged`,
      () => {
        const done = load.counts().acknowledged - already;
        const long = clock.now() - start >= seconds * 1000;
        if (load.trouble() !== undefined || (long && done >= acknowledgements)) return found(true);
        return notYet(`${String(done)} acknowledged`);
      },
      { budget: budgets.of('load'), signal, everyMs: 100 },
    );
  } catch (error) {
    if (!(error instanceof BudgetExceededError)) throw error;
  }
  requireRecorded(participant);
}

/** @throws the harness's own trouble in recording what was done: without the record nothing can be judged. */
export function requireRecorded({ load }: Participant): void {
  const trouble = load.trouble();
  if (trouble === undefined) return;
  throw new HoldfastError(`The history could not be written. ${sentenceOf(trouble)}`, { cause: trouble });
}
