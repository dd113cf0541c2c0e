import { CommanderError, Command } from 'commander';
import { errorCode, EXIT, HoldfastError, sentenceOf, type ExitCode } from '../core/errors.ts';
import { redact } from '../core/redaction.ts';
import { certifyCommand, serveCommand } from './certify-command.ts';
import { checkCommand } from './check-command.ts';
import { cleanCommand } from './clean-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { dumpCommand } from './dump-command.ts';
import { proveCommand } from './prove-command.ts';
import { schemaCommand } from './schema-command.ts';

/** Runs one command. Whatever goes wrong ends in a sentence on standard error and an exit code, never in a stack trace. */
async function main(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.internal;
  const done = (result: ExitCode): void => {
    code = result;
  };
  const program = new Command('holdfast')
    .description('End-to-end conformance of stateful workloads on Kubernetes')
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
  const commands = [certifyCommand, proveCommand, checkCommand, dumpCommand, schemaCommand];
  for (const command of [...commands, doctorCommand, cleanCommand].map((make) => make(done))) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  program.addCommand(serveCommand(done).copyInheritedSettings(program), { hidden: true });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.pass; // help was asked for
      const text = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
      process.stderr.write(
        `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.?$/, '.')} Try --help.\n`,
      );
      return EXIT.arguments;
    }
    process.stderr.write(`${redact(sentenceOf(error))}\n`);
    return error instanceof HoldfastError ? error.exitCode : EXIT.internal;
  }
}

// Who reads has seen enough, as with "| head".
process.stdout.on('error', (error) => {
  if (errorCode(error) !== 'EPIPE') throw error;
});
process.exitCode = await main(process.argv.slice(2));
