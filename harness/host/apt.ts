import { readFile } from 'node:fs/promises';
import { humanSeconds } from '../core/clock.ts';
import { HoldfastError, InterruptedError, sentenceOf } from '../core/errors.ts';
import { exists } from '../core/paths.ts';
import type { Progress } from '../core/progress.ts';
import { command } from './command.ts';

/** Another package manager may hold the lock for a while, e.g. at a machine's first start. */
const COMMON = ['-q', '-o', 'DPkg::Lock::Timeout=120'];

/** Whether packages can be installed here: as root, on a system with apt. */
export async function canInstall(): Promise<boolean> {
  return process.getuid?.() === 0 && (await isDebianLike());
}

/** The command that a user would run to get these packages. */
export function installCommand(packages: readonly string[]): string {
  return `apt-get install --no-install-recommends ${packages.join(' ')}`;
}

/**
 * Installs Debian packages in one call. The lists are fetched first, once, if they are needed.
 * @throws HoldfastError with apt's last line and the command to try by hand.
 */
export async function installPackages(
  packages: readonly string[],
  { progress, signal }: { progress: Progress; signal?: AbortSignal | undefined },
): Promise<void> {
  const since = performance.now();
  const spent = (): string => humanSeconds((performance.now() - since) / 1000);
  progress.say(`Installing Debian packages: ${packages.join(', ')}.`);
  progress.status(() => `installing ${packages.join(', ')} (${spent()})`);
  const env = { DEBIAN_FRONTEND: 'noninteractive', ...((await hasSystemd()) ? {} : { RUNLEVEL: '1' }) };
  const install = ['install', ...COMMON, '-y', '--no-install-recommends', ...packages];
  try {
    await command('apt-get', ['update', ...COMMON], { env, signal });
    await command('apt-get', install, { env, signal });
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    throw new HoldfastError(
      `Debian packages could not be installed (${spent()}): ${sentenceOf(error)} Try "${installCommand(packages)}" by hand.`,
      { cause: error },
    );
  } finally {
    progress.status(undefined);
  }
  progress.say(`Installed ${packages.join(', ')}, ${spent()}.`);
}

/** Whether systemd is this machine's init: then it starts services. */
export async function hasSystemd(): Promise<boolean> {
  return exists('/run/systemd/system');
}

async function isDebianLike(): Promise<boolean> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
}
