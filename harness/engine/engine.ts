import { Budgets } from '../core/budgets.ts';
import { RunClock } from '../core/clock.ts';
import { HoldfastError, sentenceOf } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import type { KindConfig } from '../cluster/kind-config.ts';
import { MANIFEST, writeManifest } from '../model/bundle-manifest.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { Stack } from '../stack/stack.ts';
import { writeReport } from '../render/report.ts';
import { Ground } from './ground.ts';
import { resolveJob, variantOf, type Job } from './job.ts';
import { notApplicable, notRun, RunLedger } from './ledger.ts';
import type { RunOptions } from './options.ts';
import type { Environment, PlanItem, ScenarioRequest } from './protocol.ts';
import { usableStacks } from './registry.ts';
import { resolveAll, type PlannedRequest } from './resolve.ts';
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
  readonly #ground: Ground;
  #turns: Turns | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(
    options: RunOptions,
    plan: readonly Job[],
    stacks: readonly Stack[],
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
    this.#ground = new Ground(options, stacks, {
      ...{ budgets: this.#budgets, progress, signal },
      timed: (step, work) => this.#timed(step, work),
    });
  }

  /**
   * Reads the plan and writes a first report in which every planned scenario is unknown.
   * @throws UsageError for a plan that names what there is not.
   */
  static async create(
    options: RunOptions,
    plan: readonly PlannedRequest[],
    config: KindConfig,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<Engine> {
    const { jobs, broken } = await resolveAll(plan);
    const stacks = await usableStacks(options.stacks);
    const engine = new Engine(options, jobs, stacks, config, progress, signal);
    for (const job of jobs) {
      const { stack, scenario, inapplicable } = job;
      const result =
        inapplicable === undefined
          ? notRun(stack, scenario, NOT_BEGUN)
          : notApplicable(stack, scenario, inapplicable);
      engine.ledger.add({ ...result, ...variantOf(job) });
    }
    for (const result of broken) engine.ledger.add(result);
    for (const why of new Set(broken.map(({ findings }) => findings[0]?.message ?? ''))) progress.say(why);
    await engine.writeReport(NOT_ENDED);
    return engine;
  }

  /** Prepares Docker and the tools, and begins to make every image of the run. */
  async beginImages(): Promise<void> {
    const upgrades = this.#plan.some(
      ({ scenario, inapplicable }) => scenario.begins !== undefined && inapplicable === undefined,
    );
    await this.#ground.beginImages(upgrades, (image) => this.ledger.images.push(image));
  }

  /** The same, and waits until all are there. */
  async prepareImages(): Promise<void> {
    await this.beginImages();
    await this.#ground.everyImage();
  }

  /** Brings up a cluster, or takes a kept one; scenarios wait until their stack's images are on its nodes. */
  async prepareCluster(): Promise<void> {
    const { options, progress } = this;
    const { cluster, runtimes, readiness } = await this.#ground.settle(this.#config);
    this.ledger.cluster = cluster;
    this.#turns = new Turns({
      ...{ options, plan: this.#plan, cluster, progress, runtimes },
      images: () => this.imageReferences(),
      ready: (stack) => readiness.of(stack),
      previousImages: () => readiness.previous(),
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

  /** Waits until every stack may begin. @throws why one of them never will. */
  async stacksReady(): Promise<void> {
    await this.#ground.settled.readiness.all();
  }

  /** The good stacks' scenarios that apply to them; known-bad variants are no suite's business. */
  plan(): PlanItem[] {
    return this.#plan
      .filter(({ variant, inapplicable }) => variant === undefined && inapplicable === undefined)
      .map(({ stack, scenario }) => ({ stack: stack.name, scenario: scenario.id, title: scenario.title }));
  }

  environment(): Environment {
    const { cluster } = this.#ground.settled;
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
    await this.#ground.idle();
    await this.writeReport(interrupted);
    // A bundle without a manifest counts for less; a cluster left behind for that would be worse.
    await writeManifest(this.options.out).catch((error: unknown) => {
      this.progress.say(`${MANIFEST} could not be written: ${sentenceOf(error)}`);
    });
    await this.#ground.giveBack(this.#namespaces);
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
