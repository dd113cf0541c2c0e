import { z } from 'zod';
import { HoldfastError } from '../core/errors.ts';
import type { Stack } from '../stack/stack.ts';

const VARIABLE = 'HOLDFAST_IMAGES';

/**
 * The image that a stack's single server runs from, as the tests are told: HOLDFAST_IMAGES holds references by name, as JSON.
 * @throws HoldfastError where it does not name it.
 */
export function imageFromEnvironment(
  { name, single }: Pick<Stack, 'name' | 'single'>,
  text = process.env[VARIABLE] ?? '{}',
): string {
  const image = z.record(z.string(), z.string()).parse(JSON.parse(text))[single.image];
  if (image !== undefined) return image;
  throw new HoldfastError(
    `${VARIABLE} names no image "${single.image}", which ${name} is calibrated with; start this with "npm test".`,
  );
}
