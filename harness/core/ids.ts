import { createHash, randomBytes } from 'node:crypto';

/** A run's id: sorts by time, fits into a DNS label, e.g. `20261121-130500-3fa2`. */
export function newRunId(now = new Date()): string {
  const digits = now.toISOString().replace(/[-:]/g, '');
  return `${digits.slice(0, 8)}-${digits.slice(9, 15)}-${randomBytes(2).toString('hex')}`;
}

const LONGEST_LABEL = 63;

/** Joins parts to a DNS-1123 label of at most 63 characters; one that has to be cut ends in a hash of the whole. */
export function dnsLabel(...parts: readonly string[]): string {
  const label = parts
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (label.length <= LONGEST_LABEL) return label;
  const hash = createHash('sha256').update(label).digest('hex').slice(0, 8);
  return `${label.slice(0, LONGEST_LABEL - 9).replace(/-+$/, '')}-${hash}`;
}

/** The label that marks everything a run made; only objects that carry it are changed or deleted. */
export const RUN_LABEL = 'holdfast.dev/run';
