import { UsageError } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import { isRead, type FunctionName } from '../model/functions.ts';

/** Every kind of operation that writers may carry out: writes, and reads that are promised to be current. */
const KINDS = [
  'add',
  'remove',
  'increment',
  'transfer',
  'add-group',
  'transact',
  'write',
  'cas',
  'read-register',
  'enqueue',
  'dequeue',
  'put-object',
  'delete-object',
  'read-object',
  'list-objects',
] as const satisfies readonly FunctionName[];

export type WriteFunction = (typeof KINDS)[number];

/** How often each kind of operation occurs, as weights; one that is not named does not. */
export type Mix = Readonly<Partial<Record<WriteFunction, number>>>;

/** What tables are written with: every judge of rows has something to judge. */
export const TABLE_MIX = {
  add: 8,
  remove: 2,
  increment: 4,
  transfer: 2,
  'add-group': 2,
  transact: 2,
  write: 1,
  cas: 1,
  'read-register': 1,
} satisfies Mix;

/**
 * Parses `add=8,increment=2`: what is not named does not occur.
 * @throws UsageError naming the kinds there are.
 */
export function parseMix(text: string): Mix {
  const mix: Partial<Record<WriteFunction, number>> = {};
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.split('=').map((piece) => piece.trim());
    const weight = Number(value);
    if (!isWriteFunction(name)) {
      throw new UsageError(`There is no operation "${name}"; there are: ${KINDS.join(', ')}.`);
    }
    if (value === '' || !Number.isInteger(weight) || weight < 0 || weight > 1000) {
      throw new UsageError(`The operation "${name}" needs a weight from 0 to 1000, not "${value}".`);
    }
    mix[name] = weight;
  }
  return mix;
}

/**
 * The mix of one stack: its own, or of the one that was asked for what the stack knows.
 * @throws UsageError where that leaves nothing that writes: there would be nothing to be lost.
 */
export function mixFor(stack: { name: string; mix: Mix }, asked: Mix | undefined): Mix {
  if (asked === undefined) return stack.mix;
  const kinds = Object.keys(stack.mix) as WriteFunction[];
  const mix = Object.fromEntries(kinds.map((kind) => [kind, asked[kind] ?? 0])) as Mix;
  if (kinds.some((kind) => !isRead(kind) && (mix[kind] ?? 0) > 0)) return mix;
  const known = kinds.filter((kind) => !isRead(kind)).join(', ');
  throw new UsageError(
    `A mix without a write leaves ${stack.name} nothing to lose; give one of these a weight: ${known}.`,
  );
}

/** The next kind of operation. */
export function pick<K extends WriteFunction>(mix: Readonly<Partial<Record<K, number>>>, random: Random): K {
  const kinds = Object.entries(mix) as [K, number][];
  let left = random.between(
    1,
    kinds.reduce((sum, [, weight]) => sum + weight, 0),
  );
  for (const [kind, weight] of kinds) {
    left -= weight;
    if (left <= 0) return kind;
  }
  throw new Error('the weights of a mix are never all 0');
}

function isWriteFunction(name: string): name is WriteFunction {
  return (KINDS as readonly string[]).includes(name);
}
