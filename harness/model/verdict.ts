import { z } from 'zod';

/** Ordered: pass < unknown < fail; the worst wins. */
export const verdictSchema = z.enum(['pass', 'unknown', 'fail']);
export type Verdict = z.infer<typeof verdictSchema>;

/** A scenario's verdict; `not-applicable`: it means nothing to the stack, for a reason that the result names, and says nothing of it. */
export const scenarioVerdictSchema = z.enum([...verdictSchema.options, 'not-applicable']);
export type ScenarioVerdict = z.infer<typeof scenarioVerdictSchema>;

/** What one judge found. A `note` is reported and held against nobody. */
export const findingSchema = z.object({
  judge: z.string(),
  /** The anomaly's standard name: lost, recovered, unexpected, duplicated, corrupted, not-recovered ... */
  kind: z.string(),
  effect: z.enum(['note', 'unknown', 'fail']),
  message: z.string(),
  count: z.number().int(),
  member: z.string().optional(),
  /** At most ten of the keys or objects concerned. */
  examples: z.array(z.string()),
});
export type Finding = z.infer<typeof findingSchema>;

const WORST_FIRST: readonly Verdict[] = ['fail', 'unknown', 'pass'];

/** The worst of several verdicts that say something; of none, `unknown`: nothing judged is no pass. */
export function worst(verdicts: readonly ScenarioVerdict[]): Verdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'unknown';
}

/** The verdict that a judge's findings amount to. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const has = (effect: Finding['effect']): boolean => findings.some((finding) => finding.effect === effect);
  if (has('fail')) return 'fail';
  return has('unknown') ? 'unknown' : 'pass';
}
