import type { Budget } from '../core/budgets.ts';
import { HoldfastError } from '../core/errors.ts';
import { found, notYet, waitFor } from '../core/wait-for.ts';

export interface HoldOptions {
  /** For how long. */
  budget: Budget;
  signal?: AbortSignal | undefined;
  /** Milliseconds between two looks; 1000 by default. */
  everyMs?: number;
}

/**
 * Lets something last for the whole of a budget, and looks every second whether it still does. `look` gives
 * undefined while it does, else what is there instead. A look that throws has seen nothing: it neither counts
 * nor ends the hold, and the last one has to have seen it in place.
 * @returns how often it was seen in place.
 * @throws HoldfastError as soon as it is not in place any more.
 */
export async function hold(
  what: string,
  look: () => Promise<string | undefined>,
  { budget, signal, everyMs = 1000 }: HoldOptions,
): Promise<number> {
  const since = performance.now();
  const passed = (): number => (performance.now() - since) / 1000;
  let looks = 0;
  const instead = await waitFor<string | undefined>(
    `${what} to last ${String(budget.seconds)} s`,
    async () => {
      const seen = await look();
      if (seen !== undefined) return found(seen);
      looks += 1;
      const seconds = passed();
      return seconds >= budget.seconds ? found(undefined) : notYet(`in place for ${seconds.toFixed(0)} s`);
    },
    // The end is by this clock, not by the wait's budget: that one ends a look that never comes back.
    { budget: { name: budget.name, seconds: budget.seconds + GRACE_SECONDS }, signal, everyMs },
  );
  if (instead === undefined) return looks;
  throw new HoldfastError(
    `${what} was to last ${String(budget.seconds)} s (budget "${budget.name}"), but after ${passed().toFixed(1)} s: ${instead}.`,
  );
}

/** For the look that falls due last, however slow. */
const GRACE_SECONDS = 30;
