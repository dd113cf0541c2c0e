import { Command } from 'commander';
import { EXIT, type ExitCode } from '../core/errors.ts';
import { proofRequests } from '../engine/proof-requests.ts';
import { prove } from '../engine/prove.ts';
import { renderTiming } from '../render/timing.ts';
import { SCENARIOS } from '../scenario/scenarios.ts';
import { LiveProgress } from './live-progress.ts';
import { renderProofs } from './proof-table.ts';
import { joined, listed, names, optionsOf, settingOf, withRunOptions, type RunFlags } from './run-options.ts';

interface Flags extends RunFlags {
  variant?: string;
  /** Undefined: where the whole corpus is asked for. */
  good?: boolean;
}

/** `prove`: shows that a verdict can be other than a pass. `done` gets 0 only where every flaw was found. */
export function proveCommand(done: (code: ExitCode) => void): Command {
  const command = withRunOptions(new Command('prove'))
    .description('run known-bad variants of the stacks, each of which must be caught for the right reason')
    .option('--variant <names>', 'known-bad variants, separated by commas (default: all)', joined)
    .option(
      '--good',
      'run the good stack in the same scenarios too, where it has to pass (default with all variants)',
    )
    .option('--no-good', 'leave the good stack out');
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
    'scenarios for variants that bring none of their own, separated by commas, or "all" that have a fault (default: those of the other variants)';
}

async function run({ variant, good, scenario, ...flags }: Flags): Promise<ExitCode> {
  const faulty = SCENARIOS.filter((one) => one.steps.length > 0).map((one) => one.id);
  const asked = scenario?.trim() === 'all' ? faulty.join(',') : scenario;
  const options = await optionsOf({ ...flags, ...(asked === undefined ? {} : { scenario: asked }) });
  const variants = names(variant, '--variant');
  const requests = await proofRequests({
    stacks: options.stacks,
    variants,
    scenarios: asked === undefined ? undefined : options.scenarios,
    good: good ?? variants === undefined,
  });
  options.scenarios = [...new Set(requests.map((request) => request.scenario))];
  const progress = new LiveProgress();
  const what = requests.map((one) => `${one.stack} ${one.variant ?? 'good'} under ${one.scenario}`);
  progress.say(
    `Run ${options.run} shows what is found in ${listed(what, 'workloads, known to be bad or good')}: ${settingOf(options)}`,
  );
  const { run: result, proofs } = await prove(options, requests, progress);
  process.stdout.write(`${renderProofs(proofs, { colour: process.stdout.isTTY })}\n`);
  if (result.interrupted !== undefined) process.stdout.write(`${result.interrupted}\n`);
  if (flags.timing) process.stdout.write(`${renderTiming(result)}\n`);
  process.stdout.write(`Report: ${options.out}\n`);
  return proofs.every(({ wrong }) => wrong.length === 0) ? EXIT.pass : EXIT.fail;
}
