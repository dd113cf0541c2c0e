import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { arch } from 'node:process';
import { relative } from 'node:path';
import { PROJECT_ROOT } from '../core/paths.ts';
import type { BuildStep } from './step.ts';

/** The key of each step: 12 hexadecimal digits of a hash over all that goes into its product. */
export type Keys = ReadonlyMap<BuildStep, string>;

/** Computes the keys of these steps and of everything they need. @throws when an input file cannot be read. */
export async function keysOf(steps: readonly BuildStep[]): Promise<Keys> {
  const keys = new Map<BuildStep, string>();
  const visit = async (step: BuildStep): Promise<string> => {
    const known = keys.get(step);
    if (known !== undefined) return known;
    const needs: string[] = [];
    for (const need of step.needs) needs.push(await visit(need));
    const files: [string, string][] = [];
    for (const file of [...step.inputs].sort()) {
      files.push([relative(PROJECT_ROOT, file), sha256(await readFile(file))]);
    }
    const key = hashOf({ product: step.product, arch, parameters: step.parameters, files, needs });
    keys.set(step, key);
    return key;
  };
  for (const step of steps) await visit(step);
  return keys;
}

/** 12 hexadecimal digits over a JSON value; the order of an object's fields makes no difference. */
export function hashOf(value: unknown): string {
  return sha256(Buffer.from(JSON.stringify(value, sortFields))).slice(0, 12);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function sortFields(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
