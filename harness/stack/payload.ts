import { createHash } from 'node:crypto';
import type { Random } from '../core/random.ts';

const KIB = 1024;

/** Mostly small payloads, 1 in 50 above 4 KiB, now and then 256 KiB: a mean of about 1.7 KiB. */
export function payload(random: Random): Buffer {
  if (random.oneIn(1000)) return random.bytes(256 * KIB);
  if (random.oneIn(50)) return random.bytes(random.between(4 * KIB + 1, 32 * KIB));
  return random.bytes(random.between(64, 2 * KIB));
}

export const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');
