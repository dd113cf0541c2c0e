import { Budgets } from '../core/budgets.ts';
import { RunClock } from '../core/clock.ts';
import { HoldfastError, sentenceOf } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import type { Holding } from '../cluster/acquire.ts';
import type { KindConfig } from '../cluster/kind-config.ts';
import { RuntimeTimeline } from '../cluster/runtime-timeline.ts';
import { loadOntoNodes } from '../images/load-onto-nodes.ts';
import { MANIFEST, writeManifest } from '../model/bundle-manifest.ts';
import type { ScenarioResult } from '../model/result.ts';
import { namespaceGone } from '../kube/namespaces.ts';
import { writeReport } from '../render/report.ts';
import { notApplicable, notRun, RunLedger } from './ledger.ts';
import type { RunOptions } from './options.ts';
import type { Environment, PlanItem, ScenarioRequest } from './protocol.ts';
import { provideCluster, provideStackImages, type Provided } from './provide.ts';
import { resolveJob, type Job } from './job.ts';
import { NOT_BEGUN, Turns } from './turns.ts';

/** What a report says until the run has ended: true also of a run that was killed. */
const NOT_ENDED = 'The run has not ended, or was killed.';

/** One run: owns the cluster, the schedule and the report. */
export class Engine {
  readonly options: RunOptions;
  readonly ledger: RunLedger;
  readonly clock = new RunClock();
  readonly progress: Progress;
  readonly #signal: AbortSignal;
  readonly #budgets: Budgets;
  readonly #plan: readonly Job[];
  readonly #config: KindConfig;
  readonly #namespaces: string[] = [];
  #provided: Provided | undefined;
  #holding: Holding | undefined;
  #turns: Turns | undefined;
  #runtimes: RuntimeTimeline | undefined;
  /** Ends when the images that only an upgrade begins on are on the nodes. */
  #later: Promise<unknown> | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(
    options: RunOptions,
    plan: readonly Job[],
    config: KindConfig,
    progress: Progress,
    signal: AbortSignal,
  ) {
    this.options = options;
    this.progress = progress;
    this.#signal = signal;
    this.#budgets = budgetsOf(options);
    this.#plan = plan;
    this.#config = config;
    this.ledger = new RunLedger(options);
  }

  /**
   * Reads the plan and writes a first report in which every planned scenario is unknown.
   * @throws UsageError for a plan that names what there is not.
   */
  static async create(
    options: RunOptions,
    plan: readonly ScenarioRequest[],
    config: KindConfig,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<Engine> {
    const jobs = await Promise.all(plan.map(resolveJob));
    const engine = new Engine(options, jobs, config, progress, signal);
    for (const { stack, scenario, variant, inapplicable } of jobs) {
      const result =
        inapplicable === undefined
          ? notRun(stack, scenario, NOT_BEGUN)
          : notApplicable(stack, scenario, inapplicable);
      engine.ledger.add(variant === undefined ? result : { ...result, variant });
    }
    await engine.writeReport(NOT_ENDED);
    return engine;
  }

  /** Makes Docker, the tools and every image of the run available. */
  async prepareImages(): Promise<void> {
    const { options, progress, ledger } = this;
    this.#provided = await provideStackImages({
      stacks: options.stacks,
      mode: options.images,
      previous: this.#plan.some(({ scenario }) => scenario.begins !== undefined),
      budgets: this.#budgets,
      progress,
      signal: this.#signal,
      timed: (step, work) => this.#timed(step, work),
    });
    ledger.images = this.#provided.images;
  }

  /** Brings up a cluster, or takes a kept one, and brings the images to its nodes. */
  async prepareCluster(): Promise<void> {
    const { options, progress } = this;
    if (this.#provided === undefined)
      throw new HoldfastError('The images have to be there before the cluster.');
    this.#holding = await provideCluster({
      run: options.run,
      keep: options.keep,
      config: this.#config,
      provided: this.#provided,
      budgets: this.#budgets,
      progress,
      signal: this.#signal,
      timed: (step, work) => this.#timed(step, work),
    });
    const { cluster } = this.#holding;
    this.ledger.cluster = cluster;
    this.#runtimes = new RuntimeTimeline(cluster.control, cluster.nodes);
    const { previous } = this.#provided;
    const later = this.#timed('previous versions onto nodes, meanwhile', () =>
      loadOntoNodes(previous, cluster.nodes, { progress: progress.part('images'), signal: this.#signal }),
    );
    later.catch(() => undefined); // the scenario that needs them says so
    this.#later = later;
    this.#turns = new Turns({
      ...{ options, plan: this.#plan, cluster, progress },
      images: this.imageReferences(),
      runtimes: this.#runtimes,
      previousImages: later,
      clock: this.clock,
      budgets: this.#budgets,
      signal: this.#signal,
      onNamespace: (namespace) => this.#namespaces.push(namespace),
      onResult: async (result) => {
        this.ledger.add(result);
        await this.writeReport(NOT_ENDED);
      },
    });
  }

  /** The good stacks' scenarios that apply to them; known-bad variants are no suite's business. */
  plan(): PlanItem[] {
    return this.#plan
      .filter(({ variant, inapplicable }) => variant === undefined && inapplicable === undefined)
      .map(({ stack, scenario }) => ({ stack: stack.name, scenario: scenario.id, title: scenario.title }));
  }

  environment(): Environment {
    const cluster = this.#holding?.cluster;
    if (cluster === undefined) throw new HoldfastError('There is no cluster yet.');
    return {
      kubeconfig: cluster.kubeconfig,
      nodes: cluster.nodes,
      workers: cluster.workers,
      images: this.imageReferences(),
    };
  }

  imageReferences(): Record<string, string> {
    return Object.fromEntries(this.ledger.images.map(({ name, reference }) => [name, reference]));
  }

  /** Begins with every scenario of the plan, as many at once as the run allows. */
  startPlan(): void {
    this.#inTurn().startPlan();
  }

  /**
   * The result of a scenario, which is run when it is its turn unless it was already asked for, judged from its
   * files, and written into the report.
   */
  async runScenario(request: ScenarioRequest): Promise<ScenarioResult> {
    const job = await resolveJob(request);
    return await this.#inTurn().ask(job);
  }

  /** Waits until every scenario that was asked for, or planned and begun with, has ended. */
  async settled(): Promise<void> {
    await this.#turns?.settled();
  }

  /** Waits for what is under way, writes the last report and its manifest, and gives the cluster back. */
  async finish(interrupted?: string): Promise<void> {
    await this.settled();
    await this.#runtimes?.stop();
    await this.#later?.catch(() => undefined);
    await this.writeReport(interrupted);
    // A bundle without a manifest counts for less; a cluster left behind for that would be worse.
    await writeManifest(this.options.out).catch((error: unknown) => {
      this.progress.say(`${MANIFEST} could not be written: ${sentenceOf(error)}`);
    });
    const holding = this.#holding;
    if (holding === undefined) return;
    this.#holding = undefined;
    const { name, client } = holding.cluster;
    this.progress.status(() => `${this.options.keep ? 'tidying' : 'removing'} cluster ${name}`);
    if (this.options.keep)
      await Promise.all(this.#namespaces.map((namespace) => namespaceGone(client, namespace)));
    await holding.release();
    this.progress.status(undefined);
    this.progress.say(
      this.options.keep
        ? `Cluster ${name} is kept; "npm run clean" removes it.`
        : `Cluster ${name} is removed.`,
    );
  }

  /** Writes what is known by now; one report after the other, since scenarios end when they will. */
  async writeReport(interrupted?: string): Promise<void> {
    const write = async (): Promise<void> => {
      await writeReport(this.options.out, this.ledger.toResult(interrupted));
    };
    const written = this.#writing.then(write);
    this.#writing = written.catch(() => undefined);
    await written;
  }

  #inTurn(): Turns {
    if (this.#turns === undefined) throw new HoldfastError('There is no cluster yet.');
    return this.#turns;
  }

  async #timed<T>(step: string, work: () => Promise<T>): Promise<T> {
    const started = this.clock.now();
    const value = await work();
    this.ledger.setup.push({ step, seconds: Math.round(this.clock.now() - started) / 1000 });
    return value;
  }
}

/** A load that was asked to be long has the time for it, unless its budget was set by hand. */
function budgetsOf({ budgets, loadSeconds }: RunOptions): Budgets {
  const usual = new Budgets();
  const load = Math.max(usual.of('load').seconds, loadSeconds + 60);
  return usual.with({ load, ...budgets });
}
