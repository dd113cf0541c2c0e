import { join } from 'node:path';
import { judgeFolder } from '../checks/judge.ts';
import { UsageError } from '../core/errors.ts';
import { scenarioFile } from '../model/bundle.ts';
import { writeJson } from '../model/bundle-json.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { RunContext } from '../scenario/context.ts';
import type { KnownBad } from '../scenario/known-bad.ts';
import { fitted, type Fitted } from '../scenario/applicability.ts';
import { runScenario } from '../scenario/run-scenario.ts';
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

/**
 * Runs a scenario to its end, then judges it from its files alone, and leaves the result beside them.
 * @param askedAt the run time, in milliseconds, at which it was asked for.
 */
export async function runOne(job: Job, context: RunContext, askedAt: number): Promise<ScenarioResult> {
  const { stack, scenario, variant } = job;
  const { out, clock, progress } = context;
  const subject = { stack, ...(variant === undefined ? {} : { variant }) };
  const startedAt = clock.now();
  const folder = await runScenario(job.override(context), scenario, subject);
  const path = join(out, folder);
  const judgedFrom = clock.now();
  progress.status(() => `${stack.name} ${scenario.id}: judging`);
  const judged = await judgeFolder(path, folder);
  const endedAt = clock.now();
  const result = {
    ...judged,
    durations: { ...judged.durations, judge: inSeconds(endedAt - judgedFrom) },
    askedAt: inSeconds(askedAt),
    startedAt: inSeconds(startedAt),
    endedAt: inSeconds(endedAt),
  };
  await writeJson(scenarioFile(path, 'result'), result);
  return result;
}

const inSeconds = (milliseconds: number): number => Math.round(milliseconds) / 1000;

/** What came of a scenario, in one line. */
export function sentenceFor(result: ScenarioResult): string {
  const { stack, variant, scenario, verdict, operations, data, availability } = result;
  const name = `${stack}${variant === undefined ? '' : ` (${variant})`} ${scenario}`;
  if (verdict === 'not-applicable') return `N/A     ${name}: ${result.findings[0]?.message ?? ''}`;
  const { recovery } = availability;
  const back = recovery === null ? '' : `, whole again after ${recovery.toFixed(1)} s`;
  return `${verdict.toUpperCase().padEnd(7)} ${name}: ${String(operations.acknowledged)} acknowledged, ${String(data.lost)} lost${back}`;
}
