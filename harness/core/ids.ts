import { randomBytes } from 'node:crypto';

/** A run's id: sorts by time, fits into a DNS label, e.g. `20261121-130500-3fa2`. */
export function newRunId(now = new Date()): string {
  const digits = now.toISOString().replace(/[-:]/g, '');
  return `${digits.slice(0, 8)}-${digits.slice(9, 15)}-${randomBytes(2).toString('hex')}`;
}

/** Joins parts to a DNS-1123 label of at most 63 characters. */
export function dnsLabel(...parts: readonly string[]): string {
  return parts
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
}

/** The label that marks everything a run made; only objects that carry it are changed or deleted. */
export const RUN_LABEL = 'holdfast.dev/run';
