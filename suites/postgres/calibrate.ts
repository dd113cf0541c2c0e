import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildLedger } from '../../harness/checks/ledger.ts';
import { judgeSet, type SetJudgement } from '../../harness/checks/set.ts';
import { RunClock } from '../../harness/core/clock.ts';
import { BudgetExceededError, found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import { docker } from '../../harness/host/docker.ts';
import { readHistory } from '../../harness/model/history-reader.ts';
import { HistoryWriter } from '../../harness/model/history-writer.ts';
import type { ReadBack, ReadBackHeader } from '../../harness/model/read-back.ts';
import { Load } from '../../harness/stack/load.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { stack } from './stack.ts';

export interface Calibrated {
  judgement: SetJudgement;
  acknowledged: number;
}

const POD = 'postgres-0';

/** Loads one server, disturbs it under the load, reads it back and judges: the driver and the judge, without Kubernetes. */
export async function calibrate(
  access: Access,
  disturbances: (() => Promise<unknown>)[],
): Promise<Calibrated> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-calibration-'));
  const clock = new RunClock();
  const path = join(folder, 'history.ndjson');
  const names = { run: 'calibration', stack: stack.name, scenario: 'calibration' };
  const { originWall } = clock;
  const header = { format: 'holdfast-history', version: 1, ...names, seed: 1, originWall } as const;
  const history = await HistoryWriter.create(path, header);
  const workload = stack.workload(access, 1, 4);
  const load = new Load({ workload, history, clock, rate: 200, writers: 4 });
  try {
    await workload.setUp();
    load.start();
    await acknowledgeMore(load, access, 100);
    for (const disturb of disturbances) {
      await disturb();
      await acknowledgeMore(load, access, 100);
    }
    await load.stop();
    const readBack = await readOne(workload);
    await history.close();
    const { operations } = await readHistory(path);
    const ledger = buildLedger(operations);
    const judgement = judgeSet(
      {
        record: {
          format: 'holdfast-scenario',
          version: 1,
          ...names,
          product: stack.product,
          title: 'One server, restarted and killed',
          namespace: '',
          members: 1,
          faults: 0,
          contract: '',
          power: { acknowledgedBefore: 0, acknowledgedAfter: 0, inFlightAtFault: 0 },
          seed: 1,
          rate: 200,
          writers: 4,
          budgets: {},
          images: {},
          originWall,
        },
        operations,
        historyTorn: false,
        readBacks: [readBack],
        faults: [],
        phases: [],
        problems: [],
      },
      ledger,
    );
    return { judgement, acknowledged: load.counts().acknowledged };
  } finally {
    await load.stop();
    await workload.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Waits for more acknowledgements; a server that lost its table acknowledges none, which the judge will tell. */
async function acknowledgeMore(load: Load, access: Access, count: number): Promise<void> {
  const before = load.counts();
  try {
    await waitFor(
      `${String(count)} more acknowledgements`,
      () => {
        const { acknowledged, failed } = load.counts();
        if (acknowledged - before.acknowledged >= count) return found(true);
        return notYet(`${String(acknowledged)} acknowledged, ${String(failed)} refused`);
      },
      { budget: access.budgets.with({ load: 10 }).of('load') },
    );
  } catch (error) {
    if (!(error instanceof BudgetExceededError)) throw error;
  }
}

async function readOne(workload: ReturnType<typeof stack.workload>): Promise<ReadBack> {
  const position = await workload.settle();
  const elements: ReadBack['elements'] = [];
  let header: ReadBackHeader | undefined;
  const footer = await workload.readBack(POD, position, {
    begin: (barrier, role) => {
      header = { format: 'holdfast-read-back', version: 1, member: POD, role, startedAt: 0, barrier };
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

/** Removes containers that an earlier, killed calibration left, by their label. */
export async function removeContainers(label: string): Promise<void> {
  const ids = (await docker(['ps', '--all', '--quiet', '--filter', `label=${label}`]))
    .split('\n')
    .filter(Boolean);
  if (ids.length > 0) await docker(['rm', '--force', '--volumes', ...ids]);
}
