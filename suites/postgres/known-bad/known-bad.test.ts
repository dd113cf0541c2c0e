import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { knownBadNames, loadKnownBad } from '../../../harness/engine/registry.ts';
import type { KubeObject } from '../../../harness/kube/objects.ts';
import type { KnownBad } from '../../../harness/scenario/known-bad.ts';
import type { ManifestParameters, Stack } from '../../../harness/stack/stack.ts';
import { stack } from '../stack.ts';
import { changed, replaced } from '../../../harness/scenario/changed.ts';

const NAMES = knownBadNames('postgres');
const parameters: ManifestParameters = {
  ...{ namespace: 'here', password: 'of-this-test-only', members: 3 },
  images: { postgres: 'postgres:test' },
};
const variants = new Map(
  await Promise.all(
    NAMES.map(async (name): Promise<[string, KnownBad]> => [name, await loadKnownBad('postgres', name)]),
  ),
);
const text = (objects: KubeObject[]): string => JSON.stringify(objects);
const manifestsOf = (one: Stack): string => text(one.manifests(parameters));

describe('the known-bad variants of PostgreSQL', () => {
  test('are all there', () => {
    expect(NAMES).toEqual([
      'claims-deleted-on-scale-down',
      'deployment',
      'discarding-trigger',
      'early-acknowledgement',
      'empty-dir',
      'fault-not-carried-out',
      'lying-readiness',
      'pgdata-outside-mount',
      'promoted-replica',
      'restored-copy',
      'shared-claim',
      'wiping-pre-stop',
      'wrong-service-name',
    ]);
  });

  test.each(NAMES)('%s differs from the good stack, also where it is mended', (name) => {
    const bad = variants.get(name);
    if (bad === undefined) throw new Error(`${name} was not loaded`);
    const differs = manifestsOf(bad.stack) !== manifestsOf(stack) || bad.stack.workload !== stack.workload;
    expect(differs || bad.faults !== undefined).toBe(true);
    if (bad.mended !== undefined) expect(manifestsOf(bad.mended)).not.toBe(manifestsOf(bad.stack));
  });

  test.each(NAMES)('%s says what has to be found, and its README does too', (name) => {
    const { expects } = variants.get(name) ?? {};
    expect(expects?.verdict).not.toBe('pass');
    expect(expects?.reasons.length).toBeGreaterThan(0);
    for (const { atLeast } of expects?.reasons ?? []) expect(atLeast).toBeGreaterThan(0);
    const readme = new URL(`${name}/README.md`, import.meta.url);
    expect(existsSync(readme)).toBe(true);
    expect(readFileSync(readme, 'utf8')).toMatch(/What must be found/);
  });
});

describe('a change of the good stack', () => {
  test('leaves the good stack as it is', () => {
    const before = manifestsOf(stack);
    const after = changed(stack.manifests(parameters), {
      statefulSet: (spec) => {
        spec.replicas = 7;
      },
      scripts: (scripts) => {
        scripts['prepare-member.sh'] = '';
      },
    });
    expect(text(after)).not.toBe(before);
    expect(manifestsOf(stack)).toBe(before);
  });

  test('is refused where the good stack has moved on', () => {
    expect(replaced('one two three', 'two', '2')).toBe('one 2 three');
    expect(() => replaced('one two two', 'two', '2')).toThrow('"two" is there 2 times');
    expect(() => replaced('one', 'two', '2')).toThrow('"two" is there 0 times');
    expect(() => replaced(undefined, 'two', '2')).toThrow('"two" is there 0 times');
  });
});
