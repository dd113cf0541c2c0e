import { z } from 'zod';
import {
  citationSchema,
  contractInForceSchema,
  durabilityContractSchema,
  faultReachSchema,
  promiseSchema,
  weakerPointSchema,
} from './contract.ts';
import { faultRecordSchema } from './fault-record.ts';
import { phaseNameSchema } from './scenario-record.ts';
import { findingSchema, scenarioVerdictSchema, verdictSchema } from './verdict.ts';

const seconds = z.number().nullable();
const count = z.number().int();

/**
 * The writes of one stretch of the load: `before` the first fault, `during` the faults (from the first
 * injection until the stack was whole again after the last), and `after`. A write that any part of the
 * faults fell into counts as `during`.
 */
export const stretchSchema = z.object({
  stretch: z.enum(['before', 'during', 'after']),
  acknowledged: count,
  failed: count,
  indeterminate: count,
  /** From invocation to acknowledgement, quantiles by nearest rank; null: nothing was acknowledged. */
  latencyMs: z.object({ p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() }).nullable(),
  /** The commonest answers that were no acknowledgement, at most five, digits replaced by `#`. */
  errors: z.array(z.object({ error: z.string(), count })),
});
export type Stretch = z.infer<typeof stretchSchema>;

/** What one fault held the stack to: its class, and the promise of each contract that was in force meanwhile. */
export const heldToSchema = z.object({
  fault: z.string(),
  class: faultReachSchema,
  /** Empty: no contract is on record, and everything acknowledged has to be there. */
  promises: z.array(z.object({ members: count, promise: promiseSchema })),
});
export type HeldTo = z.infer<typeof heldToSchema>;

/** A class of faults for which a stack's contract promises less than its product's own documentation. */
export const weakerContractSchema = z.object({
  stack: z.string(),
  variant: z.string().optional(),
  members: count,
  class: weakerPointSchema,
  /** Both in words. */
  promised: z.string(),
  documented: z.string(),
  sources: z.array(citationSchema),
});
export type WeakerContract = z.infer<typeof weakerContractSchema>;

/** What the judges made of one stack in one scenario. Times are seconds. */
export const scenarioResultSchema = z.object({
  stack: z.string(),
  product: z.string(),
  scenario: z.string(),
  title: z.string(),
  variant: z.string().optional(),
  verdict: scenarioVerdictSchema,
  findings: z.array(findingSchema),
  /** What was promised with the members that it began with. */
  contract: durabilityContractSchema,
  /** Every contract that was in force, from when on (run milliseconds), as the history has it. */
  contracts: z.array(contractInForceSchema),
  /** What the judges held the stack to under each fault, in the order of `faults`. */
  heldTo: z.array(heldToSchema),
  operations: z.object({
    /** Writes of every kind. */
    attempted: count,
    acknowledged: count,
    failed: count,
    indeterminate: count,
    /** Reads under load that were answered. */
    reads: count,
    /** Writes in flight at the fault that had the fewest. */
    inFlightAtFault: count.nullable(),
    /** Writes in flight at each fault, in the order of `faults`. */
    inFlightAtFaults: z.array(count),
  }),
  /** Distinct keys, over all members and judges, unless said otherwise. Zero where no judge looked. */
  data: z.object({
    /** Members whose read-back is complete. */
    membersRead: z.array(z.string()),
    /** Acknowledged, and not there at the end. */
    lost: count,
    /** The same, where the contract lets a fault take it: acknowledged in a loss window, and held against nobody. */
    lostInWindow: count,
    /** There, though not acknowledged: held against nobody. */
    recovered: count,
    /** Seen, though nobody wrote it, or before it was written, or though its write was certainly not applied. */
    unexpected: count,
    duplicated: count,
    corrupted: count,
    /** Removed, the removal acknowledged, and there at the end. */
    resurrected: count,
    /** Counters that do not account for every acknowledged increment. */
    lostUpdates: count,
    /** Values that the leader returned and that an acknowledged write had overtaken before they were asked for. */
    stale: count,
    /** Values that a member returned after it had returned later ones. */
    backwards: count,
    /** Groups of which only a part, or more than was written, was seen. */
    fractured: count,
    /** Snapshots whose accounts do not sum to what they began with. */
    wrongTotals: count,
    negativeBalances: count,
    missingAccounts: count,
    /** Accounts whose final balance no order of the transfers explains. */
    wrongBalances: count,
    /** What the judge of transactions counts as failures. */
    transactionAnomalies: count,
    /** Registers whose operations no order explains. */
    nonLinearizable: count,
    /** Messages of one producer that came in another order than they were sent in. */
    reordered: count,
    /** Objects that a listing names and nobody can read, or the other way round. */
    listingMismatches: count,
  }),
  availability: z.object({
    /** From the injection to the first acknowledged write that was sent after the fault had taken hold. */
    firstAcknowledged: seconds,
    /** From the injection until the stack was whole again. */
    outage: seconds,
    /** From the heal, where there is one, else from the injection, until the stack was whole again. */
    recovery: seconds,
    /** The longest time without an acknowledgement while the load ran. */
    longestGap: seconds,
    stretches: z.array(stretchSchema),
  }),
  faults: z.array(faultRecordSchema),
  /** Seconds spent in each phase. */
  durations: z.partialRecord(phaseNameSchema, z.number()),
  /** When it was asked for, began and had been judged, in seconds since the run began; absent where it was judged by itself. */
  askedAt: z.number().optional(),
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  /** The scenario's folder, relative to the report's. */
  folder: z.string(),
});
export type ScenarioResult = z.infer<typeof scenarioResultSchema>;

