import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinCalls, type Call } from '../../harness/checks/calls.ts';
import { judgeScenario } from '../../harness/checks/judge.ts';
import { RunClock } from '../../harness/core/clock.ts';
import { BudgetExceededError, found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import type { LoadedEvidence } from '../../harness/model/bundle-evidence.ts';
import { readHistory } from '../../harness/model/history-reader.ts';
import { HistoryWriter } from '../../harness/model/history-writer.ts';
import { NEMESIS, type Operation } from '../../harness/model/operation.ts';
import type { ReadBack, ReadBackHeader } from '../../harness/model/read-back.ts';
import type { ScenarioResult } from '../../harness/model/result.ts';
import type { Finding } from '../../harness/model/verdict.ts';
import { Load } from '../../harness/stack/load.ts';
import type { Access } from '../../harness/stack/stack.ts';
import type { Workload } from '../../harness/stack/workload.ts';
import { evidenceOf, NAMES, POD, SETTINGS } from './calibrate-evidence.ts';
import { stack } from './stack.ts';

export interface Calibrated {
  /** What the judges of data found. */
  findings: Finding[];
  data: ScenarioResult['data'];
  calls: readonly Call[];
}

/** Loads one server, disturbs it under the load, reads it back and judges: the driver and the judges, without Kubernetes. */
export async function calibrate(
  access: Access,
  disturbances: (() => Promise<unknown>)[],
): Promise<Calibrated> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-calibration-'));
  const clock = new RunClock();
  const path = join(folder, 'history.hfh');
  const { originWall } = clock;
  const { seed, writers } = SETTINGS;
  const header = { format: 'holdfast-history', version: 3, ...NAMES, seed, originWall } as const;
  const history = await HistoryWriter.create(path, header);
  const workload = stack.workload(access, { seed, writers, mix: stack.mix });
  const readers = { rate: 40, ordinals: () => 1 };
  const load = new Load({ workload, history, clock, ...SETTINGS, readers });
  try {
    await workload.setUp();
    for (const declared of workload.declared()) {
      await history.append({ process: NEMESIS, type: 'info', ...declared, time: clock.now() });
    }
    load.start();
    await acknowledgeMore(load, access, 1200, 45); // enough for the first elements to be removed again
    for (const disturb of disturbances) {
      await disturb();
      await acknowledgeMore(load, access, 200, 10);
    }
    await load.stop();
    const readBack = await readOne(workload);
    await history.close();
    const { operations } = await readHistory(path);
    return judged(evidenceOf(operations, readBack, originWall), operations);
  } finally {
    await load.stop();
    await workload.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What nobody looks for without Kubernetes. */
const NOT_OF_DATA: ReadonlySet<string> = new Set([
  'phases',
  'proofs',
  'identity',
  'ordering',
  'incarnations',
]);

function judged(evidence: LoadedEvidence, operations: Operation[]): Calibrated {
  const { findings, data } = judgeScenario(evidence, '');
  const ofData = findings.filter(({ judge }) => !NOT_OF_DATA.has(judge));
  return { findings: ofData, data, calls: joinCalls(operations).calls };
}

/** Waits for more acknowledgements; a server that lost its table acknowledges none, which the judge will tell. */
async function acknowledgeMore(load: Load, access: Access, count: number, seconds: number): Promise<void> {
  const before = load.counts();
  try {
    await waitFor(
      `${String(count)} more acknowledgements`,
      () => {
        const { acknowledged, failed } = load.counts();
        if (acknowledged - before.acknowledged >= count) return found(true);
        return notYet(`${String(acknowledged)} acknowledged, ${String(failed)} refused`);
      },
      { budget: access.budgets.with({ load: seconds }).of('load') },
    );
  } catch (error) {
    if (!(error instanceof BudgetExceededError)) throw error;
  }
}

async function readOne(workload: Workload): Promise<ReadBack> {
  const position = await workload.settle();
  const elements: ReadBack['elements'] = [];
  let header: ReadBackHeader | undefined;
  const footer = await workload.readBack(POD, position, {
    begin: (barrier, role) => {
      header = { format: 'holdfast-read-back', version: 3, member: POD, role, startedAt: 0, barrier };
      return Promise.resolve();
    },
    element: (element) => {
      elements.push(element);
      return Promise.resolve();
    },
  });
  if (header === undefined) throw new Error('the read-back never began');
  return { header, elements, footer };
}
