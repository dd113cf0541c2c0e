import { z } from 'zod';

/**
 * What a fault can take from a member, from the least to the most:
 * - `process`: its processes end at once. Pod, node and file systems go on, so that whatever was written to a
 *   file is still there, flushed or not.
 * - `pod`: its pod goes, within its grace period or without one, and another takes its place on the same claim.
 * - `node`: the machine under it stops or is lost to the cluster, with everything that it had in memory.
 * - `power`: the power goes: of what was written, only what had been flushed to the device is left.
 */
export const FAULT_CLASSES = ['process', 'pod', 'node', 'power'] as const;
export const faultClassSchema = z.enum(FAULT_CLASSES);
export type FaultClass = z.infer<typeof faultClassSchema>;

/** The class of a fault; `none` takes nothing away, and whatever is lost under it the stack itself has lost. */
export const faultReachSchema = z.enum([...FAULT_CLASSES, 'none']);
export type FaultReach = z.infer<typeof faultReachSchema>;

/**
 * What is left, after a fault of one class, of what was acknowledged before it: all of it; all but what was
 * acknowledged in the last `windowSeconds` before the fault took hold; or nothing that could be relied on.
 */
export const promiseSchema = z.discriminatedUnion('keeps', [
  z.object({ keeps: z.literal('everything') }),
  z.object({ keeps: z.literal('all-but-window'), windowSeconds: z.number().positive() }),
  z.object({ keeps: z.literal('nothing'), because: z.string().min(1) }),
]);
export type KeepPromise = z.infer<typeof promiseSchema>;

export const promisesSchema = z.record(faultClassSchema, promiseSchema);
export type Promises = z.infer<typeof promisesSchema>;

/**
 * When a read that is asked of any member comes back with the latest that was acknowledged: always; or while the stack is
 * whole, but not from a fault on until it is whole again.
 */
export const readsSchema = z.discriminatedUnion('current', [
  z.object({ current: z.literal('always') }),
  z.object({ current: z.literal('while-whole'), because: z.string().min(1) }),
]);
export type Reads = z.infer<typeof readsSchema>;

/** A place in a product's own documentation. */
export const citationSchema = z.object({ title: z.string().min(1), url: z.url() });
export type Citation = z.infer<typeof citationSchema>;

/** What an acknowledgement promises with so many members, and what the product's documentation says of it. */
export const durabilityContractSchema = z.object({
  members: z.number().int(),
  /** What an acknowledgement means here, as sentences. */
  summary: z.string().min(1),
  promises: promisesSchema,
  /** Absent: always, as far as the judges of the stack's data know of it. */
  reads: readsSchema.optional(),
  /** What the product's own documentation promises of the durable configuration that it has by default or recommends. */
  documented: z.object({
    promises: promisesSchema,
    reads: readsSchema.optional(),
    sources: z.array(citationSchema).min(1),
  }),
});
export type DurabilityContract = z.infer<typeof durabilityContractSchema>;

/** A contract, and the run time in milliseconds from which on it was in force. */
export const contractInForceSchema = z.object({ at: z.number(), contract: durabilityContractSchema });
export type ContractInForce = z.infer<typeof contractInForceSchema>;

/** The same promise for every class of fault. */
export function promisesOf(promise: KeepPromise): Promises {
  return { process: promise, pod: promise, node: promise, power: promise };
}

/** What a contract promises under a fault; a fault that takes nothing away excuses no loss. */
export function promiseUnder({ promises }: DurabilityContract, reach: FaultReach): KeepPromise {
  return reach === 'none' ? { keeps: 'everything' } : promises[reach];
}

/** What of a contract promises less than the product's documentation: a class of faults, or what is read meanwhile. */
export const weakerPointSchema = z.enum([...FAULT_CLASSES, 'reads']);

/** A class for which a contract promises less than the product's documentation, or its reads, with both in words. */
export interface WeakerPromise {
  class: z.infer<typeof weakerPointSchema>;
  promised: string;
  documented: string;
}

/**
 * The classes for which a contract promises less than the product's own documentation: a longer window, or a
 * window or nothing in place of everything; and reads that are current for less long. Promising more is not weaker: the
 * judges hold the stack to it.
 */
export function weakerThanDocumented({ promises, reads, documented }: DurabilityContract): WeakerPromise[] {
  const classes: WeakerPromise[] = FAULT_CLASSES.filter(
    (name) => mayLose(promises[name]) > mayLose(documented.promises[name]),
  ).map((name) => ({
    class: name,
    promised: promiseWords(promises[name]),
    documented: promiseWords(documented.promises[name]),
  }));
  if (reads?.current !== 'while-whole' || documented.reads?.current === 'while-whole') return classes;
  const words = { promised: readsWords(reads), documented: readsWords(documented.reads) };
  return [...classes, { class: 'reads', ...words }];
}

/** `reads are current`: what is promised of reads, in words. */
export function readsWords(reads: Reads = { current: 'always' }): string {
  if (reads.current === 'always') return 'reads are current';
  return `reads are current while the stack is whole, and may not be from a fault on until it is whole again (${reads.because})`;
}

/** How many seconds before a fault may be lost. */
function mayLose(promise: KeepPromise): number {
  if (promise.keeps === 'everything') return 0;
  return promise.keeps === 'nothing' ? Infinity : promise.windowSeconds;
}

/** `everything acknowledged is kept`: a promise in words. */
export function promiseWords(promise: KeepPromise): string {
  switch (promise.keeps) {
    case 'everything':
      return 'everything acknowledged is kept';
    case 'all-but-window':
      return `everything acknowledged is kept but for the last ${String(promise.windowSeconds)} s before the fault`;
    case 'nothing':
      return `nothing acknowledged has to be kept (${promise.because})`;
  }
}

/** `process, pod, node: everything acknowledged is kept; power: ...`: classes with the same promise are named together. */
export function promisesWords(promises: Promises): string {
  const classes = new Map<string, FaultClass[]>();
  for (const name of FAULT_CLASSES) {
    const words = promiseWords(promises[name]);
    classes.set(words, [...(classes.get(words) ?? []), name]);
  }
  return [...classes].map(([words, names]) => `${names.join(', ')}: ${words}`).join('; ');
}
