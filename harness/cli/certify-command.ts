import { Command, Option } from 'commander';
import { randomInt } from 'node:crypto';
import { join, resolve } from 'node:path';
import { parseBudgets } from '../core/budgets.ts';
import { EXIT, UsageError, type ExitCode } from '../core/errors.ts';
import { newRunId } from '../core/ids.ts';
import { PROJECT_ROOT } from '../core/paths.ts';
import { certify } from '../engine/certify.ts';
import { serve } from '../engine/serve.ts';
import type { RunOptions } from '../engine/options.ts';
import { findScenario, loadStack, stackNames } from '../engine/registry.ts';
import { renderTable } from '../render/table.ts';
import { SCENARIOS } from '../scenario/scenarios.ts';
import { LiveProgress } from './live-progress.ts';

interface Flags {
  stack?: string;
  scenario?: string;
  keep: boolean;
  seed?: string;
  rate: string;
  writers: string;
  out?: string;
  images: RunOptions['images'];
  budget: string[];
  kindConfig: string;
  list: boolean;
}

/** `certify`: the main job. `done` gets the exit code. */
export function certifyCommand(done: (code: ExitCode) => void): Command {
  return withRunOptions(new Command('certify'))
    .description('certify stacks on a real cluster, preparing whatever is missing, and leave a report')
    .option('--list', 'list stacks and scenarios, and end', false)
    .action(async (flags: Flags) => {
      done(flags.list ? await list() : await run(await optionsOf(flags), certify));
    });
}

/** `serve`: an engine for a Jest that was started by itself; not for people. */
export function serveCommand(done: (code: ExitCode) => void): Command {
  return withRunOptions(new Command('serve'))
    .description('serve scenarios to a Jest that was started by itself')
    .action(async (flags: Flags) => {
      done(await run(await optionsOf(flags), serve));
    });
}

function withRunOptions(command: Command): Command {
  return command
    .option('--stack <names>', 'stacks to certify, separated by commas (default: all)')
    .option('--scenario <ids>', 'scenarios to run, separated by commas (default: all)')
    .option('--keep', 'keep the cluster for the next run with --keep', false)
    .option('--seed <number>', 'make the load repeatable (default: chosen at random and reported)')
    .option('--rate <number>', 'operations per second and stack', '200')
    .option('--writers <number>', 'concurrent writers per stack', '8')
    .option('--out <folder>', "the report's folder (default: reports/RUN)")
    .addOption(
      new Option('--images <source>', 'where images come from')
        .choices(['auto', 'registry', 'packages'])
        .default('auto'),
    )
    .option(
      '--budget <name=seconds>',
      'override a budget; may be repeated',
      (text: string, all: string[]) => [...all, text],
      [],
    )
    .option('--kind-config <file>', "the cluster's configuration", join(PROJECT_ROOT, 'kind-config.yaml'));
}

async function run(options: RunOptions, job: typeof certify): Promise<ExitCode> {
  const { stacks, scenarios, seed, rate, writers, keep } = options;
  const progress = new LiveProgress();
  progress.say(
    `Run ${options.run} certifies ${stacks.join(', ')} under ${scenarios.join(', ')}: ${String(rate)} operations/s by ` +
      `${String(writers)} writers, seed ${String(seed)}; the cluster is ${keep ? 'kept' : 'removed at the end'}.`,
  );
  const result = await job(options, progress);
  process.stdout.write(`${renderTable(result, { colour: process.stdout.isTTY })}\n`);
  process.stdout.write(`Report: ${options.out}\n`);
  return EXIT[result.verdict];
}

async function list(): Promise<ExitCode> {
  for (const name of stackNames()) {
    const stack = await loadStack(name);
    process.stdout.write(`${name}: ${stack.product}, ${String(stack.members)} members\n`);
    for (const { id, title } of SCENARIOS) process.stdout.write(`  ${id.padEnd(12)} ${title}\n`);
  }
  return EXIT.pass;
}

/** @throws UsageError for whatever the user got wrong, before anything is done. */
async function optionsOf(flags: Flags): Promise<RunOptions> {
  const stacks = names(flags.stack, '--stack') ?? stackNames();
  const scenarios = names(flags.scenario, '--scenario') ?? SCENARIOS.map((one) => one.id);
  await Promise.all(stacks.map(loadStack));
  scenarios.forEach(findScenario);
  const run = newRunId();
  return {
    run,
    out: resolve(flags.out ?? join(PROJECT_ROOT, 'reports', run)),
    stacks,
    scenarios,
    keep: flags.keep,
    seed: flags.seed === undefined ? randomInt(2 ** 31) : wholeNumber('--seed', flags.seed, 0, 2 ** 32 - 1),
    rate: wholeNumber('--rate', flags.rate, 1, 10_000),
    writers: wholeNumber('--writers', flags.writers, 1, 40),
    images: flags.images,
    budgets: parseBudgets(flags.budget),
    kindConfig: resolve(flags.kindConfig),
  };
}

function names(text: string | undefined, flag: string): string[] | undefined {
  if (text === undefined) return undefined;
  const found = [...new Set(text.split(',').map((name) => name.trim()))].filter(Boolean);
  if (found.length === 0)
    throw new UsageError(`${flag} needs at least one name; "npm run certify -- --list" shows them.`);
  return found;
}

function wholeNumber(flag: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= low && value <= high) return value;
  throw new UsageError(`${flag} needs a whole number from ${String(low)} to ${String(high)}, not "${text}".`);
}
