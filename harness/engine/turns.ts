import type { Budgets } from '../core/budgets.ts';
import { humanSeconds, type RunClock } from '../core/clock.ts';
import { sentenceOf } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import { redact } from '../core/redaction.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { RuntimeTimeline } from '../cluster/runtime-timeline.ts';
import { FAULTS } from '../faults/index.ts';
import type { ScenarioResult } from '../model/result.ts';
import { Company } from '../scenario/company.ts';
import { scopeOn, type Placement } from '../scenario/placement.ts';
import { notApplicable, notRun } from './ledger.ts';
import type { RunOptions } from './options.ts';
import { nameOf, nodesOf, variantOf, type Job } from './job.ts';
import { runOne, sentenceFor } from './run-one.ts';
import { Schedule, type Slot } from './schedule.ts';
import { placementOf, togetherWith } from './together.ts';

/** What a scenario of the plan is judged as until it has run. */
export const NOT_BEGUN = 'The run ended before this scenario did.';

/** What the scenarios of a run share. */
export interface Stage {
  options: RunOptions;
  plan: readonly Job[];
  cluster: Cluster;
  /** The references of those that are there by now. */
  images: () => Record<string, string>;
  runtimes: RuntimeTimeline;
  /** Undefined: the stack may begin; else it may when this resolves, and never where it rejects. */
  ready: (stack: string) => Promise<void> | undefined;
  /** Resolves when the images that only an upgrade begins on are on the nodes. */
  previousImages: () => Promise<unknown>;
  clock: RunClock;
  budgets: Budgets;
  progress: Progress;
  signal: AbortSignal;
  onNamespace: (namespace: string) => void;
  /** Takes a result into the run's report. */
  onResult: (result: ScenarioResult) => Promise<void>;
}

/** Where a scenario runs, and with whom. */
interface Turn {
  placement: Placement;
  company: Company | undefined;
  /** What it waits for before its first fault, where that would hit everybody. */
  alone: Promise<void> | undefined;
  /** To be called when its faults are over, and it waits for no recovery any more, whatever came of it. */
  calmed: () => void;
  /** The run time, in milliseconds, at which it was asked for. */
  askedAt: number;
}

/** Runs scenarios on one cluster in their turns, several at once where they do not disturb each other. */
export class Turns {
  readonly #stage: Stage;
  readonly #carryOut: typeof runOne;
  readonly #schedule: Schedule;
  /** The most nodes that any stack of the run needs: whether there is one to spare has one answer for all. */
  readonly #nodes: number;
  readonly #asked = new Map<string, Promise<ScenarioResult>>();
  #running = 0;
  #ended = 0;

  /** @param carryOut what runs a scenario to its end and judges it. */
  constructor(stage: Stage, carryOut = runOne) {
    this.#stage = stage;
    this.#carryOut = carryOut;
    this.#schedule = new Schedule(stage.options.parallel);
    this.#nodes = Math.max(stage.options.members ?? 0, ...stage.plan.map(nodesOf));
  }

