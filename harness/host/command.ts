import { execa } from 'execa';
import { HoldfastError, InterruptedError } from '../core/errors.ts';
import { redact } from '../core/redaction.ts';

/** How one command is run. */
export interface CommandOptions {
  /** Text for its standard input; without it the standard input is closed. */
  input?: string | undefined;
  /** A file for its standard input. */
  inputFile?: string | undefined;
  cwd?: string | undefined;
  /** Variables on top of this process' own. */
  env?: Readonly<Record<string, string>> | undefined;
  /** Ends the command and everything that it started. */
  signal?: AbortSignal | undefined;
  timeoutSeconds?: number | undefined;
  /** A file to which all output is appended. */
  log?: string | undefined;
}

/** A command that could not be run, or ended with another status than 0. */
export class CommandError extends HoldfastError {
  /** The command's exit status; undefined where it never ran or was killed. */
  readonly status: number | undefined;
  readonly stderr: string;

  constructor(message: string, status: number | undefined, stderr: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'CommandError';
    this.status = status;
    this.stderr = stderr;
  }
}

/**
 * Runs a command and gives its standard output, without the last line end. The command gets a process
 * group of its own, so that a Ctrl-C reaches it through the signal only, and nothing is left behind.
 * @throws CommandError with the command's first words and the last line it wrote; InterruptedError on abort.
 */
export async function command(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { signal, log } = options;
  if (isAborted(signal)) throw interruption(signal);
  const output = log === undefined ? ('pipe' as const) : (['pipe', { file: log, append: true }] as const);
  const result = await execa(file, args, {
    reject: false,
    killDescendants: true,
    stdout: output,
    stderr: output,
    ...(options.inputFile !== undefined ? { inputFile: options.inputFile } : { input: options.input ?? '' }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
    ...(options.timeoutSeconds === undefined ? {} : { timeout: options.timeoutSeconds * 1000 }),
  });
  const stdout = textOf(result.stdout);
  const stderr = textOf(result.stderr);
  if (!result.failed) return stdout;
  if (isAborted(signal)) throw interruption(signal);
  const name = firstWords(file, args);
  if (result.code === 'ENOENT') {
    throw new CommandError(
      `There is no command "${file}" on this machine's PATH.`,
      undefined,
      '',
      result.cause,
    );
  }
  if (result.timedOut) {
    throw new CommandError(
      `"${name}" did not end within ${String(options.timeoutSeconds)} s and was stopped.`,
      undefined,
      stderr,
    );
  }
  const how =
    result.exitCode === undefined ? (result.signal ?? 'not started') : `status ${String(result.exitCode)}`;
  const words = [lastLine(stderr), lastLine(stdout), result.shortMessage];
  const last = words.find((text) => text !== '') ?? 'it wrote nothing';
  throw new CommandError(redact(`"${name}" failed (${how}): ${last}`), result.exitCode, stderr, result.cause);
}

/** Whether a command can be found and run with those arguments. */
export async function answers(file: string, args: readonly string[]): Promise<boolean> {
  return command(file, args, { timeoutSeconds: 20 }).then(
    () => true,
    () => false,
  );
}

/** The command's name and its first words that are no options: enough to know it again. */
export function firstWords(file: string, args: readonly string[]): string {
  const words = args.slice(0, 3).filter((word) => !word.startsWith('-') && !/\s/.test(word));
  return [file.split('/').at(-1) ?? file, ...words].join(' ');
}

/** The last line of a text that holds anything, at most 300 characters of it. */
export function lastLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return (lines.findLast((line) => line !== '') ?? '').slice(0, 300);
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function interruption(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof HoldfastError ? signal.reason : new InterruptedError('its caller');
}

function textOf(output: unknown): string {
  return typeof output === 'string' ? output : '';
}
