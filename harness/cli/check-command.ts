import { Command } from 'commander';
import type { ExitCode } from '../core/errors.ts';
import { checkBundle } from './check-bundle.ts';
import { renderCheck } from './check-text.ts';
import { LiveProgress } from './live-progress.ts';

/**
 * `check`: judges a bundle again, offline. `done` gets 0 for a pass that is as it was recorded; 1 for a fail, and
 * for a bundle that was altered or whose record differs; 2 where the verdict is unknown, as it is at best without a
 * manifest; 254 comes from `checkBundle`.
 */
export function checkCommand(done: (code: ExitCode) => void): Command {
  return new Command('check')
    .description('judge a bundle again from its histories, offline, and say where the record differs')
    .argument('<bundle>', "a run's folder, such as reports/RUN")
    .option('--json', 'print the outcome as JSON', false)
    .action(async (bundle: string, { json }: { json: boolean }) => {
      const check = await checkBundle(bundle, new LiveProgress());
      process.stdout.write(json ? `${JSON.stringify(check, null, 2)}\n` : renderCheck(check));
      done(check.exitCode);
    });
}
