import type { Budgets } from '../core/budgets.ts';
import type { Progress } from '../core/progress.ts';
import { acquireCluster, type Holding } from '../cluster/acquire.ts';
import type { KindConfig } from '../cluster/kind-config.ts';
import { removeLeftovers } from '../cluster/leftovers.ts';
import { isNewEnough, kindOnPath } from '../host/kind-version.ts';
import { prepareHost } from '../host/prepare.ts';
import { archiveOf } from '../images/archives.ts';
import { pendingSteps } from '../images/build.ts';
import { kindBinary, kindProgram } from '../images/kind-binary.ts';
import { loadOntoNodes } from '../images/load-onto-nodes.ts';
import {
  chooseImages,
  provideImages,
  type ImageMode,
  type ImageSource,
  type ProvidedImage,
} from '../images/source.ts';
import type { BuildStep } from '../images/step.ts';
import type { RunOptions } from './options.ts';
import { loadImages, loadNodeImage, previousImages } from './registry.ts';

interface Work {
  budgets: Budgets;
  progress: Progress;
  signal: AbortSignal;
  /** Runs a step and notes how long it took. */
  timed: <T>(step: string, work: () => Promise<T>) => Promise<T>;
}

/** The images of a run. */
export interface Provided {
  images: ProvidedImage[];
  node: ProvidedImage;
  /** Those that only an upgrade begins on: they are brought to the nodes while scenarios run already. */
  previous: ProvidedImage[];
}

/** Docker, the tools and the images: what must be there before a cluster can be. */
export async function provideStackImages(
  options: Work & {
    stacks: readonly string[];
    mode: RunOptions['images'];
    /** Whether a scenario of the run begins on a previous version. */
    previous: boolean;
  },
): Promise<Provided> {
  const { progress, signal, budgets, timed } = options;
  await timed('host', () => prepareHost({ progress, signal, build: false }));
  await removeLeftovers(progress);
  const { node: nodeSource, sources } = await imageSources(options.stacks, options.previous);
  const seconds = budgets.of('registry-probe').seconds;
  const mode = await timed('registry probe', () => chooseImages(options.mode, nodeSource.registry, seconds));
  if (mode === 'packages') await timed('tools to build with', () => prepareToBuild(sources, options));
  const images = await timed('images', () => provideImages(sources, mode, { progress, signal }));
  const node = images.find((image) => image.name === nodeSource.name);
  if (node === undefined) throw new Error('the node image is missing from what was provided');
  const previous = await previousImages(options.stacks);
  return { images, node, previous: images.filter((image) => previous.includes(image.name)) };
}

/** Compilers and their like are asked for only where there is something left to build. */
async function prepareToBuild(
  sources: readonly ImageSource[],
  { progress, signal, mode }: Work & { mode: ImageMode | 'auto' },
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

/** A cluster with the stacks' images on its nodes. */
export async function provideCluster(
  options: Work & Pick<RunOptions, 'run' | 'keep'> & { config: KindConfig; provided: Provided },
): Promise<Holding> {
  const { run, keep, config, budgets, progress, signal, provided, timed } = options;
  const wanted = provided.images.filter(
    (image) => image !== provided.node && !provided.previous.includes(image),
  );
  // Packed while the cluster comes up; whether that went wrong is seen when it is loaded.
  archiveOf(wanted, signal).catch(() => undefined);
  const holding = await timed('cluster', () =>
    acquireCluster({
      run,
      keep,
      config,
      kindBinary: () => kindBinary({ progress, signal }),
      nodeImage: provided.node,
      budgets,
      progress,
      signal,
    }),
  );
  try {
    await timed('images onto nodes', () =>
      loadOntoNodes(wanted, holding.cluster.nodes, { progress, signal }),
    );
    return holding;
  } catch (error) {
    await holding.release();
    throw error;
  }
}
