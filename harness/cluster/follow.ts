import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { isErrorLike, sentenceOf } from '../core/errors.ts';
import { lastLine } from '../host/command.ts';

/** A command that runs on a node until it is stopped. */
export interface Following {
  /** Ends the command and waits until it has ended; nothing is told after that. */
  stop(): Promise<void>;
}

/**
 * Ends the command when its own standard input ends. Killing the docker client leaves what it started running
 * on the node, but closes that input: so nothing stays behind, even when this process is killed.
 */
const UNTIL_END_OF_INPUT = `exec 3<&0
"$@" </dev/null &
child=$!
(cat <&3; kill "$child") >/dev/null 2>&1 &
guard=$!
wait "$child"
status=$?
kill "$guard" 2>/dev/null
exit "$status"`;

/** How long a command is given to end by itself once its input has ended. */
const PATIENCE_MS = 2000;

/**
 * Runs a command on a node that is a container of the local Docker and tells of each line that it prints.
 * @param onEnd told once, when the command ended by itself, with the reason in words.
 */
export function followInContainer(
  node: string,
  command: readonly string[],
  onLine: (line: string) => void,
  onEnd: (reason: string) => void,
): Following {
  const args = ['exec', '--interactive', node, 'sh', '-c', UNTIL_END_OF_INPUT, 'sh', ...command];
  const child = execa('docker', args, {
    stdin: 'pipe',
    buffer: { stdout: false },
    reject: false,
    killDescendants: true,
  });
  let stopped = false;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!stopped) onLine(line);
  });
  child.stdin.on('error', () => undefined); // the client ended before its input did
  const ended = child.then(
    ({ exitCode, stderr }) => {
      const last = lastLine(stderr);
      const how = `"${command[0] ?? ''}" ended with status ${String(exitCode ?? 'unknown')}`;
      return last === '' ? how : `${how}: ${last}`;
    },
    (error: unknown) => (isErrorLike(error) ? sentenceOf(error) : String(error)),
  );
  void ended.then((reason) => {
    if (!stopped) onEnd(reason);
  });
  return {
    stop: async () => {
      stopped = true;
      child.stdin.end();
      const force = setTimeout(() => child.kill(), PATIENCE_MS); // a frozen node does not answer
      await ended;
      clearTimeout(force);
    },
  };
}
