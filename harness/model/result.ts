import { z } from 'zod';
import { faultRecordSchema } from './fault-record.ts';
import { phaseNameSchema } from './scenario-record.ts';
import { findingSchema, verdictSchema } from './verdict.ts';

const seconds = z.number().nullable();

/** What the judges made of one stack in one scenario. Times are seconds. */
export const scenarioResultSchema = z.object({
  stack: z.string(),
  product: z.string(),
  scenario: z.string(),
  title: z.string(),
  variant: z.string().optional(),
  verdict: verdictSchema,
  findings: z.array(findingSchema),
  contract: z.string(),
  operations: z.object({
    attempted: z.number().int(),
    acknowledged: z.number().int(),
    failed: z.number().int(),
    indeterminate: z.number().int(),
    inFlightAtFault: z.number().int().nullable(),
  }),
  data: z.object({
    /** Members whose read-back is complete. */
    membersRead: z.array(z.string()),
    lost: z.number().int(),
    recovered: z.number().int(),
    unexpected: z.number().int(),
    duplicated: z.number().int(),
    corrupted: z.number().int(),
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
  }),
  faults: z.array(faultRecordSchema),
  /** Seconds spent in each phase. */
  durations: z.partialRecord(phaseNameSchema, z.number()),
  /** The scenario's folder, relative to the report's. */
  folder: z.string(),
});
export type ScenarioResult = z.infer<typeof scenarioResultSchema>;

export const runResultSchema = z.object({
  format: z.literal('holdfast-results'),
  version: z.literal(1),
  run: z.string(),
  verdict: verdictSchema,
  startedAt: z.string(),
  endedAt: z.string(),
  /** Why the run ended before its plan was done. */
  interrupted: z.string().optional(),
  seed: z.number().int(),
  rate: z.number(),
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
