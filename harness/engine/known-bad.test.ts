import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../core/paths.ts';
import type { KnownBad } from '../scenario/known-bad.ts';
import type { Stack } from '../stack/stack.ts';
import { knownBadNames, loadKnownBad, loadStack, stackNames } from './registry.ts';

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
    const before = manifestsOf(good);
    const variants = knownBadNames(name).map(
      async (variant) => [`${name} ${variant}`, name, variant, await loadKnownBad(name, variant)] as const,
    );
    return { name, good, before, variants: await Promise.all(variants) };
  }),
);
const VARIANTS: [string, string, string, KnownBad][] = STACKS.flatMap(({ variants }) =>
  variants.map(([...variant]): [string, string, string, KnownBad] => variant),
);

describe('the known-bad variants of all stacks', () => {
  test('are there for each stack', () => {
    expect(STACKS.length).toBeGreaterThan(0);
    for (const { variants } of STACKS) expect(variants.length).toBeGreaterThan(0);
  });

  test.each(VARIANTS)('%s differs from the good stack, also where it is mended', (_, name, __, bad) => {
    const good = STACKS.find((one) => one.name === name)?.good;
    if (good === undefined) throw new Error(`${name} was not loaded`);
    expect(differ(bad.stack, good) || bad.faults !== undefined).toBe(true);
    if (bad.mended !== undefined) expect(differ(bad.mended, bad.stack)).toBe(true);
  });

  test.each(VARIANTS)('%s says what has to be found, and its README does too', (_, name, variant, bad) => {
    const { verdict, reasons } = bad.expects;
    expect(['fail', 'unknown']).toContain(verdict);
    expect(reasons.length).toBeGreaterThan(0);
    for (const { atLeast } of reasons) expect(atLeast).toBeGreaterThan(0);
    const readme = join(PROJECT_ROOT, 'suites', name, 'known-bad', variant, 'README.md');
    expect(existsSync(readme)).toBe(true);
    expect(readFileSync(readme, 'utf8')).toMatch(/What must be found/);
  });

  test('leave the good stack as it is', () => {
    for (const [, , , { stack }] of VARIANTS) manifestsOf(stack);
    for (const { good, before } of STACKS) expect(manifestsOf(good)).toBe(before);
  });
});
