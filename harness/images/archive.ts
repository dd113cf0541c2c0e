import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { arch } from 'node:process';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Build } from './step.ts';

/** An image of one layer: the files of a folder, and how its container starts. */
export interface PlainImage {
  readonly references: readonly string[];
  readonly rootfs: string;
  readonly entrypoint: readonly string[];
}

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const EPOCH = '1970-01-01T00:00:00Z';

/**
 * Writes images as an archive like that of `docker save`, without a daemon: so names of foreign
 * registries never appear among the images of the user's own daemon.
 */
export async function writeImageArchive(
  build: Build,
  images: readonly PlainImage[],
  target: string,
): Promise<void> {
  const folder = join(build.folder, 'archive');
  await mkdir(folder);
  const manifest: { Config: string; RepoTags: readonly string[]; Layers: string[] }[] = [];
  for (const [index, { references, rootfs, entrypoint }] of images.entries()) {
    const layer = join(folder, `layer-${String(index)}.tar`);
    const order = ['--sort=name', `--mtime=${EPOCH}`, '--owner=0', '--group=0', '--numeric-owner'];
    await build.command('tar', [...order, '-C', rootfs, '-cf', layer, '.']);
    const digest = await sha256(layer);
    const Layers = [`${digest}.tar`];
    await link(layer, join(folder, `${digest}.tar`)).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
    await rm(layer);
    const config = JSON.stringify({
      created: EPOCH,
      architecture: goArchitecture(),
      os: 'linux',
      config: { Env: [PATH], ...(entrypoint.length === 0 ? {} : { Entrypoint: entrypoint }) },
      rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
    });
    const Config = `${createHash('sha256').update(config).digest('hex')}.json`;
    await writeFile(join(folder, Config), config);
    manifest.push({ Config, RepoTags: references, Layers });
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await build.command('tar', ['-C', folder, '-cf', target, '.']);
  await rm(folder, { recursive: true });
}

/** This machine's architecture as container images name it. */
export function goArchitecture(): string {
  return arch === 'x64' ? 'amd64' : arch;
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
