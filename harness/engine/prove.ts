import type { Progress } from '../core/progress.ts';
import { UsageError } from '../core/errors.ts';
import type { RunResult, ScenarioResult } from '../model/result.ts';
import type { Verdict } from '../model/verdict.ts';
import type { KnownBad } from '../scenario/known-bad.ts';
import { sameScenario } from './ledger.ts';
import type { RunOptions } from './options.ts';
import { findScenario, knownBadNames, loadKnownBad } from './registry.ts';
import { withEngine } from './with-engine.ts';

/** A known-bad variant in a scenario that has to bring its flaw to light. */
export interface ProofRequest {
  stack: string;
  variant: string;
  scenario: string;
  expects: KnownBad['expects'];
}

/** What came of it. */
export interface Proof extends ProofRequest {
  found: { verdict: Verdict; kinds: readonly string[] };
  /** It has the verdict that was expected, for the reasons that were expected. */
  caught: boolean;
}

/**
 * The proofs that a run has to give: every variant in the scenario that it brings, or, where it brings none, in
 * each of those asked for.
 * @param variants the names of variants; undefined: all that the stacks have.
 * @throws UsageError for a variant that no stack has, and where nothing is left to be proven.
 */
export async function proofRequests(
  { stacks, scenarios }: Pick<RunOptions, 'stacks' | 'scenarios'>,
  variants: readonly string[] | undefined,
): Promise<ProofRequest[]> {
  const known = stacks.flatMap((stack) => knownBadNames(stack).map((variant) => ({ stack, variant })));
  const names = [...new Set(known.map(({ variant }) => variant))].join(', ') || 'none';
  for (const variant of variants ?? []) {
    if (known.some((one) => one.variant === variant)) continue;
    throw new UsageError(
      `There is no known-bad variant "${variant}" of ${stacks.join(', ')}; there are: ${names}.`,
    );
  }
  const wanted = known.filter(({ variant }) => variants?.includes(variant) ?? true);
  if (wanted.length === 0)
    throw new UsageError(`${stacks.join(', ')} has no known-bad variant to be caught.`);
  const requests = wanted.map(async ({ stack, variant }) => {
    const { scenario, expects } = await loadKnownBad(stack, variant);
    const among = scenario === undefined ? scenarios : [findScenario(scenario).id];
    return among.map((one) => ({ stack, variant, scenario: one, expects }));
  });
  return (await Promise.all(requests)).flat();
}

/** Runs known-bad variants on a cluster and holds what was found against what has to be found. */
export async function prove(
  options: RunOptions,
  requests: readonly ProofRequest[],
  progress: Progress,
): Promise<{ run: RunResult; proofs: Proof[] }> {
  const plan = requests.map(({ stack, variant, scenario }) => ({ stack, variant, scenario }));
  const run = await withEngine(
    options,
    progress,
    async (engine) => {
      await engine.prepareImages();
      await engine.prepareCluster();
      engine.startPlan();
      await engine.settled();
    },
    plan,
  );
  const proofs = requests.flatMap((request) => {
    const result = run.scenarios.find((one) => sameScenario(one, request));
    return result === undefined ? [] : [compare(request, result)];
  });
  return { run, proofs };
}

/** Caught is a variant with the expected verdict, each of the expected kinds being among the findings that it rests on. */
export function compare(request: ProofRequest, { verdict, findings }: ScenarioResult): Proof {
  const counting = findings.filter((finding) => finding.effect !== 'note');
  const { expects } = request;
  const reasons = counting.filter((finding) => finding.effect === expects.verdict);
  const caught =
    verdict === expects.verdict &&
    expects.kinds.every((kind) => reasons.some((finding) => finding.kind === kind));
  const kinds = [...new Set(counting.map((finding) => finding.kind))];
  return { ...request, found: { verdict, kinds }, caught };
}
