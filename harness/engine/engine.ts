import { Budgets } from '../core/budgets.ts';
import { RunClock } from '../core/clock.ts';
import { HoldfastError } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import type { Holding } from '../cluster/acquire.ts';
import type { KindConfig } from '../cluster/kind-config.ts';
import { FAULTS } from '../faults/index.ts';
import type { ScenarioResult } from '../model/result.ts';
import { namespaceGone } from '../kube/namespaces.ts';
import { writeReport } from '../render/report.ts';
import type { Scenario } from '../scenario/scenarios.ts';
import type { Stack } from '../stack/stack.ts';
import { notRun, RunLedger } from './ledger.ts';
import type { RunOptions } from './options.ts';
import type { Environment, PlanItem, ScenarioRequest } from './protocol.ts';
import { provideCluster, provideStackImages, type Provided } from './provide.ts';
import { findScenario, loadStack } from './registry.ts';
import { resolveJob, runOne, sentenceFor } from './run-one.ts';

/** What a report says until the run has ended: true also of a run that was killed. */
const NOT_ENDED = 'The run has not ended, or was killed.';

/** One run: owns the cluster, the schedule and the report. Scenarios are run one at a time. */
export class Engine {
  readonly options: RunOptions;
  readonly ledger: RunLedger;
  readonly clock = new RunClock();
  readonly progress: Progress;
  readonly #signal: AbortSignal;
  readonly #budgets: Budgets;
  readonly #stacks: Stack[];
  readonly #config: KindConfig;
  readonly #namespaces: string[] = [];
  #provided: Provided | undefined;
  #holding: Holding | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(
    options: RunOptions,
    stacks: Stack[],
    config: KindConfig,
    progress: Progress,
    signal: AbortSignal,
  ) {
    this.options = options;
    this.progress = progress;
    this.#signal = signal;
    this.#budgets = new Budgets(options.budgets);
    this.#stacks = stacks;
    this.#config = config;
    this.ledger = new RunLedger(options);
  }

  /** Reads the plan and writes a first report in which every planned scenario is unknown. */
  static async create(
    options: RunOptions,
    config: KindConfig,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<Engine> {
    const stacks = await Promise.all(options.stacks.map(loadStack));
    const engine = new Engine(options, stacks, config, progress, signal);
    for (const { stack, scenario } of engine.#planned()) {
      engine.ledger.add(notRun(stack, scenario, 'The run ended before this scenario did.'));
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
    this.ledger.cluster = this.#holding.cluster;
  }

  plan(): PlanItem[] {
    return this.#planned().map(({ stack, scenario }) => ({
      stack: stack.name,
      scenario: scenario.id,
      title: scenario.title,
    }));
  }

  environment(): Environment {
    const { cluster } = this.#held();
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

  /** Runs one scenario when it is its turn, judges it from its files and writes the report anew. */
  runScenario(request: ScenarioRequest): Promise<ScenarioResult> {
    const turn = this.#turn.then(() => this.#run(request));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Ends the scenario under way, gives the cluster back and writes the last report. */
  async finish(interrupted?: string): Promise<void> {
    await this.#turn;
    await this.writeReport(interrupted);
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

  async writeReport(interrupted?: string): Promise<void> {
    await writeReport(this.options.out, this.ledger.toResult(interrupted));
  }

  async #run(request: ScenarioRequest): Promise<ScenarioResult> {
    const { options, progress, clock } = this;
    const job = await resolveJob(request);
    if (this.#signal.aborted) {
      return notRun(job.stack, job.scenario, 'The run was interrupted before this scenario began.');
    }
    const { run, out, seed, rate, writers } = options;
    const result = await runOne(job, {
      ...{ run, out, seed, rate, writers, clock, progress },
      place: this.#place(request),
      cluster: this.#held().cluster,
      budgets: this.#budgets,
      signal: this.#signal,
      images: this.imageReferences(),
      faults: FAULTS,
      onNamespace: (namespace) => this.#namespaces.push(namespace),
    });
    this.ledger.add(result);
    await this.writeReport(NOT_ENDED);
    progress.say(sentenceFor(result));
    return result;
  }

  /** `2 of 4` for a scenario of the plan. */
  #place({ stack, scenario, variant }: ScenarioRequest): string {
    const plan = this.plan();
    const index = plan.findIndex((item) => item.stack === stack && item.scenario === scenario);
    return index === -1 || variant !== undefined ? '' : `${String(index + 1)} of ${String(plan.length)}`;
  }

  #planned(): { stack: Stack; scenario: Scenario }[] {
    const scenarios = this.options.scenarios.map(findScenario);
    return this.#stacks.flatMap((stack) => scenarios.map((scenario) => ({ stack, scenario })));
  }

  #held(): Holding {
    if (this.#holding === undefined) throw new HoldfastError('There is no cluster yet.');
    return this.#holding;
  }

  async #timed<T>(step: string, work: () => Promise<T>): Promise<T> {
    const started = this.clock.now();
    const value = await work();
    this.ledger.setup.push({ step, seconds: Math.round(this.clock.now() - started) / 1000 });
    return value;
  }
}
