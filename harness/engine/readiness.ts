import pLimit from 'p-limit';
import { HoldfastError } from '../core/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { loadOntoNodes } from '../images/load-onto-nodes.ts';
import type { ProvidedImage } from '../images/source.ts';
import type { Stack } from '../stack/stack.ts';
import { calibrateStacks, type Calibration } from './calibrate.ts';
import type { Supplies, Work } from './supplies.ts';

export interface ReadinessOptions extends Work {
  /** Each once. */
  stacks: readonly Stack[];
  supplies: Supplies;
  cluster: Cluster;
  /** Whether each stack's driver has to prove itself against a single server first. */
  calibrate: boolean;
}

/** Archives are made and unpacked by every core there is: two stacks at once, no more. */
const LOADS_AT_ONCE = 2;

/** When each stack may begin: its images are on the nodes, and its driver was seen to work. The first in the list come first. */
export class Readiness {
  readonly #options: ReadinessOptions;
  readonly #turn = pLimit(LOADS_AT_ONCE);
  readonly #stacks: ReadonlyMap<string, Promise<void>>;
  readonly #ready = new Set<string>();
  readonly #previous: Promise<void>;

  constructor(options: ReadinessOptions) {
    this.#options = options;
    this.#stacks = new Map(options.stacks.map((stack) => [stack.name, this.#prepare(stack)]));
    this.#previous = this.#preparePrevious();
    for (const promise of [...this.#stacks.values(), this.#previous]) promise.catch(() => undefined); // whoever needs it is told
  }

  /**
   * Undefined: the stack may begin now; else it may when this resolves. It rejects with why it never will.
   */
  of(stack: string): Promise<void> | undefined {
    return this.#ready.has(stack) ? undefined : this.#stacks.get(stack);
  }

  /** Resolves when what only an upgrade begins on is on the nodes. */
  previous(): Promise<void> {
    return this.#previous;
  }

  /** Waits until all is ready. @throws why one of the stacks never will be. */
  async all(): Promise<void> {
    await Promise.all(this.#stacks.values());
  }

  /** Waits until nothing is being prepared any more. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#stacks.values(), this.#previous]);
  }

  async #prepare(stack: Stack): Promise<void> {
    const images = await this.#options.supplies.ofStack(stack.name);
    const [calibration] = await Promise.all([this.#calibrate(stack, images), this.#load(stack.name, images)]);
    if ('failed' in calibration) {
      throw new HoldfastError(
        `The driver of ${stack.name} does not work against a single server, so that nothing is to be learned from a cluster. ${calibration.failed}`,
      );
    }
    this.#ready.add(stack.name);
  }

  async #load(what: string, images: readonly ProvidedImage[]): Promise<void> {
    const { cluster, progress, signal, timed } = this.#options;
    await this.#turn(() =>
      timed(`images of ${what} onto nodes`, () =>
        loadOntoNodes(images, cluster.nodes, { progress: progress.part(`images of ${what}`), signal }),
      ),
    );
  }

  async #calibrate(stack: Stack, images: readonly ProvidedImage[]): Promise<Calibration> {
    const { calibrate, budgets, progress, signal, timed } = this.#options;
    if (!calibrate) return { passed: true, seconds: 0 };
    const references = Object.fromEntries(images.map(({ name, reference }) => [name, reference]));
    const work = calibrateStacks([stack], references, { budgets, progress, signal });
    return await timed(
      `calibration of ${stack.name}`,
      async () => (await work.get(stack.name)) ?? { failed: 'It was not calibrated.' },
    );
  }

  async #preparePrevious(): Promise<void> {
    const images = await this.#options.supplies.previous();
    if (images.length > 0) await this.#load('previous versions', images);
  }
}
