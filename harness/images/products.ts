import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir, exists } from '../core/paths.ts';
import { imageId } from '../host/docker.ts';
import type { Product } from './step.ts';

/** The reference of a step's image, e.g. `holdfast/postgres:0123456789ab`. */
export function imageReference(product: Product, key: string): string {
  return `holdfast/${product.name.replaceAll('/', '-')}:${key}`;
}

/** The image reference or the folder of a product, present or not. */
export function locationOf(product: Product, key: string): string {
  if (product.kind === 'image') return imageReference(product, key);
  return cacheDir('builds', ...product.name.split('/'), key);
}

/** Whether a product is there, complete. */
export async function isPresent(product: Product, key: string, signal?: AbortSignal): Promise<boolean> {
  const location = locationOf(product, key);
  if (product.kind === 'image') return (await imageId(location, signal)) !== undefined;
  return exists(location);
}

/** Makes the folder that a step works in. It carries this process' id until it is complete. */
export async function newWorkFolder(product: Product, key: string): Promise<string> {
  const name = `.unfinished-${String(process.pid)}-${product.name.replaceAll('/', '-')}-${key}`;
  const folder = cacheDir('builds', name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Puts a finished folder in its place. Another process may have been faster: then its product stays. */
export async function keepFolder(workFolder: string, product: Product, key: string): Promise<void> {
  const place = locationOf(product, key);
  await mkdir(join(place, '..'), { recursive: true });
  try {
    await rename(workFolder, place);
  } catch (error) {
    await rm(workFolder, { recursive: true, force: true });
    if (!(await isPresent(product, key))) throw error;
  }
}

/** The name of the container that a step may start; like the work folder it carries this process' id. */
export function containerName(productName: string): string {
  return `holdfast-build-${String(process.pid)}-${productName.replaceAll('/', '-')}`;
}
