import { UsageError } from '../core/errors.ts';
import { fitted, type Fitted } from '../scenario/applicability.ts';
import type { RunContext } from '../scenario/context.ts';
import type { KnownBad } from '../scenario/known-bad.ts';
import type { Scenario } from '../scenario/scenarios.ts';
import type { Stack } from '../stack/stack.ts';
import type { ScenarioRequest } from './protocol.ts';
import { findScenario, loadKnownBad, loadStack } from './registry.ts';

/** A request with everything it names: the stack or its known-bad variant, the scenario, and what they override. */
export interface Job {
  stack: Stack;
  scenario: Scenario;
  variant: string | undefined;
  /** Why the scenario does not apply to the stack; undefined: it does. */
  inapplicable: string | undefined;
  override: (context: RunContext) => RunContext;
}

/** @throws UsageError for a stack, variant or scenario that there is not, or that does not fit the variant. */
export async function resolveJob({ stack, scenario, variant }: ScenarioRequest): Promise<Job> {
  const bad = variant === undefined ? undefined : await loadKnownBad(stack, variant);
  const subject = bad?.stack ?? (await loadStack(stack));
  const listed = scenarioOf(bad, scenario, `${stack} ${variant ?? ''}`.trim());
  const own = typeof bad?.scenario === 'object';
  const fit: Fitted = own ? { scenario: listed } : fitted(subject, listed);
  return {
    stack: subject,
    scenario: fit.scenario,
    variant,
    inapplicable: fit.inapplicable,
    override: (context) => overridden(context, bad),
  };
}

function scenarioOf(bad: KnownBad | undefined, asked: string | undefined, name: string): Scenario {
  const own = bad?.scenario;
  const id = typeof own === 'object' ? own.id : own;
  if (id !== undefined && asked !== undefined && asked !== id) {
    throw new UsageError(`${name} is brought to light by the scenario "${id}", not "${asked}".`);
  }
  if (typeof own === 'object') return own;
  const scenario = id ?? asked;
  if (scenario === undefined) throw new UsageError(`${name} brings no scenario of its own; name one.`);
  return findScenario(scenario);
}

function overridden(context: RunContext, bad: KnownBad | undefined): RunContext {
  const faults = typeof bad?.faults === 'function' ? bad.faults(context.faults) : (bad?.faults ?? []);
  return {
    ...context,
    budgets: context.budgets.with(bad?.budgets ?? {}),
    faults: new Map([...context.faults, ...faults.map((fault) => [fault.id, fault] as const)]),
  };
}

/** `STACK (VARIANT) SCENARIO`: what tells a scenario of a run from all others. */
export function nameOf({ stack, scenario, variant }: Job): string {
  return `${stack.name}${variant === undefined ? '' : ` (${variant})`} ${scenario.id}`;
}

/** The variant, where it is one, as it stands in a result. */
export const variantOf = ({ variant }: Job): { variant?: string } =>
  variant === undefined ? {} : { variant };

export const membersOf = ({ stack, scenario }: Job): number => Math.max(stack.members, scenario.members ?? 0);

/** The fewest workers that its members can live on. */
export function nodesOf(job: Job): number {
  const members = membersOf(job);
  return Math.min(members, job.stack.layout.leastNodes ?? members);
}
