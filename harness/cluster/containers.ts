import { bareId, CTR } from './ctr.ts';
import type { NodeControl } from './node-control.ts';

/** A container's processes, as the runtime on its node sees them. */
export interface Task {
  pid: number;
  /** `RUNNING`, `PAUSED`, `STOPPED`, `CREATED`. */
  status: string;
}

/** The tasks of a node by their containers' ids. */
export async function tasksOn(control: NodeControl, node: string): Promise<Map<string, Task>> {
  const out = await control.exec(node, [...CTR, 'tasks', 'ls']);
  const rows = out
    .split('\n')
    .slice(1) // the heading
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.length === 3);
  return new Map(rows.map(([id = '', pid = '', status = '']) => [id, { pid: Number(pid), status }]));
}

export async function taskOf(
  control: NodeControl,
  node: string,
  containerId: string,
): Promise<Task | undefined> {
  return (await tasksOn(control, node)).get(bareId(containerId));
}

/** The ids of the containers that carry all of these labels, the runtime's own (`io.kubernetes.pod.uid`). */
export async function containersWith(
  control: NodeControl,
  node: string,
  labels: Readonly<Record<string, string>>,
): Promise<string[]> {
  const out = await control.exec(node, [...CTR, 'containers', 'ls', '--quiet', labelFilter(labels)]);
  return out.split('\n').filter(Boolean);
}

/** As containerd's client takes it. */
export function labelFilter(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `labels."${key}"==${value}`)
    .join(',');
}

/** Freezes the cgroup of a container: none of its processes runs any more, and none ends. */
export async function pause(control: NodeControl, node: string, containerId: string): Promise<void> {
  await control.exec(node, [...CTR, 'tasks', 'pause', bareId(containerId)]);
}

/** The ids of the containers of a node that are frozen. */
export async function pausedOn(control: NodeControl, node: string): Promise<string[]> {
  return [...(await tasksOn(control, node))].filter(([, task]) => task.status === 'PAUSED').map(([id]) => id);
}

/** Thaws a container; one that is not frozen, or not there, is left as it is. */
export async function resume(control: NodeControl, node: string, containerId: string): Promise<void> {
  const task = await taskOf(control, node, containerId);
  if (task?.status !== 'PAUSED') return;
  await control.exec(node, [...CTR, 'tasks', 'resume', bareId(containerId)]);
}
