import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../core/paths.ts';
import type { KnownBad } from '../scenario/known-bad.ts';
import type { Stack } from '../stack/stack.ts';
import { knownBadNames, loadKnownBad, loadStack, stackNames } from './registry.ts';

interface Variant {
  good: Stack;
  bad: KnownBad;
  readme: string;
}

const manifestsOf = (stack: Stack): string =>
  JSON.stringify(
    stack.manifests({
      ...{ namespace: 'here', password: 'of-this-test-only', members: stack.members },
      images: { [stack.name]: 'image:test' },
    }),
  );
const differ = (one: Stack, other: Stack): boolean =>
  manifestsOf(one) !== manifestsOf(other) || one.workload !== other.workload;

const STACKS = await Promise.all(
  stackNames().map(async (name) => {
    const good = await loadStack(name);
    return { name, good, before: manifestsOf(good), variants: knownBadNames(name) };
  }),
);
const VARIANTS = await Promise.all(
  STACKS.flatMap(({ name, good, variants }) =>
    variants.map(async (variant): Promise<[string, Variant]> => {
      const readme = join(PROJECT_ROOT, 'suites', name, 'known-bad', variant, 'README.md');
      return [`${name} ${variant}`, { good, bad: await loadKnownBad(name, variant), readme }];
    }),
  ),
);

describe('the known-bad variants of all stacks', () => {
  test('are there for each stack', () => {
    expect(STACKS.length).toBeGreaterThan(0);
    for (const { variants } of STACKS) expect(variants.length).toBeGreaterThan(0);
  });

  test.each(VARIANTS)('%s differs from the good stack, also where it is mended', (_, { good, bad }) => {
    const { stack, faults, mended } = bad;
    expect(differ(stack, good) || faults !== undefined).toBe(true);
    if (mended === undefined) return;
    // A flaw that is not in the client is mended in the manifests.
    if (stack.workload === good.workload) expect(manifestsOf(mended)).not.toBe(manifestsOf(stack));
    else expect(differ(mended, stack)).toBe(true);
  });

  test.each(VARIANTS)('%s says what has to be found, and its README does too', (_, { good, bad, readme }) => {
    const { verdict, reasons } = bad.expects;
    // The good stack itself can only be one whose fault was not carried out.
    expect(verdict).toBe(differ(bad.stack, good) ? 'fail' : 'unknown');
    expect(reasons.length).toBeGreaterThan(0);
    for (const { atLeast } of reasons) expect(atLeast).toBeGreaterThan(0);
    expect(existsSync(readme)).toBe(true);
    expect(readFileSync(readme, 'utf8')).toMatch(/What must be found/);
  });

  test('leave the good stack as it is', () => {
    for (const [, { bad }] of VARIANTS) manifestsOf(bad.stack);
    for (const { good, before } of STACKS) expect(manifestsOf(good)).toBe(before);
  });
});
