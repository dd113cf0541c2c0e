import type { BudgetName } from '../core/budgets.ts';
import type { Fault } from '../faults/fault.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Stack } from '../stack/stack.ts';
import type { Scenario } from './scenarios.ts';

/** Findings of one kind that have to be among the reasons of a verdict. */
export interface Reason {
  kind: string;
  /** The judge who has to have found it; absent: any. */
  judge?: string;
  /** How many, over all members: the least sum of the findings' counts. */
  atLeast: number;
}

/** What has to come of a workload. Findings of the verdict's effect that are not named here are a wrong reason. */
export interface Expected {
  verdict: Verdict;
  /** Each of them has to be found. */
  reasons: readonly Reason[];
  /** Where several anomalies are right: one of them has to be found, and each may be. */
  anyOf?: readonly Reason[];
  /** Kinds that may come with them, since the same flaw brings them about. */
  alsoAllowed?: readonly string[];
}

/**
 * A workload with one flaw that the judges must find: proof that a verdict can be other than a pass.
 * `suites/STACK/known-bad/NAME/known-bad.ts` exports one, as `knownBad`.
 */
export interface KnownBad {
  /** What is wrong with it, as a sentence. */
  flaw: string;
  stack: Stack;
  /**
   * The scenario that must bring it to light: one of the list by its id, or one of its own, of which the good stack
   * promises nothing; undefined: any of the list may be asked for, and each must.
   */
  scenario?: string | Scenario;
  /**
   * The same stack without the flaw, in the same scenario: it must pass, which shows that the flaw is what was found.
   * Needed where the good stack differs in more than the flaw, or does not go through the scenario.
   */
  mended?: Stack;
  /** Faults that take the place of the real ones of the same id, also as made from the real ones by their ids. */
  faults?: readonly Fault[] | ((faults: ReadonlyMap<string, Fault>) => readonly Fault[]);
  budgets?: Partial<Record<BudgetName, number>>;
  expects: Expected;
}
