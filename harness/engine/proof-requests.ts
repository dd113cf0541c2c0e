import { UsageError } from '../core/errors.ts';
import type { Expected, KnownBad } from '../scenario/known-bad.ts';
import { SCENARIOS } from '../scenario/scenarios.ts';
import { findScenario, knownBadNames, loadKnownBad, mendedName } from './registry.ts';

/** A workload in a scenario, and what has to come of it. */
export interface ProofRequest {
  stack: string;
  /** Undefined: the good stack. */
  variant: string | undefined;
  scenario: string;
  expects: Expected;
}

export interface ProofChoice {
  stacks: readonly string[];
  /** The names of variants; undefined: all that the stacks have. */
  variants: readonly string[] | undefined;
  /** Scenarios for the variants that bring none; undefined: those with a fault that the other variants of the stack bring. */
  scenarios: readonly string[] | undefined;
  /** Whether the good stack has to pass each scenario in which a variant has to be caught, and each mended one its own. */
  good: boolean;
}

interface Known {
  stack: string;
  variant: string;
  bad: KnownBad;
}

/**
 * The proofs that a run has to give: every variant in the scenario that it brings, or, where it brings none, in
 * several. A judge that fails everything would catch every variant: hence the good stack beside them.
 * @throws UsageError for a variant that no stack has, and where nothing is left to be proven.
 */
export async function proofRequests(choice: ProofChoice): Promise<ProofRequest[]> {
  const { stacks, variants } = choice;
  const all = stacks.flatMap((stack) => knownBadNames(stack).map((variant) => ({ stack, variant })));
  const names = [...new Set(all.map(({ variant }) => variant))].join(', ') || 'none';
  for (const variant of variants ?? []) {
    if (all.some((one) => one.variant === variant)) continue;
    throw new UsageError(
      `There is no known-bad variant "${variant}" of ${stacks.join(', ')}; there are: ${names}.`,
    );
  }
  const known: Known[] = await Promise.all(
    all.map(async (one) => ({ ...one, bad: await loadKnownBad(one.stack, one.variant) })),
  );
  const wanted = known.filter(({ variant }) => variants?.includes(variant) ?? true);
  if (wanted.length === 0)
    throw new UsageError(`${stacks.join(', ')} has no known-bad variant to be caught.`);
  const requests = wanted.flatMap((one) => requestsOf(one, choice.scenarios ?? faultsOf(one.stack, known)));
  return choice.good ? [...requests, ...goodOf(requests, wanted)] : requests;
}

function requestsOf({ stack, variant, bad }: Known, scenarios: readonly string[]): ProofRequest[] {
  const { scenario, expects } = bad;
  const among =
    scenario === undefined
      ? scenarios
      : [typeof scenario === 'object' ? scenario.id : findScenario(scenario).id];
  return among.map((one) => ({ stack, variant, scenario: one, expects }));
}

/** The scenarios of the list that have a fault and that a stack's variants bring, in the order of the list. */
function faultsOf(stack: string, known: readonly Known[]): string[] {
  const brought = new Set(known.flatMap((one) => (one.stack === stack ? [one.bad.scenario] : [])));
  return SCENARIOS.filter(({ id, steps }) => steps.length > 0 && brought.has(id)).map(({ id }) => id);
}

/** The good stack in each scenario of the list, and each mended variant in its own. */
function goodOf(requests: readonly ProofRequest[], wanted: readonly Known[]): ProofRequest[] {
  const expects: Expected = { verdict: 'pass', reasons: [] };
  const good = new Map<string, ProofRequest>();
  for (const { stack, variant, scenario } of requests) {
    const { bad } = wanted.find((one) => one.stack === stack && one.variant === variant) ?? {};
    if (bad?.mended !== undefined && variant !== undefined) {
      const mended = mendedName(variant);
      good.set(`${stack} ${mended}`, { stack, variant: mended, scenario, expects });
    }
    if (typeof bad?.scenario === 'object') continue;
    good.set(`${stack} ${scenario}`, { stack, variant: undefined, scenario, expects });
  }
  return [...good.values()];
}
