import { readFile } from 'node:fs/promises';

/** The bit of CAP_SYS_RESOURCE, from linux/capability.h. */
const SYS_RESOURCE = 24n;

/** Whether this machine's processes may get CAP_SYS_RESOURCE at all; where not, no container may either. */
export async function maySysResource(): Promise<boolean> {
  return boundingSetHas(await readFile('/proc/self/status', 'utf8'), SYS_RESOURCE);
}

/** Reads a capability's bit out of the text of `/proc/PID/status`. A text without the line counts as "may". */
export function boundingSetHas(status: string, bit: bigint): boolean {
  const set = /^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  return set === undefined || ((BigInt(`0x${set}`) >> bit) & 1n) === 1n;
}
