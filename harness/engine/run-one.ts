import { join } from 'node:path';
import { judgeFolder } from '../checks/judge.ts';
import { scenarioFile } from '../model/bundle.ts';
import { writeJson } from '../model/bundle-json.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { RunContext } from '../scenario/context.ts';
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
  override: (context: RunContext) => RunContext;
}

/** @throws UsageError for a stack, variant or scenario that there is not. */
export async function resolveJob({ stack, scenario, variant }: ScenarioRequest): Promise<Job> {
  const bad = variant === undefined ? undefined : await loadKnownBad(stack, variant);
  return {
    stack: bad?.stack ?? (await loadStack(stack)),
    scenario: findScenario(bad?.scenario ?? scenario ?? ''),
    variant,
    override: (context) => ({
      ...context,
      budgets: context.budgets.with(bad?.budgets ?? {}),
      faults: new Map([...context.faults, ...(bad?.faults ?? []).map((fault) => [fault.id, fault] as const)]),
    }),
  };
}

/** Runs a scenario to its end, then judges it from its files alone, and leaves the result beside them. */
export async function runOne(job: Job, context: RunContext): Promise<ScenarioResult> {
  const { stack, scenario, variant } = job;
  const { out, clock } = context;
  const subject = { stack, ...(variant === undefined ? {} : { variant }) };
  const folder = await runScenario(job.override(context), scenario, subject);
  const path = join(out, folder);
  const started = clock.now();
  const judged = await judgeFolder(path, folder);
  const judge = Math.round(clock.now() - started) / 1000;
  const result = { ...judged, durations: { ...judged.durations, judge } };
  await writeJson(scenarioFile(path, 'result'), result);
  return result;
}

/** What came of a scenario, in one line. */
export function sentenceFor(result: ScenarioResult): string {
  const { stack, variant, scenario, verdict, operations, data, availability } = result;
  const name = `${stack}${variant === undefined ? '' : ` (${variant})`} ${scenario}`;
  const { recovery } = availability;
  const back = recovery === null ? '' : `, whole again after ${recovery.toFixed(1)} s`;
  return `${verdict.toUpperCase().padEnd(7)} ${name}: ${String(operations.acknowledged)} acknowledged, ${String(data.lost)} lost${back}`;
}
