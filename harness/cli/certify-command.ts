import { Command, Option } from 'commander';
import { EXIT, type ExitCode } from '../core/errors.ts';
import { certify } from '../engine/certify.ts';
import { serve } from '../engine/serve.ts';
import { knownBadNames, stackNames, usableStacks } from '../engine/registry.ts';
import { renderTable } from '../render/table.ts';
import { renderTiming } from '../render/timing.ts';
import { PROFILE_NAMES, PROFILES } from '../scenario/profiles.ts';
import { SCENARIOS } from '../scenario/scenarios.ts';
import { LiveProgress } from './live-progress.ts';
import { listed, optionsOf, settingOf, withRunOptions, type RunFlags } from './run-options.ts';

/** `certify`: the main job. `done` gets the exit code. */
export function certifyCommand(done: (code: ExitCode) => void): Command {
  const profiles = PROFILE_NAMES.map((name) => `${name}: ${PROFILES[name].purpose}`).join('; ');
  return withRunOptions(new Command('certify'))
    .description('certify stacks on a real cluster, preparing whatever is missing, and leave a report')
    .addOption(
      new Option('--profile <name>', `scenarios to run where --scenario names none: ${profiles}`)
        .choices(PROFILE_NAMES)
        .default('smoke'),
    )
    .option('--list', 'list stacks, scenarios and known-bad variants, and end', false)
    .action(async (flags: RunFlags & { list: boolean }) => {
      done(flags.list ? await list() : await run(flags, certify));
    });
}

/** `serve`: an engine for a Jest that was started by itself; not for people. */
export function serveCommand(done: (code: ExitCode) => void): Command {
  return withRunOptions(new Command('serve'))
    .description('serve scenarios to a Jest that was started by itself')
    .action(async (flags: RunFlags) => {
      done(await run(flags, serve));
    });
}

async function run(flags: RunFlags, job: typeof certify): Promise<ExitCode> {
  const options = await optionsOf(flags);
  const { stacks, scenarios } = options;
  const progress = new LiveProgress();
  progress.say(
    `Run ${options.run} certifies ${stacks.join(', ')} under ${listed(scenarios, 'scenarios')}: ${settingOf(options)}`,
  );
  const result = await job(options, progress);
  process.stdout.write(`${renderTable(result, { colour: process.stdout.isTTY })}\n`);
  if (flags.timing) process.stdout.write(`${renderTiming(result)}\n`);
  process.stdout.write(`Report: ${options.out}\n`);
  return EXIT[result.verdict];
}

async function list(): Promise<ExitCode> {
  const width = Math.max(...SCENARIOS.map(({ id }) => id.length));
  for (const { id, title } of SCENARIOS) process.stdout.write(`${id.padEnd(width)}  ${title}\n`);
  process.stdout.write('\n');
  for (const name of PROFILE_NAMES) {
    const { purpose, scenarios } = PROFILES[name];
    process.stdout.write(`profile ${name}: ${purpose} (${listed(scenarios, 'scenarios')})\n`);
  }
  for (const stack of await usableStacks(stackNames())) {
    const { name } = stack;
    process.stdout.write(`\n${name}: ${stack.product}, ${String(stack.members)} members\n`);
    process.stdout.write(`  known-bad variants: ${knownBadNames(name).join(', ') || 'none'}\n`);
  }
  return EXIT.pass;
}
