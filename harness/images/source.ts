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
  if (mode === 'packages') {
    const { locationOf } = await build(
      sources.map((source) => source.build),
      options,
    );
    return Promise.all(sources.map((source) => describe(source, locationOf(source.build), mode)));
  }
  const provided: ProvidedImage[] = [];
  for (const source of sources) {
    if ((await imageId(source.registry, options.signal)) === undefined) await pull(source.registry, options);
    provided.push(await describe(source, source.registry, mode));
  }
  return provided;
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
