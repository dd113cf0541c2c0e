import { z } from 'zod';
import { contractInForceSchema, faultReachSchema } from './contract.ts';

/**
 * What a fault must change about a member that it hits; everything not named must stay. `new-claim` is a
 * new pod on a new claim with a new volume; `gone` a member that must not be there any more.
 */
export const expectationSchema = z.enum(['new-pod', 'new-container', 'new-claim', 'gone', 'unchanged']);
export type Expectation = z.infer<typeof expectationSchema>;

export const victimSchema = z.object({
  stack: z.string(),
  pod: z.string(),
  podUid: z.string(),
  ordinal: z.number().int(),
  node: z.string().nullable(),
  containerId: z.string().nullable(),
  restartCount: z.number().int(),
  claimUid: z.string().nullable(),
  /** What the fault must change about this one, where it is not what it must change about all. */
  expectation: expectationSchema.optional(),
});
export type Victim = z.infer<typeof victimSchema>;

/** One fault of a scenario, from its injection to the stack's recovery. Times are run times in milliseconds. */
export const faultRecordSchema = z.object({
  fault: z.string(),
  target: z.string(),
  victims: z.array(victimSchema),
  expectation: expectationSchema,
  /** What it can at worst take away: the class of the contract that it is held to. */
  class: faultReachSchema,
  /** The contract in force when it was injected, and every one that came into force until it was over. */
  contracts: z.array(contractInForceSchema),
  /** It goes on to take one member after the other until the stack is whole again; `effectAt` tells of the first. */
  goesOn: z.boolean().optional(),
  /** Kubernetes itself gives up at most one incarnation of an identity at a time here (deletion with grace 0). */
  waivesAtMostOne: z.boolean().optional(),
  /** The data plane has to go on meanwhile: no gap in acknowledgements longer than this, in seconds, between injection and heal. */
  longestGapSeconds: z.number().optional(),
  /** The victims' nodes lost their power: everything on them ended then, seen or not. */
  takesNode: z.boolean().optional(),
  /** The controller replaces every pod by one of another revision. */
  rollsOut: z.boolean().optional(),
  /** The server has to have another version afterwards. */
  newVersion: z.boolean().optional(),
  /** The versions of server and client before it was injected and when the stack was whole again, where they could be asked for. */
  versionsBefore: z.record(z.string(), z.string()).optional(),
  versionsAfter: z.record(z.string(), z.string()).optional(),
  /** How many members there have to be until the fault is healed, where that is not how many there are afterwards. */
  membersMeanwhile: z.number().int().optional(),
  /** How many members there have to be afterwards, where the fault changes that. */
  membersAfter: z.number().int().optional(),
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
