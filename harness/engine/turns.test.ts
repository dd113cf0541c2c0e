import { describe, expect, test } from '@jest/globals';
import { Budgets } from '../core/budgets.ts';
import { RunClock } from '../core/clock.ts';
import { silent } from '../core/progress.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { RunContext } from '../scenario/context.ts';
import type { Scope } from '../scenario/scenarios.ts';
import type { Job } from './job.ts';
import { Turns, type Stage } from './turns.ts';

const job = (
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
class Bench {
  readonly turns: Turns;
  readonly results: ScenarioResult[] = [];
  readonly contexts = new Map<string, RunContext>();
  readonly lines: string[] = [];
  readonly abort = new AbortController();
  readonly #ends = new Map<string, (error?: Error) => void>();
  describe: (() => string) | undefined;

  constructor(plan: Job[], parallel = 2) {
    const stage = {
      options: { parallel },
      plan,
      cluster: { workers: ['w1', 'w2', 'w3', 'w4'] } as Cluster,
      images: {},
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
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the scenarios of a run', () => {
  test('who asks for a planned scenario waits for its one result', async () => {
    const bench = new Bench([job('a'), job('b')]);
    bench.turns.startPlan();
    const asked = bench.turns.ask(job('b'));
    await bench.end('b');
    await expect(asked).resolves.toMatchObject({ scenario: 'b', verdict: 'pass' });
    await bench.end('a');
    await bench.turns.settled();
    expect(bench.results.map((one) => one.scenario)).toEqual(['b', 'a']);
  });

  test('are placed beside each other with a node to spare for faults on a node', async () => {
    const bench = new Bench([job('drain', 'node'), job('kill'), job('drain-two', 'cluster')], 2);
    bench.turns.startPlan();
    await bench.end('drain');
    await bench.end('kill');
    await bench.end('drain-two');
    await bench.turns.settled();
    const placement = (id: string): unknown => bench.contexts.get(id)?.placement;
    expect(placement('drain')).toEqual({ prefer: 'w4', onlyHit: 'w4' });
    expect(placement('kill')).toEqual({ avoid: ['w4'] });
    expect(placement('drain-two')).toEqual({});
    expect(bench.contexts.get('kill')?.place).toBe('2 of 3');
  });

  test('where one stack of the run needs every worker, no fault on a node has company', async () => {
    const bench = new Bench([job('drain', 'node'), job('kill', 'pods', { members: 4 })]);
    bench.turns.startPlan();
    await bench.end('kill');
    expect([...bench.contexts.keys()]).toEqual(['kill', 'drain']);
    await bench.end('drain');
    await bench.turns.settled();
    expect(bench.contexts.get('drain')?.placement).toEqual({});
  });

  test('a variant takes its turn like any other, and is none of the plan’s', async () => {
    const bench = new Bench([job('a', 'cluster')]);
    bench.turns.startPlan();
    const asked = bench.turns.ask(job('b', 'pods', { variant: 'bad' }));
    await bench.end('b');
    await bench.end('a');
    await expect(asked).resolves.toMatchObject({ scenario: 'b', variant: 'bad' });
    expect(bench.contexts.get('b')?.place).toBe('');
  });

  test('one that the harness could not carry out is unknown, says why, and holds up no other', async () => {
    const bench = new Bench([job('a'), job('b')], 1);
    bench.turns.startPlan();
    await bench.end('a', new Error('no space left'));
    await bench.end('b');
    await bench.turns.settled();
    expect(bench.results).toMatchObject([
      { scenario: 'a', verdict: 'unknown', findings: [{ kind: 'not-run' }] },
      { scenario: 'b', verdict: 'pass' },
    ]);
    expect(bench.results[0]?.findings[0]?.message).toMatch(/could not be carried out: no space left/);
  });

  test('those not begun when the run is interrupted stay unknown', async () => {
    const bench = new Bench([job('a'), job('b')], 1);
    bench.turns.startPlan();
    const asked = bench.turns.ask(job('b'));
    await settle();
    bench.abort.abort();
    await bench.end('a');
    await expect(asked).resolves.toMatchObject({ verdict: 'unknown' });
    expect([...bench.contexts.keys()]).toEqual(['a']);
    expect(bench.results.map((one) => one.scenario)).toEqual(['a']);
  });

  test('what is left is shown until nothing is', async () => {
    const bench = new Bench([job('a'), job('b'), job('c')], 2);
    bench.turns.startPlan();
    await bench.end('a');
    expect(bench.describe?.()).toMatch(/^1 of 3 scenarios done, 2 under way, 0 waiting; \d+s since/);
    await bench.end('b');
    await bench.end('c');
    expect(bench.describe).toBeUndefined();
  });

  test("one that does not apply is reported at once, and takes nobody's turn", async () => {
    const bench = new Bench([job('scale-down', 'pods', { inapplicable: 'It only grows.' }), job('kill')], 1);
    bench.turns.startPlan();
    await expect(bench.turns.ask(job('scale-down'))).resolves.toMatchObject({
      verdict: 'not-applicable',
      findings: [{ kind: 'not-applicable', effect: 'note', message: 'It only grows.' }],
    });
    expect(bench.contexts.has('scale-down')).toBe(false);
    await bench.end('kill');
    await bench.turns.settled();
    expect(bench.results.map(({ verdict }) => verdict)).toEqual(['not-applicable', 'pass']);
    expect(bench.lines).toContain('N/A     db scale-down: It only grows.');
  });

  describe('of several stacks', () => {
    const drains = (): Job[] => [
      job('drain', 'node'),
      job('drain', 'node', { stack: 'queue', variant: 'bad' }),
      job('drain', 'node', { stack: 'queue' }),
      job('drain', 'node', { stack: 'store', members: 4, leastNodes: 3 }),
      job('kill', 'pods', { stack: 'queue' }),
      job('drain-two', 'cluster'),
      job('drain-two', 'cluster', { stack: 'store', members: 4, leastNodes: 3 }),
    ];

    test('a fault on a node or the cluster is done once, and all take part', async () => {
      const bench = new Bench(drains(), 2);
      bench.turns.startPlan();
      await settle();
      expect([...bench.contexts.keys()]).toEqual(['drain', 'queue drain', 'store drain', 'queue kill']);
      const company = bench.contexts.get('drain')?.company;
      expect(company?.members()).toEqual(['db', 'queue', 'store']);
      expect(bench.contexts.get('store drain')?.company).toBe(company);
      expect(bench.contexts.get('queue kill')?.company).toBeUndefined();
      expect(bench.contexts.get('store drain')?.placement).toEqual({ prefer: 'w4', onlyHit: 'w4' });
      await bench.end('queue drain', new Error('its image is not there'));
      expect(company?.members()).toEqual(['db', 'store']);
      for (const id of ['drain', 'store drain', 'queue kill']) await bench.end(id);
      await bench.end('queue drain'); // the variant, by itself
      expect(bench.contexts.get('drain-two')?.placement).toEqual({ avoid: ['w1'], prefer: 'w4' });
      expect(bench.contexts.get('store drain-two')?.placement).toEqual({ prefer: 'w4' });
      await bench.end('drain-two');
      await bench.end('store drain-two');
      await bench.turns.settled();
      expect(bench.results).toHaveLength(7);
      expect(bench.results.filter(({ verdict }) => verdict !== 'pass')).toMatchObject([
        { stack: 'queue', scenario: 'drain', verdict: 'unknown' },
      ]);
    });

    test('one after the other each has it for itself', async () => {
      const bench = new Bench(drains(), 1);
      bench.turns.startPlan();
      await settle();
      expect([...bench.contexts.keys()]).toEqual(['drain']);
      expect(bench.contexts.get('drain')?.company).toBeUndefined();
      bench.abort.abort();
      await bench.end('drain');
      await bench.turns.settled();
    });
  });
});
