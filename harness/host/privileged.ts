import { execa } from 'execa';
import { HoldfastError, sentenceOf } from '../core/errors.ts';
import { maySysResource } from './capabilities.ts';
import { command } from './command.ts';
import { docker } from './docker.ts';

/** The program that the probe's container runs; it is taken from this machine, with what it loads. */
const PROGRAM = '/bin/true';

/**
 * Tries whether Docker starts privileged containers, with a tiny image made from a program of this
 * machine. Leaves neither the container nor the image.
 * @returns undefined if they start, else why not.
 */
export async function probePrivileged(signal?: AbortSignal): Promise<string | undefined> {
  const image = `holdfast/probe:${String(process.pid)}`;
  const libraries = (await command('ldd', [PROGRAM], { signal }).catch(() => '')).match(/\/\S+/g) ?? [];
  const files = [PROGRAM, ...libraries].map((path) => path.replace(/^\/+/, ''));
  try {
    // "-h" follows links: in the image, each path is the file itself.
    await execa('tar', ['-C', '/', '-chf', '-', ...files], {
      ...(signal === undefined ? {} : { cancelSignal: signal }),
    }).pipe('docker', ['import', '-', image]);
    await docker(['run', '--rm', '--privileged', '--network', 'none', image, PROGRAM], {
      timeoutSeconds: 60,
      signal,
    });
    return undefined;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return sentenceOf(error);
  } finally {
    await docker(['image', 'rm', '--force', image], { timeoutSeconds: 60 }).catch(() => undefined);
  }
}

/** The error for a daemon that starts no privileged containers, and that is not ours to change. */
export async function privilegedFailure(why: string, runtime: string): Promise<HoldfastError> {
  if (await maySysResource()) {
    return new HoldfastError(
      `Docker starts no privileged containers, which kind's nodes are: ${why} Allow them, and run again.`,
    );
  }
  return new HoldfastError(
    `Docker starts no privileged containers, which kind's nodes are: ${why} ` +
      'This machine lacks the capability CAP_SYS_RESOURCE, and the running daemon was not started by Holdfast, so it is left as it is. ' +
      `Either stop it (Holdfast then starts one that does without), or add {"runtimes":{"bounded":{"path":"${runtime}"}},"default-runtime":"bounded"} to /etc/docker/daemon.json and restart it.`,
  );
}
