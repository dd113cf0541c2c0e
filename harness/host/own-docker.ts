import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, open, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Budgets } from '../core/budgets.ts';
import { HoldfastError } from '../core/errors.ts';
import { cacheDir, PROJECT_ROOT } from '../core/paths.ts';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import { maySysResource } from './capabilities.ts';
import { lastLine } from './command.ts';
import { daemonState } from './docker.ts';

const PID_FILE = (): string => cacheDir('docker', 'dockerd.pid');
export const DOCKER_LOG = (): string => cacheDir('docker', 'dockerd.log');
const RUNTIME = join(PROJECT_ROOT, 'fixtures', 'bounded-runtime', 'bounded-runtime');

/**
 * Starts a Docker daemon that outlives this process. Where the machine lacks a capability, containers of
 * this daemon do without it: the runtime is given by flags, and no file under /etc is touched.
 * @throws HoldfastError with the last line of the daemon's log when it ends, or does not answer in time.
 */
export async function startOwnDocker(signal?: AbortSignal): Promise<void> {
  await mkdir(cacheDir('docker'), { recursive: true });
  await removeStalePid(PID_FILE(), 'dockerd');
  await removeStalePid('/var/run/docker/containerd/containerd.pid', 'containerd');
  const flags = ['--pidfile', PID_FILE()];
  if (!(await maySysResource()))
    flags.push('--add-runtime', `bounded=${await installRuntime()}`, '--default-runtime', 'bounded');
  const log = await open(DOCKER_LOG(), 'a');
  const daemon = spawn('dockerd', flags, { detached: true, stdio: ['ignore', log.fd, log.fd], cwd: '/' });
  let ended: string | undefined;
  daemon.once('error', (error) => (ended = error.message));
  daemon.once('exit', (status) => (ended = `it ended with status ${String(status)}`));
  daemon.unref();
  await log.close();
  await waitFor(
    'the Docker daemon to answer',
    async () => {
      if (ended !== undefined) throw await startFailure(ended);
      const { state, detail } = await daemonState();
      return state === 'answers' ? found(true) : notYet(detail);
    },
    { budget: new Budgets().of('docker-start'), signal },
  ).catch(async (error: unknown) => {
    throw ended === undefined ? error : await startFailure(ended);
  });
}

/** Ends the daemon that {@link startOwnDocker} started, and no other. @returns whether there was one. */
export async function stopOwnDocker(): Promise<boolean> {
  const pid = await ownDockerPid();
  if (pid === undefined) return false;
  process.kill(pid, 'SIGTERM');
  // Not by its pid file, which goes before the daemon does.
  const gone = () =>
    existsSync(`/proc/${String(pid)}`) ? notYet(`process ${String(pid)} runs`) : found(true);
  await waitFor('the Docker daemon to end', gone, { budget: new Budgets().of('docker-start') });
  await rm(PID_FILE(), { force: true });
  return true;
}

/** The process id of the daemon that was started here, if it still runs and is one. */
export async function ownDockerPid(): Promise<number | undefined> {
  const pid = Number(await readFile(PID_FILE(), 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  const commandLine = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '');
  const words = commandLine.split('\0');
  return basename(words[0] ?? '') === 'dockerd' && words.includes(PID_FILE()) ? pid : undefined;
}

/**
 * Removes what a daemon that was killed left of itself: a new one takes the process that has that id now for its
 * predecessor, and refuses to start or waits for it.
 */
async function removeStalePid(file: string, program: string): Promise<void> {
  const pid = await readFile(file, 'utf8').catch(() => undefined);
  if (pid === undefined) return;
  const commandLine = await readFile(`/proc/${pid.trim()}/cmdline`, 'utf8').catch(() => '');
  if (basename(commandLine.split('\0')[0] ?? '') !== program) await rm(file, { force: true });
}

/** Copies the wrapper to the cache, where it stays even if this checkout goes away. */
export async function installRuntime(): Promise<string> {
  const target = cacheDir('bin', 'bounded-runtime');
  await mkdir(cacheDir('bin'), { recursive: true });
  await copyFile(RUNTIME, target);
  await chmod(target, 0o755);
  return target;
}

async function startFailure(how: string): Promise<HoldfastError> {
  const log = await readFile(DOCKER_LOG(), 'utf8').catch(() => '');
  return new HoldfastError(
    `The Docker daemon could not be started: ${how}; its last words: ${lastLine(log) || 'none'}. The whole log is ${DOCKER_LOG()}.`,
  );
}
