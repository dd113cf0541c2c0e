import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { cacheDir, exists } from '../core/paths.ts';
import { saveCompact } from './compact-archive.ts';
import type { ProvidedImage } from './source.ts';

const underway = new Map<string, Promise<string>>();

/**
 * The path of an archive that holds these images, ready to be loaded onto nodes; made once for the same images
 * and kept in the cache. Asked for early, it is made while a cluster comes up.
 */
export function archiveOf(
  images: readonly ProvidedImage[],
  signal: AbortSignal | undefined,
): Promise<string> {
  const ids = images.map(({ reference, id }) => `${reference}@${id}`).sort();
  const key = createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 16);
  const path = cacheDir('archives', `${key}.tar`);
  const known = underway.get(path) ?? make(images, path, signal);
  underway.set(path, known);
  known.catch(() => underway.delete(path));
  return known;
}

async function make(
  images: readonly ProvidedImage[],
  path: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (await exists(path)) return path;
  await mkdir(cacheDir('archives'), { recursive: true });
  const folder = await mkdtemp(cacheDir('archives', '.making-'));
  try {
    const references = images.map(({ reference }) => reference);
    await rename(await saveCompact(references, folder, signal), path);
    return path;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
