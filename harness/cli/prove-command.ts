import { Command } from 'commander';
import { EXIT, type ExitCode } from '../core/errors.ts';
import { prove, proofRequests } from '../engine/prove.ts';
import { renderTiming } from '../render/timing.ts';
import { SCENARIOS } from '../scenario/scenarios.ts';
import { LiveProgress } from './live-progress.ts';
import { renderProofs } from './proof-table.ts';
import { listed, names, optionsOf, settingOf, withRunOptions, type RunFlags } from './run-options.ts';

interface Flags extends RunFlags {
  variant?: string;
}

/** `prove`: shows that a verdict can be other than a pass. `done` gets 0 only where every flaw was found. */
export function proveCommand(done: (code: ExitCode) => void): Command {
  const command = withRunOptions(new Command('prove'))
    .description('run known-bad variants of the stacks, each of which must be caught for the right reason')
    .option('--variant <names>', 'known-bad variants, separated by commas (default: all)');
  describeScenarios(command);
  return command.action(async (flags: Flags) => {
    done(await run(flags));
  });
}

/** Here the option means something else than for `certify`. */
function describeScenarios(command: Command): void {
  const option = command.options.find((one) => one.long === '--scenario');
  if (option === undefined) return;
  option.description =
    'scenarios for variants that bring none of their own, separated by commas (default: all that have a fault)';
}

async function run({ variant, ...flags }: Flags): Promise<ExitCode> {
  const { scenario, ...rest } = flags;
  const all = SCENARIOS.filter((one) => one.steps.length > 0).map((one) => one.id);
  const asked = scenario === undefined || scenario.trim() === 'all' ? all.join(',') : scenario;
  const options = await optionsOf({ ...rest, scenario: asked });
  const requests = await proofRequests(options, names(variant, '--variant'));
  const progress = new LiveProgress();
  const what = requests.map((one) => `${one.stack} ${one.variant} under ${one.scenario}`);
  progress.say(
    `Run ${options.run} shows that the flaw is found in ${listed(what, 'known-bad cases')}: ${settingOf(options)}`,
  );
  const { run: result, proofs } = await prove(options, requests, progress);
  process.stdout.write(`${renderProofs(proofs, { colour: process.stdout.isTTY })}\n`);
  if (result.interrupted !== undefined) process.stdout.write(`${result.interrupted}\n`);
  if (flags.timing) process.stdout.write(`${renderTiming(result)}\n`);
  process.stdout.write(`Report: ${options.out}\n`);
  return proofs.every((proof) => proof.caught) ? EXIT.pass : EXIT.fail;
}
