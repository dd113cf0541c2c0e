import { acquireCluster, type Holding } from '../cluster/acquire.ts';
import type { KindConfig } from '../cluster/kind-config.ts';
import { isNewEnough, kindOnPath } from '../host/kind-version.ts';
import { prepareHost } from '../host/prepare.ts';
import { pendingSteps } from '../images/build.ts';
import { kindBinary, kindProgram } from '../images/kind-binary.ts';
import type { ImageMode, ImageSource, ProvidedImage } from '../images/source.ts';
import type { BuildStep } from '../images/step.ts';
import type { RunOptions } from './options.ts';
import { loadImages, loadNodeImage } from './registry.ts';
import type { Work } from './supplies.ts';

/** Compilers and their like are asked for only where there is something left to build. */
export async function prepareToBuild(
  sources: readonly ImageSource[],
  { progress, signal, mode }: Pick<Work, 'progress' | 'signal'> & { mode: ImageMode | 'auto' },
): Promise<void> {
  const why = mode === 'auto' ? 'No container registry answers: images' : 'Images';
  progress.say(`${why} are made from package registries.`);
  if ((await stepsToBuild(sources)).length > 0) await prepareHost({ progress, signal, build: true });
}

/** Where the images of a run come from: the node's, and those of each stack. */
export async function imageSources(
  stacks: readonly string[],
  previous: boolean,
): Promise<{ node: ImageSource; sources: ImageSource[] }> {
  const node = await loadNodeImage();
  const ofStacks = await Promise.all(stacks.map((stack) => loadImages(stack, previous)));
  return { node, sources: [node, ...ofStacks.flat()] };
}

/** What is still to be built from packages: images, and kind where none is on PATH. */
export async function stepsToBuild(sources: readonly ImageSource[]): Promise<BuildStep[]> {
  const kind = isNewEnough(await kindOnPath()) ? [] : [kindProgram];
  return await pendingSteps([...kind, ...sources.map((source) => source.build)]);
}

/** A cluster, made or taken over; no stack's image is on its nodes yet. */
export async function provideCluster(
  options: Work & Pick<RunOptions, 'run' | 'keep'> & { config: KindConfig; nodeImage: ProvidedImage },
): Promise<Holding> {
  const { run, keep, config, budgets, progress, signal, nodeImage, timed } = options;
  return await timed('cluster', () =>
    acquireCluster({
      ...{ run, keep, config, nodeImage, budgets, progress, signal },
      kindBinary: () => kindBinary({ progress, signal }),
    }),
  );
}
