import { setTimeout as delay } from 'node:timers/promises';
import { HoldfastError, InterruptedError, sentenceOf } from './errors.ts';
import type { Budget } from './budgets.ts';

/** One look at the world: either the awaited value, or what was seen instead. */
export type Look<T> = { done: true; value: T } | { done: false; saw: string };

export const found = <T>(value: T): Look<T> => ({ done: true, value });
export const notYet = (saw: string): Look<never> => ({ done: false, saw });

/** A wait that outlived its budget; `lastSeen` is what the last look found. */
export class BudgetExceededError extends HoldfastError {
  readonly budget: Budget;
  readonly lastSeen: string;

  constructor(what: string, budget: Budget, lastSeen: string, cause?: unknown) {
    super(
      `Waited ${String(budget.seconds)} s (budget "${budget.name}") for ${what}; last seen: ${lastSeen}. ` +
        `Raise it with --budget ${budget.name}=SECONDS if that is too little here.`,
      cause === undefined ? {} : { cause },
    );
    this.name = 'BudgetExceededError';
    this.budget = budget;
    this.lastSeen = lastSeen;
  }
}

export interface WaitOptions {
  budget: Budget;
  /** Ends the wait at once when aborted. */
  signal?: AbortSignal | undefined;
  /** Milliseconds between two looks; 250 by default. */
  everyMs?: number;
  /**
   * Looks take the machine from what is waited for: after one that took long the pause is three times as long as it was,
   * but no longer than 2 s, nor shorter than `everyMs`.
   */
  sparing?: boolean;
}

/** The longest pause of a sparing wait, in milliseconds. */
const MOST_SPARED_MS = 2000;

/**
 * Looks again and again until `look` is done or the budget is used up. The only way to wait in this
 * project. A look that throws counts as "not yet", and its error becomes what was last seen.
 * @throws BudgetExceededError naming the budget and what was last seen; InterruptedError on abort.
 */
export async function waitFor<T>(
  what: string,
  look: (signal: AbortSignal) => Promise<Look<T>> | Look<T>,
  options: WaitOptions,
): Promise<T> {
  const { budget, signal, everyMs = 250, sparing = false } = options;
  const end = performance.now() + budget.seconds * 1000;
  let lastSeen = 'nothing yet';
  let cause: unknown;
  for (;;) {
    if (signal?.aborted === true) throw interruption(signal);
    const began = performance.now();
    const left = end - began;
    // A look may hang (a dead network): it gets what is left of the budget, and not less than a second.
    const lookSignal = AbortSignal.timeout(Math.max(1000, Math.ceil(left)));
    const within = signal === undefined ? lookSignal : AbortSignal.any([lookSignal, signal]);
    try {
      const seen = await raceAbort(Promise.resolve(look(within)), within);
      if (seen.done) return seen.value;
      lastSeen = seen.saw;
      cause = undefined;
    } catch (error) {
      // Our own signal is looked at again at the top of the loop.
      if (!lookSignal.aborted) {
        lastSeen = sentenceOf(error);
        cause = error;
      }
    }
    const now = performance.now();
    const spared = sparing ? Math.min(MOST_SPARED_MS, 3 * (now - began)) : 0;
    // No wait ends early because its last pause would have been a long one.
    const pause = Math.max(everyMs, Math.min(spared, end - now - everyMs));
    if (now + pause >= end) throw new BudgetExceededError(what, budget, lastSeen, cause);
    await delay(pause, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }
}

/** Rejects when the signal aborts, even if the promise never settles. */
export async function raceAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (abort !== undefined) signal.removeEventListener('abort', abort);
    promise.catch(() => undefined); // a late rejection after the abort is nobody's
  }
}

function interruption(signal: AbortSignal): Error {
  return signal.reason instanceof HoldfastError ? signal.reason : new InterruptedError('its caller');
}
