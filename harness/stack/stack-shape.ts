import { z } from 'zod';
import { HoldfastError, sentenceOf } from '../core/errors.ts';
import { durabilityContractSchema } from '../model/contract.ts';
import { isRead } from '../model/functions.ts';
import type { Stack } from './stack.ts';

const name = z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'it has to be a DNS label');
const does = z.custom<unknown>((value) => typeof value === 'function', 'it has to be a function');
const port = z.number().int().min(1).max(65_535);
const path = z.string().startsWith('/');

/** What can be said of a stack without deploying it; its functions are believed. */
const stackSchema = z.object({
  name,
  product: z.string().min(1),
  members: z.number().int().positive(),
  images: z.array(name).min(1),
  upgrade: z.object({ from: name, to: name }).optional(),
  layout: z.object({
    statefulSet: name,
    service: name,
    container: name,
    volumePath: path,
    clientPort: port,
    leastNodes: z.number().int().positive().optional(),
  }),
  mix: z
    .record(z.string(), z.number().int().nonnegative())
    .refine((mix) => Object.entries(mix).some(([kind, weight]) => !isRead(kind) && weight > 0), {
      message: 'no kind of operation in it writes',
    }),
  single: z.object({ image: name, environment: does, dataPath: path, ready: z.array(z.string()).min(1) }),
  adapts: z.record(z.string(), z.object({})).optional(),
  inapplicable: z.record(z.string(), z.string().min(1)).optional(),
  ...{ contract: does, manifests: does, describeMembers: does, isWhole: does, scale: does, workload: does },
});

/** A folder under suites/ that brings no stack that could be run; the message says what is wrong with it. */
export class BrokenStackError extends HoldfastError {
  constructor(stack: string, why: string, cause?: unknown) {
    super(
      `The stack "${stack}" is broken: ${why} Look at suites/${stack}/stack.ts, and at docs/adding-a-stack.md for what it has to bring.`,
      cause === undefined ? {} : { cause },
    );
    this.name = 'BrokenStackError';
  }
}

/**
 * What a stack's module exports, if that fulfils the contract as far as it can be seen without deploying it.
 * @throws BrokenStackError naming the first thing that is wrong.
 */
export function requireStack(folder: string, exported: unknown): Stack {
  const parsed = stackSchema.safeParse(exported);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.') ?? '';
    throw new BrokenStackError(folder, `${place === '' ? 'stack' : place}: ${issue?.message ?? 'unknown'}.`);
  }
  const stack = exported as Stack;
  if (stack.name !== folder) throw new BrokenStackError(folder, `its name is "${stack.name}".`);
  let contract: unknown;
  try {
    contract = stack.contract(stack.members);
  } catch (error) {
    throw new BrokenStackError(folder, `contract(${String(stack.members)}): ${sentenceOf(error)}`, error);
  }
  const promised = durabilityContractSchema.safeParse(contract);
  if (promised.success) return stack;
  const [issue] = promised.error.issues;
  throw new BrokenStackError(
    folder,
    `contract(${String(stack.members)}).${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unknown'}.`,
  );
}
