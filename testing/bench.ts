import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Table from 'cli-table3';
import { Command } from 'commander';
import { EXIT, sentenceOf, UsageError } from '../harness/core/errors.ts';
import { newRunId } from '../harness/core/ids.ts';
import { PROJECT_ROOT } from '../harness/core/paths.ts';
import { redact } from '../harness/core/redaction.ts';
import { meetsLimit, type Bench, type BenchRow } from './bench-row.ts';

/**
 * Runs the benches in testing/bench/, prints a table with the peers, and leaves the numbers as JSON. It ends with 1
 * where a limit is missed, or where a bench did not work.
 */
const FOLDER = join(PROJECT_ROOT, 'testing', 'bench');

interface Options {
  only?: string[];
  quick?: boolean;
  out?: string;
}

/** The paths of the benches by name. @throws UsageError for a name that is none. */
async function benchesIn(only: readonly string[] | undefined): Promise<Map<string, string>> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.ts')).sort();
  const all = new Map(files.map((file) => [basename(file, '.ts'), join(FOLDER, file)]));
  for (const name of only ?? []) {
    if (!all.has(name)) {
      throw new UsageError(`There is no bench "${name}"; there are: ${[...all.keys()].join(', ')}.`);
    }
  }
  return new Map([...all].filter(([name]) => only?.includes(name) !== false));
}

/** Runs them one after the other. One that fails keeps none of the others from running. */
async function measure(
  benches: ReadonlyMap<string, string>,
  quick: boolean,
): Promise<{ rows: BenchRow[]; failed: string[] }> {
  const rows: BenchRow[] = [];
  const failed: string[] = [];
  for (const [name, path] of benches) {
    process.stderr.write(`Measuring: ${name}\n`);
    try {
      const { run } = (await import(pathToFileURL(path).href)) as Bench;
      await run((row) => rows.push(row), { quick });
    } catch (error) {
      failed.push(`${name}: ${redact(sentenceOf(error))}`);
    }
  }
  return { rows, failed };
}

function tableOf(rows: readonly BenchRow[]): string {
  const table = new Table({
    head: ['bench', 'what', 'measured', 'peer', 'limit', ''],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const row of rows) {
    const { bench, what, value, unit, peer, limit } = row;
    const number = (one: number): string =>
      `${one.toLocaleString('en', { maximumFractionDigits: 3 })} ${unit}`;
    table.push([
      ...[bench, what, number(value)],
      peer === undefined ? '' : `${number(peer.value)}\n${peer.name}`,
      limit === undefined ? '' : `${limit.kind} ${number(limit.value)}`,
      limit === undefined ? '' : meetsLimit(row) ? 'met' : 'MISSED',
    ]);
  }
  return table.toString();
}

const program = new Command('bench')
  .description('Measures what has a limit, beside its peers.')
  .option('--only <name...>', 'only these benches')
  .option('--quick', 'smaller sizes: shows that the benches work, and says little about speed')
  .option('--out <folder>', 'where bench.json goes; by default reports/bench-ID');

try {
  const options = program.parse().opts<Options>();
  const quick = options.quick === true;
  const out = options.out ?? join(PROJECT_ROOT, 'reports', `bench-${newRunId()}`);
  const { rows, failed } = await measure(await benchesIn(options.only), quick);
  await mkdir(out, { recursive: true });
  const machine = { node: process.version, platform: process.platform, arch: process.arch };
  await writeFile(join(out, 'bench.json'), `${JSON.stringify({ quick, machine, rows, failed }, null, 2)}\n`);
  process.stdout.write(`${tableOf(rows)}\n${join(out, 'bench.json')}\n`);
  for (const one of failed) process.stdout.write(`Failed: ${one}\n`);
  process.exitCode = failed.length === 0 && rows.every(meetsLimit) ? EXIT.pass : EXIT.fail;
} catch (error) {
  process.stderr.write(`${redact(sentenceOf(error))}\n`);
  process.exitCode = error instanceof UsageError ? error.exitCode : EXIT.fail;
}
