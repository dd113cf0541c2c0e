import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageFromEnvironment } from '../../harness/calibration/image-from-environment.ts';
import { startSingleServer } from '../../harness/calibration/single-server.ts';
import { Budgets } from '../../harness/core/budgets.ts';
import { RunClock } from '../../harness/core/clock.ts';
import { silent } from '../../harness/core/progress.ts';
import { Supplies } from '../../harness/engine/supplies.ts';
import { HistoryWriter } from '../../harness/model/history-writer.ts';
import { HISTORY_VERSION } from '../../harness/model/operation.ts';
import { TABLE_MIX } from '../../harness/stack/mix.ts';
import type { Planned, Workload } from '../../harness/stack/workload.ts';
import { stack } from '../../suites/postgres/stack.ts';
import type { BenchOptions, ReportRow } from '../bench-row.ts';
import { medianOf } from './support/median.ts';

const WRITERS = 8;
const MAY_COST = 5;

/**
 * What recording costs a load: the workload's writes by 8 clients at full speed against one server on disk, without a
 * history and with one, in turns. What costs is that each operation waits for its record to be written.
 */
export async function run(report: ReportRow, { quick }: BenchOptions): Promise<void> {
  process.env.HOLDFAST_IMAGES ??= await images();
  const server = await startSingleServer(stack, imageFromEnvironment(stack), { user: 'recorder-bench' });
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-recorder-'));
  const workload = stack.workload(server.access, { seed: 1, writers: WRITERS, mix: TABLE_MIX });
  try {
    await workload.setUp();
    const turn = (seconds: number, recorder?: Recorder): Promise<number> => load(workload, seconds, recorder);
    await turn(quick ? 1 : 5); // caches, and what is compiled only after it has run for a while
    const bare: number[] = [];
    const recorded: number[] = [];
    let bytes = 0;
    let operations = 0;
    for (let round = 0; round < (quick ? 3 : 40); round++) {
      const recorder = await Recorder.create(join(folder, `${String(round)}.hfh`));
      const seconds = quick ? 0.5 : 1; // many short turns: what else happens on the machine hits both
      // Who comes first changes: the server's own work in the background hits both.
      if (round % 2 === 0) bare.push(await turn(seconds));
      recorded.push(await turn(seconds, recorder));
      if (round % 2 === 1) bare.push(await turn(seconds));
      bytes += await recorder.close();
      operations += recorder.operations;
    }
    const [without, withHistory] = [medianOf(bare), medianOf(recorded)];
    report({
      ...{ bench: 'recorder', what: 'writes by 8 clients, each recorded before it is sent' },
      ...{ value: Math.round(withHistory), unit: 'operations/s' },
      peer: { name: 'the bare client', value: Math.round(without) },
    });
    const costs = bare.map((rate, round) => 100 * (1 - (recorded[round] ?? 0) / rate));
    report({
      ...{ bench: 'recorder', what: 'what recording costs, the median of pairs' },
      ...{ value: Math.round(medianOf(costs) * 100) / 100, unit: '%' },
      limit: { value: MAY_COST, kind: 'at most' },
    });
    const each = Math.round((10 * bytes) / operations) / 10;
    report({ bench: 'recorder', what: 'the history of an operation', value: each, unit: 'bytes' });
  } finally {
    await workload.close();
    await server.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every operation is recorded before it is sent, and its end before the next one, as the load does it. */
class Recorder {
  operations = 0;
  readonly #path: string;
  readonly #history: HistoryWriter;
  readonly #clock = new RunClock();

  private constructor(path: string, history: HistoryWriter) {
    this.#path = path;
    this.#history = history;
  }

  static async create(path: string): Promise<Recorder> {
    const header = {
      format: 'holdfast-history',
      version: HISTORY_VERSION,
      run: 'bench',
      stack: 'bench',
    } as const;
    const rest = { scenario: 'bench', seed: 1, originWall: new Date().toISOString() };
    return new Recorder(path, await HistoryWriter.create(path, { ...header, ...rest }));
  }

  /** @returns how long the history has become, in bytes. */
  async close(): Promise<number> {
    await this.#history.close();
    return (await stat(this.#path)).size;
  }

  async around(process: number, planned: Planned): Promise<void> {
    const { f, key, value } = planned;
    const clock = this.#clock;
    await this.#history.append({ process, f, key, type: 'invoke', value, time: clock.now() });
    const { type, ...answer } = await planned.send();
    await this.#history.append({ process, f, key, type, time: clock.now(), ...answer });
    this.operations += 1;
  }
}

/** Lets every writer write as fast as it can. @returns operations per second. */
async function load(workload: Workload, seconds: number, recorder?: Recorder): Promise<number> {
  const began = performance.now();
  const until = began + seconds * 1000;
  let done = 0;
  const writer = async (process: number): Promise<void> => {
    while (performance.now() < until) {
      const planned = workload.next();
      if (recorder === undefined) await planned.send();
      else await recorder.around(process, planned);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, process) => writer(process)));
  return (1000 * done) / (performance.now() - began);
}

async function images(): Promise<string> {
  const supplies = await Supplies.begin({
    ...{ stacks: ['postgres'], mode: 'auto', previous: false, budgets: new Budgets(), progress: silent },
    ...{ signal: new AbortController().signal, timed: (_step, work) => work() },
  });
  const provided = await supplies.ofStack('postgres');
  return JSON.stringify(Object.fromEntries(provided.map(({ name, reference }) => [name, reference])));
}
