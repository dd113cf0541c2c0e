import { z } from 'zod';
import { durabilityContractSchema } from './contract.ts';

export const phaseNameSchema = z.enum([
  'deploy',
  'baseline',
  'load',
  'inject',
  'recover',
  'quiesce',
  'read-back',
  'judge',
  'collect',
]);
export type PhaseName = z.infer<typeof phaseNameSchema>;

/** A stretch of a scenario; a phase occurs once for each fault of a scenario that has several. */
export const phaseRecordSchema = z.object({
  phase: phaseNameSchema,
  startedAt: z.number(),
  /** Absent: the run ended in this phase. */
  endedAt: z.number().optional(),
  /** Why it did not end well, as a sentence. */
  error: z.string().optional(),
  /** Whose trouble that was. */
  blame: z.enum(['stack', 'harness', 'interrupted']).optional(),
});
export type PhaseRecord = z.infer<typeof phaseRecordSchema>;

/** The smallest evidence with which a pass means something. */
export const powerSchema = z.object({
  acknowledgedBefore: z.number().int(),
  acknowledgedAfter: z.number().int(),
  inFlightAtFault: z.number().int(),
});
export type Power = z.infer<typeof powerSchema>;

/** What was going to be done, written before it is done. */
export const scenarioRecordSchema = z.object({
  format: z.literal('holdfast-scenario'),
  version: z.literal(2),
  run: z.string(),
  stack: z.string(),
  product: z.string(),
  scenario: z.string(),
  title: z.string(),
  variant: z.string().optional(),
  namespace: z.string(),
  members: z.number().int(),
  /** How many faults have to be proven. */
  faults: z.number().int(),
  /** What an acknowledgement promises with the members that it begins with. */
  contract: durabilityContractSchema,
  power: powerSchema,
  seed: z.number().int(),
  rate: z.number(),
  /** The kinds of operations of the load, with their weights. */
  mix: z.record(z.string(), z.number()).optional(),
  writers: z.number().int(),
  budgets: z.record(z.string(), z.number()),
  images: z.record(z.string(), z.string()),
  originWall: z.string(),
});
export type ScenarioRecord = z.infer<typeof scenarioRecordSchema>;