/** What there is to say about data where nobody looked. */
export const NO_DATA: ScenarioResult['data'] = {
  membersRead: [],
  lost: 0,
  lostInWindow: 0,
  recovered: 0,
  unexpected: 0,
  duplicated: 0,
  corrupted: 0,
  resurrected: 0,
  lostUpdates: 0,
  stale: 0,
  backwards: 0,
  fractured: 0,
  wrongTotals: 0,
  negativeBalances: 0,
  missingAccounts: 0,
  wrongBalances: 0,
  transactionAnomalies: 0,
  nonLinearizable: 0,
  reordered: 0,
  listingMismatches: 0,
};

/** What there is to say about availability where nobody looked. */
export const NO_AVAILABILITY: ScenarioResult['availability'] = {
  firstAcknowledged: null,
  outage: null,
  recovery: null,
  longestGap: null,
  stretches: [],
};

export const runResultSchema = z.object({
  format: z.literal('holdfast-results'),
  version: z.literal(3),
  run: z.string(),
  verdict: verdictSchema,
  /** Where a contract promises less than the product's own documentation: to be read before the verdict is relied on. */
  weakerContracts: z.array(weakerContractSchema),
  startedAt: z.string(),
  endedAt: z.string(),
  /** Why the run ended before its plan was done. */
  interrupted: z.string().optional(),
  seed: z.number().int(),
  /** Writes per second and stack, by this many writers. */
  rate: z.number(),
  writers: z.number().int(),
  /** Reads per second and stack. */
  readRate: z.number(),
  /** The kinds of operations with their weights, where they were asked for; absent: each stack's own, as its scenarios' records say. */
  mix: z.record(z.string(), z.number()).optional(),
  /** Seconds of load before the first fault and after the last recovery. */
  loadSeconds: z.number(),
  /** Scenarios at once, at most. */
  parallel: z.number().int(),
  cluster: z
    .object({ name: z.string(), kubernetes: z.string(), nodes: z.number().int(), reused: z.boolean() })
    .optional(),
  images: z.array(z.object({ name: z.string(), reference: z.string(), source: z.string(), id: z.string() })),
  scenarios: z.array(scenarioResultSchema),
  /** Seconds from the start until the first scenario, by step. */
  setup: z.array(z.object({ step: z.string(), seconds: z.number() })),
  /** What a pass of this run does not say. */
  notTested: z.array(z.string()),
});
export type RunResult = z.infer<typeof runResultSchema>;
