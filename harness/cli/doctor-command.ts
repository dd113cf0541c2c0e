import { Command } from 'commander';
import { EXIT, type ExitCode } from '../core/errors.ts';
import { inspectHost } from '../host/prepare.ts';

const SIGNS = { ok: 'ok     ', missing: 'missing', problem: 'PROBLEM' } as const;

/** `doctor`: says what is there, what is missing and what `certify` would do about it; changes nothing. */
export function doctorCommand(done: (code: ExitCode) => void): Command {
  return new Command('doctor')
    .description('say what this machine has and lacks, and what certify would do about it; changes nothing')
    .action(async () => {
      const checks = await inspectHost({ build: true });
      for (const { state, title, found, plan } of checks) {
        const then = state === 'ok' ? '' : ` -> ${plan}`;
        process.stdout.write(`${SIGNS[state]}  ${title}: ${found}${then}\n`);
      }
      done(checks.some((check) => check.state === 'problem') ? EXIT.internal : EXIT.pass);
    });
}
