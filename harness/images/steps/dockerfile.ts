import { chmod, copyFile, cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { constants } from 'node:fs';
import { PROJECT_ROOT } from '../../core/paths.ts';
import type { BuildStep } from '../step.ts';

/** A file or folder of the build's context. */
export interface ContextEntry {
  /** A step whose folder it is in; without it, `path` is an absolute path in the checkout. */
  from?: BuildStep;
  path: string;
  /** Where it lies in the context. */
  to: string;
  /** The mode of a single file; 0644 where nothing is said. */
  mode?: number;
}

export interface DockerfileBuild {
  name: string;
  title: string;
  dockerfile: string;
  /** Every image that the Dockerfile starts from: the name of its ARG -> the step that makes it. */
  bases: Readonly<Record<string, BuildStep>>;
  context: readonly ContextEntry[];
  typicalSeconds: number;
}

/** An image from a Dockerfile; its context is put together from files of the checkout and other steps' products. */
export function dockerfileImage(wanted: DockerfileBuild): BuildStep {
  const own = wanted.context.filter((entry) => entry.from === undefined);
  const steps = [...Object.values(wanted.bases), ...wanted.context.flatMap((entry) => entry.from ?? [])];
  return {
    title: wanted.title,
    product: { kind: 'image', name: wanted.name },
    needs: [...new Set(steps)],
    typicalSeconds: wanted.typicalSeconds,
    parameters: {
      bases: Object.keys(wanted.bases),
      context: wanted.context.map(({ from, path, to, mode }) => [
        from === undefined ? relative(PROJECT_ROOT, path) : path,
        to,
        mode ?? 0,
      ]),
    },
    inputs: [wanted.dockerfile, ...own.map(({ path }) => path)],
    async run(build) {
      const context = join(build.folder, 'context');
      await mkdir(context);
      for (const { from, path, to, mode } of wanted.context) {
        const target = join(context, to);
        await mkdir(dirname(target), { recursive: true });
        if (from === undefined) await copyFile(path, target);
        else
          await cp(join(build.productOf(from), path), target, {
            recursive: true,
            mode: constants.COPYFILE_FICLONE,
          });
        if (mode !== undefined || from === undefined) await chmod(target, mode ?? 0o644);
      }
      await writeFile(join(context, '.dockerignore'), '.dockerignore\n');
      const bases = Object.entries(wanted.bases).flatMap(([name, step]) => [
        '--build-arg',
        `${name}=${build.productOf(step)}`,
      ]);
      await build.docker(['build', '--tag', build.image, '--file', wanted.dockerfile, ...bases, context]);
    },
  };
}
