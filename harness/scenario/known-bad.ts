import type { BudgetName } from '../core/budgets.ts';
import type { Fault } from '../faults/fault.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Stack } from '../stack/stack.ts';

/**
 * A workload with one flaw that the judges must find: proof that a verdict can be other than a pass.
 * `suites/STACK/known-bad/NAME/known-bad.ts` exports one, as `knownBad`.
 */
export interface KnownBad {
  /** What is wrong with it, as a sentence. */
  flaw: string;
  stack: Stack;
  /** The scenario that must bring it to light; undefined: any may be asked for, and each must. */
  scenario?: string | undefined;
  /** Faults that take the place of the real ones of the same id, also as made from the real ones by their ids. */
  faults?: readonly Fault[] | ((faults: ReadonlyMap<string, Fault>) => readonly Fault[]);
  budgets?: Partial<Record<BudgetName, number>>;
  /** What has to come of it: the verdict, and the kinds of findings that must be among its reasons. */
  expects: { verdict: Verdict; kinds: readonly string[] };
}
