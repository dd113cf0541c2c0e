import { z } from 'zod';

/**
 * What operations do, and the shapes of their values. `invoke` is what was sent, `ok` what came back; a
 * function without one carries nothing there.
 *
 * - `add`: a new element with a payload, under a key that is never used for another one.
 * - `remove`: deletes an element that an earlier `add` of the same key made; comes back with how many it found,
 *   where the product tells.
 * - `increment`: adds one to the counter of that key; comes back with the counter's new value.
 * - `transfer`: moves money between two accounts in one serializable transaction; refused where it would overdraw.
 * - `add-group`: several rows of one group in one transaction: to be seen whole or not at all.
 * - `transact`: a serializable transaction of appends to lists and reads of lists, as in Elle's list-append.
 * - `read`: counters, accounts and groups of one member in one snapshot.
 * - `contract` (by the nemesis): what an acknowledgement promises from now on.
 * - `accounts` (by the nemesis, as one `info` record under the key `accounts`, once before the load): what
 *   each account began with. Transfers and the totals of reads are judged against it.
 */
export const FUNCTIONS = [
  'add',
  'remove',
  'increment',
  'transfer',
  'add-group',
  'transact',
  'read',
  'contract',
  'accounts',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** Whether a function only reads: a failed read says nothing, and it does not count as a write. */
export const isRead = (f: string): boolean => f === 'read';

const count = z.number().int();

export const payloadSchema = z.object({ sha256: z.string(), size: count });
export const transferSchema = z.object({ from: z.string(), to: z.string(), amount: count });
export const groupSchema = z.object({ rows: count });

/** `['append', list, value]`, or `['read', list, values]` with `null` until it was read. */
export const microOperationSchema = z.union([
  z.tuple([z.literal('append'), z.string(), count]),
  z.tuple([z.literal('read'), z.string(), z.array(count).nullable()]),
]);
export type MicroOperation = z.infer<typeof microOperationSchema>;
export const transactionSchema = z.array(microOperationSchema);

/** What a `read` saw in one snapshot: counters and balances by key, the number of rows by group. */
export const snapshotValueSchema = z.object({
  counters: z.record(z.string(), count),
  accounts: z.record(z.string(), count),
  groups: z.record(z.string(), count),
});
export type SnapshotValue = z.infer<typeof snapshotValueSchema>;

/** What an acknowledgement promises with so many members. */
export const contractValueSchema = z.object({ members: count, promise: z.string() });

/** What each account began with. */
export const accountsSchema = z.record(z.string(), count);
