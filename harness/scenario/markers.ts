import type { ExecTarget } from '../kube/exec.ts';
import { exec } from '../kube/exec.ts';
import type { KubeClient } from '../kube/client.ts';
import { HoldfastError } from '../core/errors.ts';

const FILE = '.holdfast-owner';

/**
 * Leaves a file on a member's volume that names its owner, once, and makes it durable. A volume that names one
 * already stays as it is: the snapshots show whom.
 */
export async function writeMarker(
  client: KubeClient,
  target: ExecTarget,
  volumePath: string,
  owner: string,
): Promise<void> {
  const script = 'set -C; if printf %s "$1" 2>/dev/null >"$2"; then sync "$2"; else test -s "$2"; fi';
  const { exitCode, stderr } = await exec(client, target, [
    'sh',
    '-c',
    script,
    'sh',
    owner,
    `${volumePath}/${FILE}`,
  ]);
  if (exitCode !== 0) {
    throw new HoldfastError(`The marker could not be left on the volume of ${target.pod}: ${stderr.trim()}`);
  }
}

/** The owner that the marker names; null where there is no marker. */
export async function readMarker(
  client: KubeClient,
  target: ExecTarget,
  volumePath: string,
): Promise<string | null> {
  const script = 'test -e "$1" || exit 44; cat "$1"';
  const { exitCode, stdout, stderr } = await exec(client, target, [
    'sh',
    '-c',
    script,
    'sh',
    `${volumePath}/${FILE}`,
  ]);
  if (exitCode === 44) return null;
  if (exitCode !== 0) throw new HoldfastError(`The marker of ${target.pod} cannot be read: ${stderr.trim()}`);
  return stdout;
}

/** The addresses that a name has inside a pod; null where it has none. */
export async function resolveFrom(
  client: KubeClient,
  target: ExecTarget,
  name: string,
): Promise<string[] | null> {
  const { exitCode, stdout, stderr } = await exec(client, target, ['getent', 'ahostsv4', name]);
  if (exitCode === 2) return null; // getent(1): the key was not found
  if (exitCode !== 0)
    throw new HoldfastError(`${name} cannot be looked up in ${target.pod}: ${stderr.trim()}`);
  return [...new Set(stdout.split('\n').flatMap((line) => line.split(/\s+/)[0] ?? ''))].filter(Boolean);
}
