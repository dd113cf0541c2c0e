import { z } from 'zod';

/** What a watch saw of a pod, each time it changed, one a line. Times are run times in milliseconds. */
export const podSightingSchema = z.object({
  time: z.number(),
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED']),
  pod: z.string(),
  uid: z.string(),
  ordinal: z.number().int(),
  phase: z.string(),
  ready: z.boolean(),
  terminating: z.boolean(),
  node: z.string().nullable(),
  revision: z.string().nullable(),
  /** The data container's id, once it has one. */
  containerId: z.string().nullable(),
});
export type PodSighting = z.infer<typeof podSightingSchema>;

/** One container of a member, as its node's runtime tells it. Times are run times in milliseconds, from the node's wall clock. */
export const incarnationSchema = z.object({
  pod: z.string(),
  podUid: z.string(),
  containerId: z.string(),
  node: z.string(),
  /** Absent: the runtime was not watched then. */
  startedAt: z.number().optional(),
  /** Absent: it was still running at the end, or its end was not seen. */
  finishedAt: z.number().optional(),
  /** Its process is certain to have been alive at this time, at the latest that is known. */
  lastSeenAt: z.number(),
});
export type Incarnation = z.infer<typeof incarnationSchema>;

/** A run of beats of one incarnation (a pod's UID) in a row on a member's volume; another incarnation's beats end it. */
export const beatSchema = z.object({
  incarnation: z.string(),
  beats: z.number().int(),
  /** Run times in milliseconds, from the wall clock of the member's node. */
  firstAt: z.number(),
  lastAt: z.number(),
});
export type Beat = z.infer<typeof beatSchema>;

/** The heartbeats found on one member's volume at the end, in the order in which they were appended. */
export const heartbeatSchema = z.object({
  pod: z.string(),
  runs: z.array(beatSchema),
  /** Why they could not be read. */
  problem: z.string().optional(),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

export const incarnationsSchema = z.object({
  incarnations: z.array(incarnationSchema),
  heartbeats: z.array(heartbeatSchema),
  /** Why the runtimes were not watched without a gap. */
  problems: z.array(z.string()),
});
export type Incarnations = z.infer<typeof incarnationsSchema>;
