import { z } from 'zod';

/** Something began or ended in a container: its first process, or one that was run inside it by exec (a probe). */
export interface RuntimeEvent {
  type: 'start' | 'exit' | 'exec-exit';
  /** Without the runtime's prefix (`containerd://`). */
  containerId: string;
  /** Wall time in milliseconds since 1970, as the node's runtime told it. */
  at: number;
}

/** What `ctr events` is asked for: of the rest there is much, above all of exec probes. */
export const EVENT_FILTERS = ['topic=="/tasks/start"', 'topic=="/tasks/exit"'];

// 2026-11-21 16:20:04.088067347 +0000 UTC k8s.io /tasks/exit {"container_id":"...","id":"...",...}
const LINE =
  /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)? ([+-]\d\d)(\d\d) \S+ k8s\.io \/tasks\/(start|exit) (\{.*\})$/;

const bodySchema = z.object({
  container_id: z.string(),
  /** The process that ended: the container's own id for its first one, an exec's id for the others. */
  id: z.string().optional(),
  exited_at: z.object({ seconds: z.number(), nanos: z.number().default(0) }).optional(),
});

/**
 * Parses a line of `ctr events` (containerd 2). The time of an exit is the one at which the process was seen
XX ended, not that of the event. The end of a process that was run by exec bears another `id` than the
 * container's.
 * @returns undefined for every other line.
 */
export function parseRuntimeEvent(line: string): RuntimeEvent | undefined {
  const [, date = '', time = '', fraction = '', hours = '', minutes = '', type, json] = LINE.exec(line) ?? [];
  if (json === undefined) return undefined;
  const body = bodySchema.safeParse(parsed(json)).data;
  if (body === undefined) return undefined;
  const { container_id: containerId, id, exited_at: exited } = body;
  const printed = Date.parse(`${date}T${time}${hours}:${minutes}`) + Number(`0${fraction}`) * 1000;
  if (type === 'start') return { type, containerId, at: printed };
  const at = exited === undefined ? printed : exited.seconds * 1000 + exited.nanos / 1e6;
  return { type: id === containerId ? 'exit' : 'exec-exit', containerId, at };
}

/**
 * The wall time in milliseconds at which a process began, from what its node says: /proc/uptime, the date in
 * seconds since 1970, the clock ticks of a second, and /proc/PID/stat, one a line (proc(5), field 22).
 * @returns undefined where one of them is missing.
 */
export function processStart(answer: string): number | undefined {
  const [uptime = '', date = '', ticks = '', stat = ''] = answer.trim().split('\n');
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  const up = Number(uptime.split(' ')[0]);
  const seconds = Number(date) - up + Number(started) / Number(ticks);
  return started === undefined || !Number.isFinite(seconds) ? undefined : seconds * 1000;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // a line that was cut off
  }
}
