import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { cacheDir } from '../core/paths.ts';

const recordSchema = z.object({
  name: z.string(),
  run: z.string(),
  /** The process that uses the cluster now, or used it last. */
  owner: z.object({ pid: z.number().int(), started: z.string() }).nullable(),
  keep: z.boolean(),
  /** Hash of the configuration and the node image: a kept cluster is reused only where both are the same. */
  key: z.string(),
  createdAt: z.string(),
  /** Subnets for which a route was added on the host. */
  routes: z.array(z.string()),
});

/** What is remembered of a cluster outside the process that made it, so that a later run finds what a killed one left. */
export type ClusterRecord = z.infer<typeof recordSchema>;

const folder = (): string => cacheDir('clusters');
const file = (name: string): string => join(folder(), `${name}.json`);

export const kubeconfigPath = (name: string): string => join(folder(), `${name}.kubeconfig`);

export async function writeRecord(record: ClusterRecord): Promise<void> {
  await mkdir(folder(), { recursive: true });
  const next = `${file(record.name)}.${String(process.pid)}`;
  await writeFile(next, JSON.stringify(record, null, 2));
  await rename(next, file(record.name));
}

export async function removeRecord(name: string): Promise<void> {
  await rm(file(name), { force: true });
  await rm(kubeconfigPath(name), { force: true });
}

/** All records; one that cannot be understood is left alone and not returned. */
export async function readRecords(): Promise<ClusterRecord[]> {
  const names = await readdir(folder()).catch(() => []);
  const records: ClusterRecord[] = [];
  for (const name of names.filter((one) => one.endsWith('.json'))) {
    const text = await readFile(join(folder(), name), 'utf8').catch(() => '');
    const parsed = recordSchema.safeParse(safeJson(text));
    if (parsed.success) records.push(parsed.data);
  }
  return records;
}

/** This process, named so that a later process with the same pid is not mistaken for it. */
export function thisProcess(): { pid: number; started: string } {
  return { pid: process.pid, started: startOf(process.pid) ?? '' };
}

export function isOwned(record: ClusterRecord): boolean {
  return record.owner !== null && startOf(record.owner.pid) === record.owner.started;
}

/** When a process began, in clock ticks since boot: field 22 of /proc/PID/stat (proc(5)). */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
