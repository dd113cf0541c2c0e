import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HoldfastError, sentenceOf } from '../../core/errors.ts';
import type { BuildStep } from '../step.ts';

/** One call of `go build`: packages that are compiled and linked together. */
export interface GoTarget {
  packages: readonly string[];
  /** The program's name where it differs from the package's last part; for a single package only. */
  program?: string;
  tags?: readonly string[];
  /** Linker settings of string variables: `package.variable` -> value. */
  variables?: Readonly<Record<string, string>>;
}

export interface GoCompile {
  name: string;
  title: string;
  /** The folder with go.mod and go.sum. */
  module: string;
  /** Folders below the module with sources of our own. */
  sources?: readonly string[];
  targets: readonly GoTarget[];
  typicalSeconds: number;
}

/** A folder of static programs, compiled from published modules at the versions that go.mod names. */
export function goCompile(wanted: GoCompile): BuildStep {
  const own = (wanted.sources ?? []).flatMap((source) => {
    const folder = join(wanted.module, source);
    return readdirSync(folder)
      .filter((name) => name.endsWith('.go'))
      .map((name) => join(folder, name));
  });
  return {
    title: wanted.title,
    product: { kind: 'folder', name: wanted.name },
    needs: [],
    typicalSeconds: wanted.typicalSeconds,
    lane: 'go',
    parameters: { targets: wanted.targets },
    inputs: [join(wanted.module, 'go.mod'), join(wanted.module, 'go.sum'), ...own],
    async run(build) {
      for (const target of wanted.targets) {
        await build
          .command('go', goArguments(target, build.folder), {
            cwd: wanted.module,
            env: { CGO_ENABLED: '0' },
          })
          .catch((error: unknown) => {
            throw diskFull(error) ?? error;
          });
      }
    },
  };
}

/** The arguments of one `go build` into that folder. */
export function goArguments(target: GoTarget, folder: string): string[] {
  const variables = Object.entries(target.variables ?? {}).map(([name, value]) => ` -X ${name}=${value}`);
  const tags = target.tags === undefined ? [] : ['-tags', target.tags.join(',')];
  return [
    'build',
    '-trimpath',
    '-buildvcs=false', // the product depends on the module's versions only, not on a checkout's state
    '-mod=readonly',
    ...tags,
    '-ldflags',
    `-s -w${variables.join('')}`,
    '-o',
    target.program === undefined ? `${folder}/` : join(folder, target.program),
    ...target.packages,
  ];
}

function diskFull(error: unknown): HoldfastError | undefined {
  if (!/no space left on device/i.test(sentenceOf(error))) return undefined;
  return new HoldfastError(
    'The disk is full: Go needs about 10 GiB for its caches while Kubernetes is compiled.',
    {
      cause: error,
    },
  );
}
