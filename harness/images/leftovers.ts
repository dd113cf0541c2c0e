import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sentenceOf } from '../core/errors.ts';
import { cacheDir } from '../core/paths.ts';
import { docker } from '../host/docker.ts';

const WORK_FOLDER = /^\.unfinished-(\d+)-/;
const CONTAINER = /^holdfast-build-(\d+)-/;

/** Removes the work folders and containers of builds whose process is gone. */
export async function removeUnfinished(): Promise<void> {
  const folder = cacheDir('builds');
  for (const name of await readdir(folder).catch(() => [])) {
    if (isOrphan(WORK_FOLDER, name)) await rm(join(folder, name), { recursive: true, force: true });
  }
  const containers = await docker([
    'ps',
    '--all',
    '--filter',
    'name=holdfast-build-',
    '--format',
    '{{.Names}}',
  ]);
  for (const name of containers.split('\n')) {
    if (isOrphan(CONTAINER, name)) await removeContainer(name);
  }
}

/** Removes a container with its volumes, if it is there. Takes no signal: also after an abort nothing may stay. */
export async function removeContainer(name: string): Promise<void> {
  await docker(['rm', '--force', '--volumes', name], { timeoutSeconds: 60 }).catch((error: unknown) => {
    if (!/no such container/i.test(sentenceOf(error))) throw error;
  });
}

/** Whether the name carries the id of a process that is gone. */
export function isOrphan(pattern: RegExp, name: string): boolean {
  const pid = pattern.exec(name)?.[1];
  return pid !== undefined && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
