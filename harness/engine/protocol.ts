import { z } from 'zod';

/** What a suite may ask the engine for, over its local socket. */
export const scenarioRequestSchema = z.object({
  stack: z.string(),
  scenario: z.string().optional(),
  /** A known-bad variant of the stack; it brings its own scenario, or leaves the choice to the request. */
  variant: z.string().optional(),
});
export type ScenarioRequest = z.infer<typeof scenarioRequestSchema>;

export const planItemSchema = z.object({ stack: z.string(), scenario: z.string(), title: z.string() });
export type PlanItem = z.infer<typeof planItemSchema>;

/** What tests of the cluster's own layers need. */
export const environmentSchema = z.object({
  kubeconfig: z.string(),
  nodes: z.array(z.string()),
  workers: z.array(z.string()),
  images: z.record(z.string(), z.string()),
});
export type Environment = z.infer<typeof environmentSchema>;

/** The environment variable that names the engine's socket. */
export const SOCKET_VARIABLE = 'HOLDFAST_SOCKET';
