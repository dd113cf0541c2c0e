import { join } from 'node:path';
import { judgeFolder } from '../checks/judge.ts';
import { scenarioFile } from '../model/bundle.ts';
import { writeJson } from '../model/bundle-json.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { RunContext } from '../scenario/context.ts';
import { runScenario } from '../scenario/run-scenario.ts';
import type { Job } from './job.ts';

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
