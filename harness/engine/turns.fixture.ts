import { Budgets } from '../core/budgets.ts';
import { RunClock } from '../core/clock.ts';
import { silent } from '../core/progress.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { RunContext } from '../scenario/context.ts';
import type { Scope } from '../scenario/scenarios.ts';
import type { Job } from './job.ts';
import { Turns, type Stage } from './turns.ts';

export const job = (
  id: string,
  scope: Scope = 'pods',
  rest: {
    stack?: string;
    members?: number;
    leastNodes?: number;
    variant?: string;
    inapplicable?: string;
  } = {},
): Job => ({
  stack: {
    name: rest.stack ?? 'db',
    product: 'A database',
    members: rest.members ?? 3,
    contract: () => '',
    layout: { leastNodes: rest.leastNodes },
  } as unknown as Job['stack'],
  scenario: { id, title: id, scope, steps: [], power: {} as Job['scenario']['power'] },
  variant: rest.variant,
  inapplicable: rest.inapplicable,
  override: (context) => context,
});

/** Turns whose scenarios end when the test says so. */
export class Bench {
  readonly turns: Turns;
  readonly results: ScenarioResult[] = [];
  readonly contexts = new Map<string, RunContext>();
  readonly lines: string[] = [];
  readonly abort = new AbortController();
  readonly #ends = new Map<string, (error?: Error) => void>();
  describe: (() => string) | undefined;
  /** What stacks wait for that may not begin yet. */
  readonly unready = new Map<string, Promise<void>>();

  constructor(plan: Job[], parallel = 2) {
    const stage = {
      options: { parallel },
      plan,
      cluster: { workers: ['w1', 'w2', 'w3', 'w4'] } as Cluster,
      images: () => ({}),
      ready: (stack: string) => this.unready.get(stack),
      previousImages: () => Promise.resolve(),
      clock: new RunClock(),
      budgets: new Budgets(),
      progress: {
        ...silent,
        say: (line: string) => {
          this.lines.push(line);
        },
        status: (describe: (() => string) | undefined) => {
          this.describe = describe;
        },
      },
      signal: this.abort.signal,
      onNamespace: () => undefined,
      onResult: (result: ScenarioResult) => {
        this.results.push(result);
        return Promise.resolve();
      },
    } as unknown as Stage;
    this.turns = new Turns(stage, async ({ stack: { name }, scenario, variant }, context) => {
      const id = name === 'db' ? scenario.id : `${name} ${scenario.id}`;
      this.contexts.set(id, context);
      await new Promise<void>((resolve, reject) => {
        this.#ends.set(id, (error) => {
          if (error === undefined) resolve();
          else reject(error);
        });
      });
      const operations = { acknowledged: 1 };
      const result = { stack: name, scenario: scenario.id, verdict: 'pass', operations, data: { lost: 0 } };
      const named = variant === undefined ? {} : { variant };
      return { ...result, ...named, availability: { recovery: null } } as unknown as ScenarioResult;
    });
  }

  async end(id: string, error?: Error): Promise<void> {
    await settle();
    this.#ends.get(id)?.(error);
    await settle();
  }
}

/** Lets every promise that can settle do so. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
