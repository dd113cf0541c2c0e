import type { Progress } from '../core/progress.ts';
import type { RunResult, ScenarioResult } from '../model/result.ts';
import type { ScenarioVerdict } from '../model/verdict.ts';
import type { Expected, Reason } from '../scenario/known-bad.ts';
import { sameScenario } from './ledger.ts';
import type { RunOptions } from './options.ts';
import type { ProofRequest } from './proof-requests.ts';
import { withEngine } from './with-engine.ts';

/** What came of a request. */
export interface Proof extends ProofRequest {
  /** The verdict, and what it rests on: how many of each kind, over all members. */
  found: { verdict: ScenarioVerdict; kinds: readonly { kind: string; count: number }[] };
  /** Why it does not prove what it was to prove, as sentences; empty: it has the expected verdict for the expected reasons alone. */
  wrong: readonly string[];
}

/** Runs known-bad variants, and good stacks beside them, on a cluster and holds what was found against what has to be found. */
export async function prove(
  options: RunOptions,
  requests: readonly ProofRequest[],
  progress: Progress,
): Promise<{ run: RunResult; proofs: Proof[] }> {
  const plan = requests.map(({ stack, variant, scenario }) => ({
    ...{ stack, scenario },
    ...(variant === undefined ? {} : { variant }),
  }));
  const run = await withEngine(
    options,
    progress,
    async (engine) => {
      await engine.beginImages();
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

/**
 * Holds a result against what is expected: the verdict, every kind that is demanded and as many of it, at least one
 * of the alternatives, and nothing else of the verdict's effect that is not expected to come with them.
 */
export function compare(request: ProofRequest, { verdict, findings }: ScenarioResult): Proof {
  const { expects } = request;
  const counting = findings.filter((finding) => finding.effect !== 'note');
  const reasons = counting.filter((finding) => finding.effect === expects.verdict);
  const count = ({ kind, judge }: Omit<Reason, 'atLeast'>): number =>
    sum(reasons.filter((one) => one.kind === kind && (judge === undefined || one.judge === judge)));

  const wrong: string[] = [];
  if (verdict !== expects.verdict)
    wrong.push(`the verdict is ${verdict}, and ${expects.verdict} is expected`);
  for (const reason of expects.reasons) {
    const seen = count(reason);
    if (seen < reason.atLeast) {
      wrong.push(
        `of ${nameOf(reason)} ${String(seen)} were found, and ${String(reason.atLeast)} are expected`,
      );
    }
  }
  const { anyOf = [] } = expects;
  if (anyOf.length > 0 && anyOf.every((reason) => count(reason) < reason.atLeast)) {
    wrong.push(`none of ${anyOf.map(nameOf).join(', ')} was found, and one of them is expected`);
  }
  const allowed = allowedBy(expects);
  const strange = new Set(reasons.map(({ kind }) => kind).filter((kind) => !allowed.has(kind)));
  if (strange.size > 0) wrong.push(`${[...strange].join(', ')} is no expected reason`);

  const kinds = [...Map.groupBy(counting, ({ kind }) => kind)].map(([kind, ofKind]) => ({
    kind,
    count: sum(ofKind),
  }));
  return { ...request, found: { verdict, kinds }, wrong };
}

function allowedBy({ reasons, anyOf = [], alsoAllowed = [] }: Expected): Set<string> {
  return new Set([...reasons, ...anyOf].map(({ kind }) => kind).concat(alsoAllowed));
}

const nameOf = ({ kind, judge }: Reason): string => (judge === undefined ? kind : `${kind} (${judge})`);

const sum = (findings: readonly { count: number }[]): number =>
  findings.reduce((total, { count }) => total + count, 0);
