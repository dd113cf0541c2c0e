import { UsageError } from '../core/errors.ts';
import type { Random } from '../core/random.ts';

/** How often each kind of operation of the writers occurs, as weights: writes, and reads that are promised to be linearizable. */
const DEFAULTS = {
  add: 8,
  remove: 2,
  increment: 4,
  transfer: 2,
  'add-group': 2,
  transact: 2,
  write: 1,
  cas: 1,
  'read-register': 1,
} as const;

export type WriteFunction = keyof typeof DEFAULTS;
export type Mix = Readonly<Record<WriteFunction, number>>;

export const DEFAULT_MIX: Mix = DEFAULTS;

/**
 * Parses `add=8,increment=2`: what is not named does not occur.
 * @throws UsageError naming the kinds there are.
 */
export function parseMix(text: string): Mix {
  const mix: Record<WriteFunction, number> = {
    add: 0,
    remove: 0,
    increment: 0,
    transfer: 0,
    'add-group': 0,
    transact: 0,
    write: 0,
    cas: 0,
    'read-register': 0,
  };
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.split('=').map((piece) => piece.trim());
    const weight = Number(value);
    if (!isWriteFunction(name)) {
      throw new UsageError(
        `There is no operation "${name}"; there are: ${Object.keys(DEFAULTS).join(', ')}.`,
      );
    }
    if (value === '' || !Number.isInteger(weight) || weight < 0 || weight > 1000) {
      throw new UsageError(`The operation "${name}" needs a weight from 0 to 1000, not "${value}".`);
    }
    mix[name] = weight;
  }
  if (mix.add === 0) throw new UsageError('A mix without "add" leaves nothing to be lost; give it a weight.');
  return mix;
}

/** The next kind of operation. */
export function pick(mix: Mix, random: Random): WriteFunction {
  const kinds = Object.entries(mix) as [WriteFunction, number][];
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
  return Object.hasOwn(DEFAULTS, name);
}
