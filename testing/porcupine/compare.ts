import Table from 'cli-table3';
import { LiveProgress } from '../../harness/cli/live-progress.ts';
import { EXIT, HoldfastError, sentenceOf, UsageError } from '../../harness/core/errors.ts';
import { compare, generated, type Account, type Comparison } from './comparison.ts';
import { Porcupine } from './program.ts';

/**
 * Holds our search for an order against Porcupine on generated histories of registers:
 * `npm run compare:porcupine -- [HISTORIES] [SEED]`. It fails where they disagree on one.
 */
const progress = new LiveProgress();

function wholeNumber(text: string | undefined, otherwise: number, name: string): number {
  const number = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new UsageError(`${name} must be a whole number above 0, not "${String(text)}".`);
}

function tableOf({ ours, porcupine, operations }: Comparison): string {
  const table = new Table({
    head: ['', 'linearizable', 'not linearizable', 'undecided', 'seconds', 'operations/s'],
    style: { head: [], border: [] },
  });
  const row = (name: string, { counts, seconds }: Account): void => {
    const { linearizable, undecided } = counts;
    const speed = Math.round(operations / seconds).toLocaleString('en');
    table.push([name, linearizable, counts['not-linearizable'], undecided, seconds.toFixed(2), speed]);
  };
  row('ours', ours);
  row('Porcupine', porcupine);
  return table.toString();
}

try {
  const count = wholeNumber(process.argv[2], 6000, 'The number of histories');
  const seed = wholeNumber(process.argv[3], 1, 'The seed');
  const porcupine = await Porcupine.provide(progress);
  progress.say(`Comparing on ${String(count)} histories of seed ${String(seed)}.`);
  let done = 0;
  progress.status(() => `${String(done)} of ${String(count)} histories judged by both`);
  const comparison = await compare(porcupine, generated(seed, count), (now) => (done = now));
  progress.status(undefined);
  const { histories, operations, unknown, disagreements } = comparison;
  process.stdout.write(
    `${String(histories)} histories, ${operations.toLocaleString('en')} operations, ${unknown.toLocaleString('en')} of unknown outcome, each checker on one core:\n${tableOf(comparison)}\n`,
  );
  process.stdout.write(`Disagreements: ${String(disagreements.length)}.\n`);
  const [first] = disagreements;
  if (first !== undefined) process.stdout.write(`The first one: ${JSON.stringify(first)}\n`);
  process.exitCode = first === undefined ? EXIT.pass : EXIT.fail;
} catch (error) {
  progress.status(undefined);
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = error instanceof HoldfastError ? error.exitCode : EXIT.internal;
}
