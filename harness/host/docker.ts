import { answers, command, CommandError, type CommandOptions } from './command.ts';

export type DockerOptions = Pick<
  CommandOptions,
  'input' | 'inputFile' | 'timeoutSeconds' | 'signal' | 'log' | 'cwd'
>;

let buildx: Promise<boolean> | undefined;

/**
 * Runs the docker client and gives its standard output.
 * @throws CommandError with the command's first words and the last line that it wrote to standard error.
 */
export async function docker(args: readonly string[], options: DockerOptions = {}): Promise<string> {
  return command('docker', args, { ...options, env: await buildEnvironment(args) });
}

/** The state of the daemon that the docker client would talk to. */
export type DaemonState = 'answers' | 'no-client' | 'not-running' | 'permission-denied';

/** Asks the daemon for its version. `detail` is the version, or why there is no answer. */
export async function daemonState(): Promise<{ state: DaemonState; detail: string }> {
  try {
    const version = await docker(['version', '--format', '{{.Server.Version}}'], { timeoutSeconds: 10 });
    return { state: 'answers', detail: version };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (/permission denied/i.test(error.stderr)) return { state: 'permission-denied', detail: error.message };
    const missing = error.status === undefined && error.stderr === '';
    return { state: missing ? 'no-client' : 'not-running', detail: error.message };
  }
}

/** The id of an image (`sha256:...`), or undefined where the daemon does not have it. */
export async function imageId(reference: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    return await docker(['image', 'inspect', '--format', '{{.Id}}', reference], {
      timeoutSeconds: 30,
      signal,
    });
  } catch (error) {
    if (error instanceof CommandError && /no such image/i.test(error.stderr)) return undefined;
    throw error;
  }
}

/** The client asks for buildx by default; where it is not installed, only the classic builder is there. */
async function buildEnvironment(args: readonly string[]): Promise<Record<string, string>> {
  if (args[0] !== 'build') return {};
  buildx ??= answers('docker', ['buildx', 'version']);
  return (await buildx) ? {} : { DOCKER_BUILDKIT: '0' };
}
