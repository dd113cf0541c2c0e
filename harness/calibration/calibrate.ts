import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinCalls, type Call } from '../checks/calls.ts';
import { judgeScenario } from '../checks/judge.ts';
import { RunClock } from '../core/clock.ts';
import { readHistory } from '../model/history-reader.ts';
import { HistoryWriter } from '../model/history-writer.ts';
import { HISTORY_VERSION } from '../model/operation.ts';
import type { ScenarioResult } from '../model/result.ts';
import { verdictOf, type Finding, type Verdict } from '../model/verdict.ts';
import { Load } from '../stack/load.ts';
import { podOf, type Access, type Stack } from '../stack/stack.ts';
import { Course } from './course.ts';
import type { Disturbance } from './disturbances.ts';
import { evidenceOf, namesOf, type Happened } from './evidence.ts';
import { readBackOne } from './read-back.ts';
import { THOROUGH, type CalibrationSettings } from './settings.ts';

/** What came of a calibration. */
export interface Calibrated {
  /** The worst of the findings. */
  verdict: Verdict;
  /** What the judges found, but for what only a cluster can show. */
  findings: Finding[];
  data: ScenarioResult['data'];
  operations: ScenarioResult['operations'];
  calls: readonly Call[];
  /** Of server and client. */
  versions: Record<string, string>;
}

/** What differs from THOROUGH, and what ends it early. */
export type CalibrationOptions = Partial<CalibrationSettings> & { signal?: AbortSignal };

/** The judges of what only a cluster can show. */
const NOT_ASKED: ReadonlySet<string> = new Set(['phases', 'identity', 'ordering', 'incarnations']);

/**
 * Loads one server, disturbs it under the load, reads it back and judges: a stack's driver and the judges, without
 * Kubernetes. A server that does not come back, or has lost something, is what the judges tell of.
 * @throws what the workload threw before the load or a disturbance at work, the harness's own trouble, the interruption.
 */
export async function calibrate(
  stack: Stack,
  access: Access,
  disturbances: readonly Disturbance[],
  { signal, ...options }: CalibrationOptions = {},
): Promise<Calibrated> {
  const settings = { ...THOROUGH, ...options };
  const { seed, rate, writers, readRate, mix = stack.mix } = settings;
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-calibration-'));
  const path = join(folder, 'history.hfh');
  const clock = new RunClock();
  const { originWall } = clock;
  const names = namesOf(stack);
  const header = {
    format: 'holdfast-history',
    version: HISTORY_VERSION,
    ...names,
    seed,
    originWall,
  } as const;
  const history = await HistoryWriter.create(path, header);
  const workload = stack.workload(access, { seed, writers, mix });
  const readers = { rate: readRate, ordinals: () => 1 };
  const load = new Load({ workload, history, clock, rate, writers, readers });
  try {
    await workload.setUp();
    const versions = await workload.versions();
    const course = new Course({ clock, history, load, access, settings, signal });
    const inForce = await course.declare(stack.contract(1), workload.declared());
    const faults = await course.run(disturbances, inForce);
    const readBack = await readBackOne(workload, podOf(stack, 0), access.budgets, signal);
    await history.close();
    const { operations } = await readHistory(path);
    const { budgets } = access;
    return judged(stack, settings, { budgets, originWall, operations, readBack, faults }, versions);
  } finally {
    await load.stop();
    await history.close();
    await workload.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}

function judged(
  stack: Stack,
  settings: CalibrationSettings,
  happened: Happened,
  versions: Record<string, string>,
): Calibrated {
  const { findings: all, data, operations } = judgeScenario(evidenceOf(stack, settings, happened), '');
  const findings = all.filter(({ judge }) => !NOT_ASKED.has(judge));
  const { calls } = joinCalls(happened.operations);
  return { verdict: verdictOf(findings), findings, data, operations, calls, versions };
}