  /** Begins with the whole plan; who asks for one of its scenarios later waits for its result. */
  startPlan(): void {
    for (const job of this.#stage.plan) void this.ask(job);
  }

  /** Runs a scenario when it is its turn, once, and judges it. @throws what keeps the report from being written. */
  ask(job: Job): Promise<ScenarioResult> {
    const key = nameOf(job);
    const known = this.#asked.get(key);
    if (known !== undefined) return known;
    const { inapplicable } = job;
    if (inapplicable !== undefined) return this.#leaveOut(job, key, inapplicable);
    const { plan, options, cluster } = this.#stage;
    const together = togetherWith(job, plan, options.parallel);
    const { workers } = cluster;
    const nodes = Math.max(this.#nodes, ...together.map(nodesOf));
    const company = together.length > 1 ? new Company(together.map(({ stack }) => stack.name)) : undefined;
    const setting = { workers, nodes, parallel: options.parallel, inCompany: company !== undefined };
    const askedAt = this.#stage.clock.now();
    const results = together.map(() => Promise.withResolvers<ScenarioResult>());
    const scope = scopeOn(workers, nodes, job.scenario.scope);
    const begin = (): void => {
      const work = async (slot: Slot): Promise<void> => {
        const alone = scope === 'cluster' ? slot.alone : undefined;
        const disturbing = new Set(together);
        const ended = together.map(async (one, i) => {
          const calmed = (): void => {
            disturbing.delete(one);
            if (disturbing.size === 0) slot.calmed();
          };
          const turn = { placement: placementOf(one, setting), company, alone, calmed, askedAt };
          await this.#run(one, turn).then(results[i]?.resolve, results[i]?.reject);
          calmed();
          slot.oneEnded();
        });
        await Promise.all(ended);
      };
      void this.#schedule.run({ scope, of: job.stack.name }, work, together.length);
    };
    // What waits for its images takes nobody's turn; a stack that will never be ready says so when it is its own.
    const unready = together.flatMap(({ stack }) => this.#stage.ready(stack.name) ?? []);
    if (unready.length === 0) begin();
    else void Promise.allSettled(unready).then(begin);
    for (const [i, one] of together.entries()) {
      const result = results[i]?.promise;
      if (result === undefined) continue;
      result.catch(() => undefined); // nobody may be waiting for it yet; the run's end writes the report once more
      this.#asked.set(nameOf(one), result);
    }
    this.#showTotal();
    return this.ask(job);
  }

  /** Waits until every scenario that was asked for has ended. */
  async settled(): Promise<void> {
    for (let seen = -1; seen < this.#asked.size;) {
      seen = this.#asked.size;
      await Promise.allSettled(this.#asked.values());
    }
    await this.#schedule.idle();
  }

  async #run(job: Job, { placement, company, alone, calmed, askedAt }: Turn): Promise<ScenarioResult> {
    const { options, cluster, images, runtimes, clock, budgets, progress, signal, onNamespace, onResult } =
      this.#stage;
    const part = progress.part(nameOf(job));
    this.#running += 1;
    this.#showTotal();
    try {
      if (signal.aborted) return this.#notRun(job, NOT_BEGUN);
      const { run, out, seed, rate, writers, mix, readRate, loadSeconds, members } = options;
      const context = {
        ...{ run, out, seed, rate, writers, mix, readRate, loadSeconds, members },
        ...{ clock, cluster, images: images(), runtimes, budgets, signal, placement, onNamespace },
        ...(company === undefined ? {} : { company }),
        ...(alone === undefined ? {} : { alone }),
        calmed,
        place: this.#place(job),
        progress: part,
        faults: FAULTS,
      };
      const previous = job.scenario.begins === undefined ? undefined : this.#stage.previousImages();
      const ended = Promise.all([this.#stage.ready(job.stack.name), previous]).then(() =>
        this.#carryOut(job, context, askedAt),
      );
      const result = await ended.catch((error: unknown) =>
        this.#notRun(job, `The scenario could not be carried out: ${redact(sentenceOf(error))}`),
      );
      await onResult(result);
      progress.say(sentenceFor(result));
      return result;
    } finally {
      company?.leave(job.stack.name);
      part.status(undefined);
      this.#running -= 1;
      this.#ended += 1;
      this.#showTotal();
    }
  }

  /** A scenario that does not apply takes no turn. */
  #leaveOut(job: Job, key: string, why: string): Promise<ScenarioResult> {
    const result = { ...notApplicable(job.stack, job.scenario, why), ...variantOf(job) };
    const reported = this.#stage.onResult(result).then(() => {
      this.#stage.progress.say(sentenceFor(result));
      this.#ended += 1;
      this.#showTotal();
      return result;
    });
    reported.catch(() => undefined); // as with those that run
    this.#asked.set(key, reported);
    return reported;
  }

  #notRun(job: Job, why: string): ScenarioResult {
    return { ...notRun(job.stack, job.scenario, why), ...variantOf(job) };
  }

  /** `2 of 4` for a scenario of the plan. */
  #place(job: Job): string {
    const names = this.#stage.plan.map(nameOf);
    const index = names.indexOf(nameOf(job));
    return index === -1 ? '' : `${String(index + 1)} of ${String(names.length)}`;
  }

  /** Shows what is left, while something is. */
  #showTotal(): void {
    const { progress, clock, plan } = this.#stage;
    if (this.#ended === this.#asked.size) {
      progress.status(undefined);
      return;
    }
    progress.status(() => {
      const total = new Set([...plan.map(nameOf), ...this.#asked.keys()]).size;
      const running = this.#running;
      const waiting = total - this.#ended - running;
      const spent = humanSeconds(clock.now() / 1000);
      return `${String(this.#ended)} of ${String(total)} scenarios done, ${String(running)} under way, ${String(waiting)} waiting; ${spent} since the run began`;
    });
  }
}
