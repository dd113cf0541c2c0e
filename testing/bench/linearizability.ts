import {
  linearizableHistory,
  registerColumns,
  type Seen,
} from '../../harness/checks/linear-histories.fixture.ts';
import { LinearChecker } from '../../harness/checks/linearizable.ts';
import { Random } from '../../harness/core/random.ts';
import { silent } from '../../harness/core/progress.ts';
import type { BenchOptions, ReportRow } from '../bench-row.ts';
import { Porcupine } from '../porcupine/program.ts';

const OPERATIONS = 200;
const SHAPES = [
  { what: '1 client', processes: 1, crashOneIn: 0 },
  { what: '3 clients', processes: 3, crashOneIn: 0 },
  { what: '8 clients', processes: 8, crashOneIn: 0 },
  { what: '8 clients, 1 in 50 operations of unknown outcome', processes: 8, crashOneIn: 50 },
];

/** How fast the search for an order is, on histories of registers that have one, beside Porcupine; each on one core. */
export async function run(report: ReportRow, { quick }: BenchOptions): Promise<void> {
  const porcupine = await Porcupine.provide(silent);
  const random = new Random(1);
  for (const { what, ...shape } of SHAPES) {
    const histories = Array.from({ length: quick ? 100 : 2000 }, () =>
      linearizableHistory(random, { ...shape, operations: OPERATIONS, values: 0 }),
    );
    const theirs = await porcupine.judge(histories, 60);
    const microseconds = theirs.reduce((sum, one) => sum + one.microseconds, 0);
    demand(
      theirs.every(({ verdict }) => verdict === 'Ok'),
      'Porcupine',
    );
    report({
      bench: 'linearizability',
      what: `a register's histories of ${String(OPERATIONS)} operations, ${what}`,
      value: Math.round((histories.length * OPERATIONS) / secondsOfOurs(histories)),
      unit: 'operations/s',
      peer: { name: 'Porcupine', value: Math.round((histories.length * OPERATIONS * 1e6) / microseconds) },
    });
  }
}

function secondsOfOurs(histories: readonly (readonly Seen[])[]): number {
  const checker = new LinearChecker();
  const columns = histories.map((one) => registerColumns(one));
  const judgeAll = (): boolean =>
    columns.every(
      ({ model, history }) =>
        checker.check(history, model, { steps: 2 ** 24, configurations: 2 ** 20 }).verdict === 'linearizable',
    );
  judgeAll(); // what is compiled only after it has run for a while is compiled now
  const began = performance.now();
  demand(judgeAll(), 'The search');
  return (performance.now() - began) / 1000;
}

function demand(right: boolean, who: string): void {
  if (!right) throw new Error(`${who} did not find an order for every history that has one.`);
}
