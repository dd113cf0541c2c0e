import { writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { aptSources, sourcesList } from '../apt-sources.ts';
import type { BuildStep } from '../step.ts';

export interface DebianPackages {
  /** The image's name, e.g. `postgres-packages`. */
  name: string;
  title: string;
  base: BuildStep;
  suite: string;
  /** Whether security updates and those between two point releases are taken too; they are by default. */
  updates?: boolean;
  packages: readonly string[];
  /** Shell lines to run before the packages are installed (users with fixed ids, answers). */
  before?: string;
  /** Shell lines to run after it. */
  after?: string;
  typicalSeconds: number;
}

/** Where the machine's apt configuration lies while packages are installed. It is not in the image. */
const APT = '/tmp/apt';

/** An image with packages on top of a base, without recommended ones, lists and archives. */
export function debianPackages(wanted: DebianPackages): BuildStep {
  const script = [
    'set -eu',
    `export APT_CONFIG=${APT}/apt.conf DEBIAN_FRONTEND=noninteractive`,
    wanted.before ?? '',
    'apt-get update -q',
    `apt-get install -q -y --no-install-recommends ${wanted.packages.join(' ')}`,
    wanted.after ?? '',
    'rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/*.log /var/log/apt /tmp/*',
  ].join('\n');
  return {
    title: wanted.title,
    product: { kind: 'image', name: wanted.name },
    needs: [wanted.base],
    typicalSeconds: wanted.typicalSeconds,
    parameters: { script, ...(wanted.updates === false ? { updates: 'none' } : {}) },
    inputs: [],
    async run({ folder, container, image, docker, productOf }) {
      const sources = await aptSources();
      const apt = join(folder, 'apt');
      await mkdir(apt);
      await writeFile(join(apt, 'sources.list'), sourcesList(sources, wanted.suite, wanted.updates ?? true));
      const places = `Dir::Etc::SourceList "${APT}/sources.list";\nDir::Etc::SourceParts "-";\n`;
      await writeFile(join(apt, 'apt.conf'), sources.configuration + places);
      await docker(['create', '--name', container, productOf(wanted.base), 'sh', '-c', script]);
      await docker(['cp', apt, `${container}:${APT}`]);
      await docker(['start', '--attach', container]);
      await docker(['commit', '--change', 'CMD ["bash"]', container, image]);
    },
  };
}
