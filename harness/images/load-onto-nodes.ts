import { humanSeconds } from '../core/clock.ts';
import { HoldfastError, InterruptedError, sentenceOf } from '../core/errors.ts';
import { docker } from '../host/docker.ts';
import type { BuildOptions } from './build.ts';
import { archiveOf } from './archives.ts';
import type { ProvidedImage } from './source.ts';

/** The label on an image in a node's containerd that says which of Docker's images it is. */
const ID_LABEL = 'holdfast.dev/image-id';

export interface Loaded {
  readonly seconds: number;
  /** The images that were brought to at least one node. */
  readonly images: readonly string[];
  /** The nodes that got at least one image. */
  readonly nodes: readonly string[];
}

/**
 * Brings images from Docker into the containerd of kind nodes (container names), unpacked, under the
 * names by which Docker knows them. Nodes that have an image already are left alone. All that is missing
 * somewhere is saved once and streamed to all nodes at the same time.
 * @throws HoldfastError naming the node; InterruptedError on abort.
 */
export async function loadOntoNodes(
  images: readonly ProvidedImage[],
  nodes: readonly string[],
  { progress, signal }: BuildOptions,
): Promise<Loaded> {
  const since = performance.now();
  const seconds = (): number => (performance.now() - since) / 1000;
  const missing = await missingOn(images, nodes, signal);
  if (missing.size === 0) return { seconds: seconds(), images: [], nodes: [] };

  const wanted = images.filter((image) => [...missing.values()].some((lacking) => lacking.includes(image)));
  const names = wanted.map(({ name }) => name).join(', ');
  progress.status(() => `loading ${names} onto ${String(missing.size)} nodes (${humanSeconds(seconds())})`);
  try {
    const archive = await archiveOf(wanted, signal);
    const loads = [...missing.keys()].map((node) => load(node, archive, wanted, signal));
    const failed = (await Promise.allSettled(loads)).find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  } finally {
    progress.status(undefined);
  }
  progress.say(`Loaded ${names} onto ${String(missing.size)} nodes, ${humanSeconds(seconds())}.`);
  return { seconds: seconds(), images: wanted.map(({ name }) => name), nodes: [...missing.keys()] };
}

/** Which images each node lacks; nodes that lack none are left out. */
async function missingOn(
  images: readonly ProvidedImage[],
  nodes: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, ProvidedImage[]>> {
  const lists = await Promise.all(
    nodes.map(
      async (node) =>
        [node, await ctr(node, ['images', 'list', `labels."${ID_LABEL}"`], { signal })] as const,
    ),
  );
  const missing = lists.map(([node, list]) => [node, images.filter((image) => !has(list, image))] as const);
  return new Map(missing.filter(([, lacking]) => lacking.length > 0));
}

/** Whether the listing of a node's labelled images shows this one, at this very id. */
export function has(listing: string, image: Pick<ProvidedImage, 'reference' | 'id'>): boolean {
  return listing.split('\n').some((line) => {
    const [name = ''] = line.split(/\s+/);
    return means(name, image.reference) && line.includes(`${ID_LABEL}=${image.id}`);
  });
}

/** Whether containerd's name of an image, which always has a host, is what a shorter reference stands for. */
export function means(fullName: string, reference: string): boolean {
  return fullName === reference || fullName.endsWith(`/${reference}`);
}

async function load(
  node: string,
  archive: string,
  images: readonly ProvidedImage[],
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    // "--local": the client unpacks what it imports; by way of the service it takes twice as long.
    await ctr(node, ['images', 'import', '--local', '-'], { inputFile: archive, signal });
    const names = (await ctr(node, ['images', 'list', '--quiet'], { signal })).split('\n');
    for (const { reference, id } of images) {
      for (const name of names.filter((one) => means(one, reference))) {
        await ctr(node, ['images', 'label', name, `${ID_LABEL}=${id}`], { signal });
      }
    }
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    throw new HoldfastError(
      `The images ${images.map(({ name }) => name).join(', ')} could not be loaded onto the node ${node}: ` +
        `${sentenceOf(error)} Look at "docker logs ${node}" and at the free space, and run again.`,
      { cause: error },
    );
  }
}

async function ctr(
  node: string,
  args: readonly string[],
  options: { inputFile?: string; signal?: AbortSignal | undefined },
): Promise<string> {
  const stdin = options.inputFile === undefined ? [] : ['--interactive'];
  return docker(['exec', ...stdin, node, 'ctr', '--namespace', 'k8s.io', ...args], options);
}
