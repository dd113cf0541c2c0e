import type { Budgets } from '../core/budgets.ts';
import type { Progress } from '../core/progress.ts';
import { acquireCluster, type Holding } from '../cluster/acquire.ts';
import { readKindConfig } from '../cluster/kind-config.ts';
import { removeLeftovers } from '../cluster/leftovers.ts';
import { prepareHost } from '../host/prepare.ts';
import { kindBinary } from '../images/kind-binary.ts';
import { loadOntoNodes } from '../images/load-onto-nodes.ts';
import { chooseImages, provideImages, type ImageMode, type ProvidedImage } from '../images/source.ts';
import type { RunOptions } from './options.ts';
import { loadImage, loadNodeImage } from './registry.ts';

interface Work {
  budgets: Budgets;
  progress: Progress;
  signal: AbortSignal;
  /** Runs a step and notes how long it took. */
  timed: <T>(step: string, work: () => Promise<T>) => Promise<T>;
}

/** The images of a run. */
export interface Provided {
  mode: ImageMode;
  images: ProvidedImage[];
  node: ProvidedImage;
}

/** Docker, the tools and the images: what must be there before a cluster can be. */
export async function provideStackImages(
  options: Work & { stacks: readonly string[]; mode: RunOptions['images'] },
): Promise<Provided> {
  const { progress, signal, budgets, timed } = options;
  await timed('host', () => prepareHost({ progress, signal, build: options.mode === 'packages' }));
  await removeLeftovers(progress);
  const nodeSource = await loadNodeImage();
  const seconds = budgets.of('registry-probe').seconds;
  const mode = await timed('registry probe', () => chooseImages(options.mode, nodeSource.registry, seconds));
  if (mode === 'packages' && options.mode === 'auto') {
    progress.say(
      'No container registry answers: images are made from package registries (--images packages).',
    );
    await prepareHost({ progress, signal, build: true });
  }
  const sources = [nodeSource, ...(await Promise.all(options.stacks.map(loadImage)))];
  const images = await timed('images', () => provideImages(sources, mode, { progress, signal }));
  const node = images.find((image) => image.name === nodeSource.name);
  if (node === undefined) throw new Error('the node image is missing from what was provided');
  return { mode, images, node };
}

/** A cluster with the stacks' images on its nodes. */
export async function provideCluster(
  options: Work & Pick<RunOptions, 'run' | 'keep' | 'kindConfig'> & { provided: Provided },
): Promise<Holding> {
  const { run, keep, budgets, progress, signal, provided, timed } = options;
  const config = await readKindConfig(options.kindConfig);
  const holding = await timed('cluster', () =>
    acquireCluster({
      run,
      keep,
      config,
      kindBinary: () => kindBinary({ progress, signal }),
      nodeImage: provided.node.reference,
      budgets,
      progress,
      signal,
    }),
  );
  try {
    const wanted = provided.images.filter((image) => image !== provided.node);
    await timed('images onto nodes', () =>
      loadOntoNodes(wanted, holding.cluster.nodes, { progress, signal }),
    );
    return holding;
  } catch (error) {
    await holding.release();
    throw error;
  }
}
