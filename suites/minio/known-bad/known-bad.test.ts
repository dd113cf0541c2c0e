import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { knownBadNames, loadKnownBad } from '../../../harness/engine/registry.ts';
import type { KnownBad } from '../../../harness/scenario/known-bad.ts';
import type { ManifestParameters, Stack } from '../../../harness/stack/stack.ts';
import { stack } from '../stack.ts';
import { changed } from '../../../harness/scenario/changed.ts';

const NAMES = knownBadNames('minio');
const parameters: ManifestParameters = {
  ...{ namespace: 'here', password: 'of-this-test-only', members: 4 },
  images: { minio: 'minio:test' },
};
const variants = new Map(
  await Promise.all(
    NAMES.map(async (name): Promise<[string, KnownBad]> => [name, await loadKnownBad('minio', name)]),
  ),
);
const manifestsOf = (one: Stack): string => JSON.stringify(one.manifests(parameters));

describe('the known-bad variants of MinIO', () => {
  test('are all there', () => {
    expect(NAMES).toEqual(['empty-dir', 'ignored-complete', 'shared-claim', 'tagged-afterwards']);
  });

  test.each(NAMES)('%s differs from the good stack, also where it is mended', (name) => {
    const bad = variants.get(name);
    if (bad === undefined) throw new Error(`${name} was not loaded`);
    const differ = (one: Stack, other: Stack): boolean =>
      manifestsOf(one) !== manifestsOf(other) || one.workload !== other.workload;
    expect(differ(bad.stack, stack)).toBe(true);
    if (bad.mended !== undefined) expect(differ(bad.mended, bad.stack)).toBe(true);
  });

  test.each(NAMES)('%s says what has to be found, and its README does too', (name) => {
    const { expects } = variants.get(name) ?? {};
    expect(expects?.verdict).toBe('fail');
    expect(expects?.reasons.length).toBeGreaterThan(0);
    for (const { atLeast } of expects?.reasons ?? []) expect(atLeast).toBeGreaterThan(0);
    const readme = new URL(`${name}/README.md`, import.meta.url);
    expect(existsSync(readme)).toBe(true);
    expect(readFileSync(readme, 'utf8')).toMatch(/What must be found/);
  });

  test('leave the good stack as it is', () => {
    const before = manifestsOf(stack);
    const after = changed(stack.manifests(parameters), {
      statefulSet: (spec) => {
        spec.template.spec.volumes = [];
      },
    });
    expect(JSON.stringify(after)).not.toBe(before);
    expect(manifestsOf(stack)).toBe(before);
    expect(() => changed([], {})).toThrow('no StatefulSet');
  });
});
