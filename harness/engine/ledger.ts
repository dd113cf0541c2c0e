import { weakerContractsOf } from '../checks/contracts.ts';
import { verdictOfRun } from '../checks/judge.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { ProvidedImage } from '../images/source.ts';
import { NO_AVAILABILITY, NO_DATA, type RunResult, type ScenarioResult } from '../model/result.ts';
import { verdictOf, worst, type Finding } from '../model/verdict.ts';
import type { Scenario } from '../scenario/scenarios.ts';
import { DEFAULT_PACE } from '../stack/load.ts';
import type { Stack } from '../stack/stack.ts';
import { notTested } from './not-tested.ts';
import type { RunOptions } from './options.ts';

/** The run's result as far as it has come. */
export class RunLedger {
  readonly #options: RunOptions;
  readonly #startedAt = new Date().toISOString();
  readonly #results: ScenarioResult[] = [];
  readonly setup: RunResult['setup'] = [];
  images: ProvidedImage[] = [];
  cluster: Cluster | undefined;

  constructor(options: RunOptions) {
    this.#options = options;
  }

  /** Takes a scenario's result; a later one for the same scenario takes the earlier's place. */
  add(result: ScenarioResult): void {
    const index = this.#results.findIndex((one) => sameScenario(one, result));
    if (index === -1) this.#results.push(result);
    else this.#results[index] = result;
  }

  results(): readonly ScenarioResult[] {
    return this.#results;
  }

  /** Counts a finding against a scenario after it was judged. */
  addFinding(result: ScenarioResult, finding: Finding): void {
    const verdict = worst([result.verdict, verdictOf([finding])]);
    this.add({ ...result, findings: [...result.findings, finding], verdict });
  }

  toResult(interrupted?: string): RunResult {
    const { run, seed, writers, mix, loadSeconds, parallel } = this.#options;
    const { rate = DEFAULT_PACE.operations, readRate = DEFAULT_PACE.reads } = this.#options;
    const { cluster } = this;
    return {
      format: 'holdfast-results',
      version: 3,
      run,
      verdict: verdictOfRun({
        scenarios: [...this.#results],
        ...(interrupted === undefined ? {} : { interrupted }),
      }),
      weakerContracts: weakerContractsOf(this.#results),
      startedAt: this.#startedAt,
      endedAt: new Date().toISOString(),
      ...(interrupted === undefined ? {} : { interrupted }),
      seed,
      ...{ rate, readRate, writers, loadSeconds, parallel },
      ...(mix === undefined ? {} : { mix: { ...mix } }),
      ...(cluster === undefined
        ? {}
        : {
            cluster: {
              name: cluster.name,
              kubernetes: cluster.kubernetesVersion,
              nodes: cluster.nodes.length,
              reused: cluster.reused,
            },
          }),
      images: this.images.map(({ name, reference, source, id }) => ({ name, reference, source, id })),
      scenarios: [...this.#results],
      setup: this.setup,
      notTested: notTested(this.#options),
    };
  }
}

/** The result of a scenario that does not apply to the stack, with the reason. */
export function notApplicable(stack: Stack, scenario: Scenario, why: string): ScenarioResult {
  const finding: Finding = {
    ...{ judge: 'engine', kind: 'not-applicable', effect: 'note', message: why, count: 1, examples: [] },
  };
  return { ...notRun(stack, scenario, why), verdict: 'not-applicable', findings: [finding] };
}

/** The result of a scenario that was not carried out: unknown, with the reason. */
export function notRun(stack: Stack, scenario: Scenario, why: string): ScenarioResult {
  return {
    stack: stack.name,
    product: stack.product,
    scenario: scenario.id,
    title: scenario.title,
    verdict: 'unknown',
    findings: [{ judge: 'engine', kind: 'not-run', effect: 'unknown', message: why, count: 1, examples: [] }],
    contract: stack.contract(stack.members),
    contracts: [],
    heldTo: [],
    operations: {
      attempted: 0,
      acknowledged: 0,
      failed: 0,
      indeterminate: 0,
      reads: 0,
      inFlightAtFault: null,
      inFlightAtFaults: [],
    },
    data: NO_DATA,
    availability: NO_AVAILABILITY,
    faults: [],
    durations: {},
    folder: '',
  };
}

export function sameScenario(
  a: Pick<ScenarioResult, 'stack' | 'scenario' | 'variant'>,
  b: Pick<ScenarioResult, 'stack' | 'scenario' | 'variant'>,
): boolean {
  return a.stack === b.stack && a.scenario === b.scenario && a.variant === b.variant;
}
