import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sentenceOf, UsageError } from '../core/errors.ts';
import { PROJECT_ROOT } from '../core/paths.ts';
import type { ImageSource } from '../images/source.ts';
import type { KnownBad } from '../scenario/known-bad.ts';
import type { Scenario } from '../scenario/scenarios.ts';
import { SCENARIOS } from '../scenario/scenarios.ts';
import { BrokenStackError, requireStack } from '../stack/stack-shape.ts';
import type { Stack } from '../stack/stack.ts';

const SUITES = join(PROJECT_ROOT, 'suites');

/** The names of all stacks: the folders under suites/ that have one. */
export function stackNames(): string[] {
  return foldersWith(SUITES, 'stack.ts');
}

/** @throws UsageError naming the stacks there are; BrokenStackError for one that brings not what it has to. */
export async function loadStack(name: string): Promise<Stack> {
  if (!stackNames().includes(name)) {
    throw new UsageError(`There is no stack "${name}"; there are: ${stackNames().join(', ')}.`);
  }
  const { stack } = await load<{ stack?: unknown }>('suites', name, 'stack.ts').catch((error: unknown) => {
    throw new BrokenStackError(name, sentenceOf(error), error);
  });
  return requireStack(name, stack);
}

/** Those of the stacks that are not broken. @throws UsageError for one that there is not; where all are broken, what is wrong with the first. */
export async function usableStacks(names: readonly string[]): Promise<Stack[]> {
  const loaded = await Promise.allSettled(names.map(loadStack));
  const usable = loaded.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  for (const one of loaded) {
    if (one.status === 'fulfilled') continue;
    if (usable.length === 0 || !(one.reason instanceof BrokenStackError)) throw one.reason;
  }
  return usable;
}

/** How a stack's images are come by, those that only an upgrade begins on left out unless asked for. */
export async function loadImages(name: string, previous: boolean): Promise<ImageSource[]> {
  const { images } = await load<{ images: readonly ImageSource[] }>('suites', name, 'image', 'image.ts');
  const { upgrade } = await loadStack(name);
  return images.filter((image) => previous || image.name !== upgrade?.from);
}

/** The names of the images that only an upgrade begins on. */
export async function previousImages(stacks: readonly string[]): Promise<string[]> {
  const loaded = await Promise.all(stacks.map(loadStack));
  return loaded.flatMap(({ upgrade }) => upgrade?.from ?? []);
}

export async function loadNodeImage(): Promise<ImageSource> {
  return (await load<{ nodeImage: ImageSource }>('fixtures', 'kind-node', 'image.ts')).nodeImage;
}

/** The names of a stack's known-bad variants. */
export function knownBadNames(stack: string): string[] {
  return foldersWith(join(SUITES, stack, 'known-bad'), 'known-bad.ts');
}

/** What a variant is called once its flaw is mended. */
const MENDED = '-mended';

/**
 * A known-bad variant by its name, or, as `NAME-mended`, the one that goes with it and has to pass.
 * @throws UsageError naming the stack's known-bad variants.
 */
export async function loadKnownBad(stack: string, variant: string): Promise<KnownBad> {
  const names = knownBadNames(stack);
  const name =
    names.includes(variant) || !variant.endsWith(MENDED) ? variant : variant.slice(0, -MENDED.length);
  if (!names.includes(name)) {
    throw new UsageError(`${stack} has no known-bad variant "${variant}"; it has: ${names.join(', ')}.`);
  }
  const { knownBad } = await load<{ knownBad: KnownBad }>('suites', stack, 'known-bad', name, 'known-bad.ts');
  if (name === variant) return knownBad;
  const { mended, ...rest } = knownBad;
  if (mended === undefined) {
    throw new UsageError(`${stack} ${name} brings no mended stack: what goes with it is the good one.`);
  }
  return { ...rest, stack: mended, expects: { verdict: 'pass', reasons: [] } };
}

/** The name by which the mended stack of a variant goes. */
export const mendedName = (variant: string): string => `${variant}${MENDED}`;

/** The Jest spec that certifies a stack. */
export const certSpec = (stack: string): string => join(SUITES, stack, `${stack}.cert.ts`);

/** @throws UsageError naming the scenarios there are. */
export function findScenario(id: string): Scenario {
  const scenario = SCENARIOS.find((one) => one.id === id);
  if (scenario !== undefined) return scenario;
  throw new UsageError(
    `There is no scenario "${id}"; there are: ${SCENARIOS.map((one) => one.id).join(', ')}.`,
  );
}

function foldersWith(folder: string, file: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, file)))
    .sort();
}

async function load<T>(...path: string[]): Promise<T> {
  return (await import(pathToFileURL(join(PROJECT_ROOT, ...path)).href)) as T;
}
