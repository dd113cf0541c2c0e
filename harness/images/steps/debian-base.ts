import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HoldfastError } from '../../core/errors.ts';
import { aptSources } from '../apt-sources.ts';
import type { BuildStep } from '../step.ts';
import { SLIM_CONFIGURATION } from './slim.ts';

/** Paths that a base image can do without. Licences stay where Debian keeps them (usr/share/doc/<package>/copyright). */
const STRIP = `
set -eu
cd "$1"
find usr/share/doc -depth -type f ! -name copyright -delete
find usr/share/doc -type d -empty -delete
rm -rf usr/share/man/* usr/share/info/* usr/share/locale/* var/cache/apt/* var/lib/apt/lists/* var/log/*.log debootstrap
rm -f etc/apt/sources.list etc/apt/sources.list.d/*
`;

/**
 * A minimal Debian of that suite (`trixie`) as an image, made by debootstrap from the archive that
 * this machine's own apt uses. No package source stays inside: each later step brings its own.
 */
export function debianBase(suite: string, slimFile: string): BuildStep {
  return {
    title: `make a minimal Debian ${suite}`,
    product: { kind: 'image', name: `debian-${suite}` },
    needs: [],
    typicalSeconds: 40,
    parameters: { suite, strip: STRIP },
    inputs: [slimFile],
    async run(build) {
      if (process.getuid?.() !== 0) {
        throw new HoldfastError('Making a Debian image needs root: run as root, or use --images registry.');
      }
      const sources = await aptSources();
      const root = join(build.folder, 'root');
      // In a mount namespace of its own, what debootstrap mounts is gone with it, even if it is killed.
      await build.command(
        'unshare',
        [
          '--mount',
          'debootstrap',
          '--variant=minbase',
          suite,
          root,
          ...(sources.archive === undefined ? [] : [sources.archive]),
        ],
        { env: sources.proxy === undefined ? {} : { http_proxy: sources.proxy } },
      );
      await build.command('bash', ['-c', STRIP, 'strip', root]);
      await mkdir(join(root, SLIM_CONFIGURATION, '..'), { recursive: true });
      await copyFile(slimFile, join(root, SLIM_CONFIGURATION));
      const pack =
        'set -o pipefail; tar -C "$1" --numeric-owner -c . | docker import --change "CMD bash" - "$2"';
      await build.command('bash', ['-c', pack, 'pack', root, build.image]);
    },
  };
}
