import { removeServers } from '../calibration/containers.ts';
import type { Budgets } from '../core/budgets.ts';
import { HoldfastError } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import { removeLeftovers } from '../cluster/leftovers.ts';
import { prepareHost } from '../host/prepare.ts';
import {
  chooseImages,
  offerImages,
  type ImageMode,
  type Offer,
  type ProvidedImage,
} from '../images/source.ts';
import type { RunOptions } from './options.ts';
import { imageSources, prepareToBuild } from './provide.ts';
import { loadImages, previousImages } from './registry.ts';

/** What preparing a run needs of it. */
export interface Work {
  budgets: Budgets;
  progress: Progress;
  signal: AbortSignal;
  /** Runs a step and notes how long it took. */
  timed: <T>(step: string, work: () => Promise<T>) => Promise<T>;
}

export interface SupplyOptions extends Work {
  stacks: readonly string[];
  mode: RunOptions['images'];
  /** Whether a scenario of the run begins on a previous version. */
  previous: boolean;
}

/** The images of a run as they come: the cluster's node first, then each stack's, and last what only an upgrade begins on. */
export class Supplies {
  readonly #offer: Offer;
  readonly #node: string;
  /** The images of each stack by its name, and those that only an upgrade begins on. */
  readonly #byStack: ReadonlyMap<string, readonly string[]>;
  readonly #previous: readonly string[];

  private constructor(
    offer: Offer,
    node: string,
    byStack: ReadonlyMap<string, readonly string[]>,
    previous: readonly string[],
  ) {
    this.#offer = offer;
    this.#node = node;
    this.#byStack = byStack;
    this.#previous = previous;
  }

  /** Prepares Docker and the tools, and begins to make or pull the images, without waiting for any. */
  static async begin(options: SupplyOptions): Promise<Supplies> {
    const { stacks, progress, signal, budgets, timed } = options;
    await timed('host', () => prepareHost({ progress, signal, build: false }));
    await removeLeftovers(progress);
    await removeServers();
    const wanted = await imageSources(stacks, options.previous);
    const previous = await previousImages(stacks);
    const later = wanted.sources.filter(({ name }) => previous.includes(name));
    const sources = [...wanted.sources.filter((source) => !later.includes(source)), ...later];
    const seconds = budgets.of('registry-probe').seconds;
    const mode: ImageMode = await timed('registry probe', () =>
      chooseImages(options.mode, wanted.node.registry, seconds),
    );
    if (mode === 'packages')
      await timed('tools to build with', () => prepareToBuild(sources, { ...options, mode: options.mode }));
    const named = await Promise.all(
      stacks.map(async (stack) => {
        const images = await loadImages(stack, false);
        return [stack, images.map(({ name }) => name)] as const;
      }),
    );
    const offer = offerImages(sources, mode, { progress, signal });
    const names = previous.filter((name) => offer.images.has(name));
    return new Supplies(offer, wanted.node.name, new Map(named), names);
  }

  /** The image of the cluster's nodes. */
  async node(): Promise<ProvidedImage> {
    return await this.#image(this.#node);
  }

  /** Those that a stack's scenarios begin with. */
  async ofStack(stack: string): Promise<ProvidedImage[]> {
    return await Promise.all((this.#byStack.get(stack) ?? []).map((name) => this.#image(name)));
  }

  /** Those that only an upgrade begins on. */
  async previous(): Promise<ProvidedImage[]> {
    return await Promise.all(this.#previous.map((name) => this.#image(name)));
  }

  /** Every one of them. @throws as soon as one cannot be had. */
  async all(): Promise<ProvidedImage[]> {
    return await Promise.all(this.#offer.images.values());
  }

  /** Calls back with each as it comes. */
  onEach(take: (image: ProvidedImage) => void): void {
    for (const image of this.#offer.images.values()) image.then(take, () => undefined);
  }

  /** Waits until nothing is being made or pulled any more. */
  async ended(): Promise<void> {
    await this.#offer.ended;
  }

  async #image(name: string): Promise<ProvidedImage> {
    const image = this.#offer.images.get(name);
    if (image === undefined) throw new HoldfastError(`There is no image "${name}" among those of the run.`);
    return await image;
  }
}
