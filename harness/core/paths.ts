import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import envPaths from 'env-paths';

/** The checkout's root folder. */
export const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where tools, builds and cluster records are kept: the user's cache directory, or HOLDFAST_CACHE. */
export function cacheDir(...parts: readonly string[]): string {
  const base = process.env.HOLDFAST_CACHE ?? envPaths('holdfast', { suffix: '' }).cache;
  return join(base, ...parts);
}

/** Whether there is something at a path that this user may see. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
