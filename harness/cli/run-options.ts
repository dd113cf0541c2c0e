import { Option, type Command } from 'commander';
import { randomInt } from 'node:crypto';
import { join, resolve } from 'node:path';
import { parseBudgets } from '../core/budgets.ts';
import { UsageError } from '../core/errors.ts';
import { newRunId } from '../core/ids.ts';
import { PROJECT_ROOT } from '../core/paths.ts';
import type { RunOptions } from '../engine/options.ts';
import { findScenario, stackNames, usableStacks } from '../engine/registry.ts';
import { PROFILES, type Profile, type ProfileName } from '../scenario/profiles.ts';
import { DEFAULT_PACE } from '../stack/load.ts';
import { mixFor, parseMix } from '../stack/mix.ts';

/** The options of every command that runs scenarios, as they are given. */
export interface RunFlags {
  stack?: string;
  scenario?: string;
  /** Absent: every scenario. */
  profile?: ProfileName;
  keep: boolean;
  seed?: string;
  rate?: string;
  writers: string;
  readRate?: string;
  mix?: string;
  /** Absent: the profile's. */
  load?: string;
  members?: string;
  parallel: string;
  timing: boolean;
  out?: string;
  images: RunOptions['images'];
  calibration: boolean;
  budget: string[];
  kindConfig: string;
}

/** An option given several times means all that it was given. */
export function joined(text: string, before: string | undefined): string {
  return before === undefined ? text : `${before},${text}`;
}

export function withRunOptions(command: Command): Command {
  return command
    .option('--stack <names>', 'stacks to certify, separated by commas (default: all)', joined)
    .option('--scenario <ids>', 'scenarios to run, separated by commas', joined)
    .option(
      '--members <number>',
      "members per stack, where a scenario does not need its own number (default: the stack's)",
    )
    .option('--parallel <number>', 'scenarios at once, where they do not disturb each other', '4')
    .option('--keep', 'keep the cluster for the next run with --keep', false)
    .option('--seed <number>', 'make the load repeatable (default: chosen at random and reported)')
    .option(
      '--rate <number>',
      `operations per second and stack (default: ${String(DEFAULT_PACE.operations)}, or what the stack says)`,
    )
    .option('--writers <number>', 'concurrent writers per stack', '8')
    .option(
      '--read-rate <number>',
      `reads per second and stack (default: ${String(DEFAULT_PACE.reads)}, or what the stack says)`,
    )
    .option(
      '--mix <kind=weight,...>',
      "kinds of operations; one that is not named is left out (default: each stack's own mix)",
    )
    .option(
      '--load <seconds>',
      `load before the first fault and after the last recovery (default: ${String(PROFILES.core.loadSeconds)}, or what the profile says)`,
    )
    .option('--timing', 'end with where the time went', false)
    .option('--out <folder>', "the report's folder (default: reports/RUN)")
    .addOption(
      new Option('--images <source>', 'where images come from')
        .choices(['auto', 'registry', 'packages'])
        .default('auto'),
    )
    .option('--no-calibration', 'do not try each driver against a single server first')
    .option(
      '--budget <name=seconds>',
      'override a budget; may be repeated',
      (text: string, all: string[]) => [...all, text],
      [],
    )
    .option('--kind-config <file>', "the cluster's configuration", join(PROJECT_ROOT, 'kind-config.yaml'));
}

/** @throws UsageError for whatever the user got wrong, before anything is done. */
export async function optionsOf(flags: RunFlags): Promise<RunOptions> {
  const stacks = names(flags.stack, '--stack') ?? stackNames();
  const profile: Profile = PROFILES[flags.profile ?? 'core'];
  const asked = names(flags.scenario, '--scenario');
  const scenarios = asked ?? [...profile.scenarios];
  const loaded = await usableStacks(stacks);
  const mix = flags.mix === undefined ? undefined : parseMix(flags.mix);
  for (const stack of loaded) mixFor(stack, mix);
  scenarios.forEach(findScenario);
  const run = newRunId();
  return {
    run,
    out: resolve(flags.out ?? join(PROJECT_ROOT, 'reports', run)),
    stacks,
    scenarios,
    instead: asked === undefined ? (profile.instead ?? {}) : {},
    keep: flags.keep,
    seed: flags.seed === undefined ? randomInt(2 ** 31) : wholeNumber('--seed', flags.seed, 0, 2 ** 32 - 1),
    rate: flags.rate === undefined ? undefined : wholeNumber('--rate', flags.rate, 1, 10_000),
    writers: wholeNumber('--writers', flags.writers, 1, 40),
    readRate:
      flags.readRate === undefined ? undefined : wholeNumber('--read-rate', flags.readRate, 1, 10_000),
    mix,
    loadSeconds: flags.load === undefined ? profile.loadSeconds : wholeNumber('--load', flags.load, 1, 600),
    members: flags.members === undefined ? undefined : wholeNumber('--members', flags.members, 1, 9),
    parallel: wholeNumber('--parallel', flags.parallel, 1, 8),
    images: flags.images,
    calibrate: flags.calibration,
    budgets: parseBudgets(flags.budget),
    kindConfig: resolve(flags.kindConfig),
  };
}

/** A stack may be loaded with less than the default. */
const rateText = (given: number | undefined, most: number): string =>
  given === undefined ? `up to ${String(most)}` : String(given);

/** What a run is about to do with its load and its cluster, for its first line. */
export function settingOf({ rate, writers, readRate, seed, parallel, keep }: RunOptions): string {
  return (
    `${rateText(rate, DEFAULT_PACE.operations)} operations/s by ${String(writers)} writers, ` +
    `${rateText(readRate, DEFAULT_PACE.reads)} reads/s, seed ${String(seed)}, ` +
    `at most ${String(parallel)} at once; the cluster is ${keep ? 'kept' : 'removed at the end'}.`
  );
}

/** `a, b`, and a number where there are many. */
export function listed(things: readonly string[], what: string): string {
  return things.length <= 5 ? things.join(', ') : `${String(things.length)} ${what}`;
}

/** @throws UsageError for a list without a name. */
export function names(text: string | undefined, flag: string): string[] | undefined {
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
