import { humanSeconds } from '../core/clock.ts';
import { HoldfastError, InterruptedError, sentenceOf } from '../core/errors.ts';
import { docker, imageId } from '../host/docker.ts';
import { build, type BuildOptions } from './build.ts';
import type { BuildStep } from './step.ts';

/** One image that a run needs, and both ways to come by it. */
export interface ImageSource {
  /** A short name, e.g. `postgres`. */
  readonly name: string;
  /** The reference that is pulled in mode `registry`. */
  readonly registry: string;
  /** The step whose product is the image in mode `packages`. */
  readonly build: BuildStep;
}

/** Where a run's images come from. */
export type ImageMode = 'registry' | 'packages';

/** An image that this machine's Docker daemon has. */
export interface ProvidedImage {
  readonly name: string;
  /** The name under which pods and `docker run` find it. */
  readonly reference: string;
  /** Docker's id of it, `sha256:...`. */
  readonly id: string;
  readonly source: ImageMode;
  /** The registry's digest, `repository@sha256:...`; images made here have none. */
  readonly digest?: string;
}

/** Settles `auto`: `registry` where a registry tells of the probe image within that many seconds, else `packages`. */
export async function chooseImages(
  mode: 'auto' | ImageMode,
  probeImage: string,
  seconds: number,
): Promise<ImageMode> {
  if (mode !== 'auto') return mode;
  return docker(['manifest', 'inspect', probeImage], { timeoutSeconds: seconds }).then(
    () => 'registry',
    () => 'packages',
  );
}

/**
 * Brings all of these images to this machine's Docker daemon: pulls them, or builds them in one go. What
 * is there already is neither pulled nor built again.
 * @throws HoldfastError naming the image or the build step; InterruptedError on abort.
 */
export async function provideImages(
  sources: readonly ImageSource[],
  mode: ImageMode,
  options: BuildOptions,
): Promise<ProvidedImage[]> {
  const { images, ended } = offerImages(sources, mode, options);
  try {
    return await Promise.all(images.values());
  } finally {
    await ended;
  }
}

/** The images of a run as they come: those named first are there first, as far as that is possible. */
export interface Offer {
  /** By their names. */
  images: ReadonlyMap<string, Promise<ProvidedImage>>;
  /** Settles when nothing is being made or pulled any more; never rejects. */
  ended: Promise<void>;
}

/**
 * Begins to bring images to this machine's Docker daemon, and gives each as soon as it is there. One that cannot be had
 * keeps none of the others from coming; its promise rejects with the reason.
 */
export function offerImages(
  sources: readonly ImageSource[],
  mode: ImageMode,
  options: Omit<BuildOptions, 'onTarget'>,
): Offer {
  const coming = new Map(sources.map((source) => [source, Promise.withResolvers<ProvidedImage>()]));
  const give = (source: ImageSource, location: string, error?: unknown): void => {
    const { resolve, reject } = coming.get(source) ?? {};
    if (error === undefined) resolve?.(describe(source, location, mode));
    else reject?.(error);
  };
  const all =
    mode === 'packages'
      ? build(
          sources.map((source) => source.build),
          {
            ...options,
            onTarget: (target, location, error) => {
              for (const source of sources) if (source.build === target) give(source, location, error);
            },
          },
        )
      : pullEach(sources, options, give);
  // What ended the whole ends those that nothing was said of yet; to settle a promise again does nothing.
  const ended = all.then(
    () => undefined,
    (error: unknown) => {
      for (const { reject } of coming.values()) reject(error);
    },
  );
  for (const { promise } of coming.values()) promise.catch(() => undefined); // whoever waits for it is told
  return { images: new Map([...coming].map(([{ name }, { promise }]) => [name, promise])), ended };
}

async function pullEach(
  sources: readonly ImageSource[],
  options: BuildOptions,
  give: (source: ImageSource, location: string, error?: unknown) => void,
): Promise<void> {
  for (const source of sources) {
    try {
      if ((await imageId(source.registry, options.signal)) === undefined)
        await pull(source.registry, options);
      give(source, source.registry);
    } catch (error) {
      give(source, source.registry, error);
    }
  }
}

async function pull(reference: string, { progress, signal }: BuildOptions): Promise<void> {
  const since = performance.now();
  const spent = (): string => humanSeconds((performance.now() - since) / 1000);
  progress.status(() => `pulling ${reference} (${spent()})`);
  try {
    await docker(['pull', '--quiet', reference], { signal });
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    throw new HoldfastError(
      `The image ${reference} could not be pulled (${spent()}): ${sentenceOf(error)} ` +
        'Look at the registry, or make the images here with --images packages.',
      { cause: error },
    );
  } finally {
    progress.status(undefined);
  }
  progress.say(`Pulled ${reference}, ${spent()}.`);
}

async function describe(source: ImageSource, reference: string, mode: ImageMode): Promise<ProvidedImage> {
  const format = '{{.Id}} {{range .RepoDigests}}{{.}} {{end}}';
  const answer = await docker(['image', 'inspect', '--format', format, reference]);
  const [id = '', digest] = answer.trim().split(' ');
  const known = { name: source.name, reference, id, source: mode };
  return mode === 'registry' && digest !== undefined ? { ...known, digest } : known;
}
