import { z } from 'zod';

/** What a fault must change about a member that it hits; everything not named must stay. */
export const expectationSchema = z.enum(['new-pod', 'new-container', 'unchanged']);
export type Expectation = z.infer<typeof expectationSchema>;

export const victimSchema = z.object({
  stack: z.string(),
  pod: z.string(),
  podUid: z.string(),
  ordinal: z.number().int(),
  node: z.string().nullable(),
  containerId: z.string().nullable(),
  restartCount: z.number().int(),
});
export type Victim = z.infer<typeof victimSchema>;

/** One fault of a scenario, from its injection to the stack's recovery. Times are run times in milliseconds. */
export const faultRecordSchema = z.object({
  fault: z.string(),
  target: z.string(),
  victims: z.array(victimSchema),
  expectation: expectationSchema,
  injectedAt: z.number(),
  /** When the fault had taken hold (the pod gone, the process dead); absent where it never did. */
  effectAt: z.number().optional(),
  proof: z.object({ proven: z.boolean(), evidence: z.array(z.string()) }),
  healedAt: z.number().optional(),
  /** When every stack that takes part was seen whole again; absent: not within the budget. */
  wholeAt: z.number().optional(),
  /** What was still missing when the recovery's budget was used up. */
  missing: z.string().optional(),
  recoverBudgetSeconds: z.number(),
  /** The harness's own trouble while injecting, proving or healing. */
  error: z.string().optional(),
});
export type FaultRecord = z.infer<typeof faultRecordSchema>;
