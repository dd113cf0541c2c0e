import { HoldfastError } from '../core/errors.ts';
import type { Holding } from '../cluster/acquire.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { KindConfig } from '../cluster/kind-config.ts';
import { RuntimeTimeline } from '../cluster/runtime-timeline.ts';
import { archiveOf } from '../images/archives.ts';
import type { ProvidedImage } from '../images/source.ts';
import { namespaceGone } from '../kube/namespaces.ts';
import type { Stack } from '../stack/stack.ts';
import type { RunOptions } from './options.ts';
import { provideCluster } from './provide.ts';
import { Readiness } from './readiness.ts';
import { Supplies, type Work } from './supplies.ts';

/** A cluster with what belongs to it. */
export interface Settled {
  cluster: Cluster;
  runtimes: RuntimeTimeline;
  readiness: Readiness;
}

/** What a run stands on: images, a cluster, and the stacks' images on its nodes; held from the beginning to the end. */
export class Ground {
  readonly #options: RunOptions;
  readonly #stacks: readonly Stack[];
  readonly #work: Work;
  #supplies: Supplies | undefined;
  #holding: Holding | undefined;
  #settled: Settled | undefined;

  /** @param stacks those of the run that can be used. */
  constructor(options: RunOptions, stacks: readonly Stack[], work: Work) {
    this.#options = options;
    this.#stacks = stacks;
    this.#work = work;
  }

  /**
   * Prepares Docker and the tools, and begins to make every image of the run.
   * @param take is told of each image as it comes.
   */
  async beginImages(previous: boolean, take: (image: ProvidedImage) => void): Promise<void> {
    const stacks = this.#stacks.map(({ name }) => name);
    this.#supplies = await Supplies.begin({ ...this.#work, stacks, mode: this.#options.images, previous });
    this.#supplies.onEach(take);
  }

  /** Waits until all images are there. */
  async everyImage(): Promise<void> {
    await this.#work.timed('images', async () => await this.#supplies?.all());
  }

  /** Brings up a cluster, or takes a kept one, and has the stacks' images brought to its nodes as they come. */
  async settle(config: KindConfig): Promise<Settled> {
    const supplies = this.#supplies;
    if (supplies === undefined) throw new HoldfastError('The images have to be begun before the cluster.');
    const { run, keep, calibrate } = this.#options;
    const nodeImage = await this.#work.timed('image of the nodes', () => supplies.node());
    for (const { name } of this.#stacks) {
      // Packed while the cluster comes up; whether that went wrong is seen when it is loaded.
      void supplies
        .ofStack(name)
        .then((images) => archiveOf(images, this.#work.signal))
        .catch(() => undefined);
    }
    this.#holding = await provideCluster({ ...this.#work, run, keep, config, nodeImage });
    const { cluster } = this.#holding;
    const readiness = new Readiness({ ...this.#work, stacks: this.#stacks, supplies, cluster, calibrate });
    this.#settled = { cluster, readiness, runtimes: new RuntimeTimeline(cluster.control, cluster.nodes) };
    return this.#settled;
  }

  /** @throws HoldfastError before there is a cluster. */
  get settled(): Settled {
    if (this.#settled === undefined) throw new HoldfastError('There is no cluster yet.');
    return this.#settled;
  }

  /** Waits until nothing is being prepared any more. */
  async idle(): Promise<void> {
    await this.#settled?.runtimes.stop();
    await this.#settled?.readiness.settled();
    await this.#supplies?.ended();
  }

  /**
   * Gives the cluster back, where there is one.
   * @param namespaces those that were made in it, which have been asked to go.
   */
  async giveBack(namespaces: readonly string[]): Promise<void> {
    const holding = this.#holding;
    if (holding === undefined) return;
    this.#holding = undefined;
    const { keep } = this.#options;
    const { progress } = this.#work;
    const { name, client } = holding.cluster;
    progress.status(() => `${keep ? 'tidying' : 'removing'} cluster ${name}`);
    if (keep) await Promise.all(namespaces.map((namespace) => namespaceGone(client, namespace)));
    await holding.release();
    progress.status(undefined);
    progress.say(
      keep ? `Cluster ${name} is kept; "npm run clean" removes it.` : `Cluster ${name} is removed.`,
    );
  }
}
