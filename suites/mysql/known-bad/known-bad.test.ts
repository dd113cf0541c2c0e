import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { knownBadNames, loadKnownBad } from '../../../harness/engine/registry.ts';
import type { KubeObject } from '../../../harness/kube/objects.ts';
import type { KnownBad } from '../../../harness/scenario/known-bad.ts';
import type { ManifestParameters, Stack } from '../../../harness/stack/stack.ts';
import { stack } from '../stack.ts';
import { changed, replaced } from '../../../harness/scenario/changed.ts';

const NAMES = knownBadNames('mysql');
const parameters: ManifestParameters = {
  ...{ namespace: 'here', password: 'of-this-test-only', members: 3 },
  images: { mysql: 'mysql:test' },
};
const variants = new Map(
  await Promise.all(
    NAMES.map(async (name): Promise<[string, KnownBad]> => [name, await loadKnownBad('mysql', name)]),
  ),
);
const text = (objects: KubeObject[]): string => JSON.stringify(objects);
const manifestsOf = (one: Stack): string => text(one.manifests(parameters));

describe('the known-bad variants of MySQL', () => {
  test('are all there', () => {
    expect(NAMES).toEqual(['empty-dir', 'ignored-commit-error', 'promoted-replica']);
  });

  test.each(NAMES)('%s differs from the good stack, also where it is mended', (name) => {
    const bad = variants.get(name);
    if (bad === undefined) throw new Error(`${name} was not loaded`);
    expect(manifestsOf(bad.stack) !== manifestsOf(stack) || bad.stack.workload !== stack.workload).toBe(true);
    if (bad.mended !== undefined) expect(manifestsOf(bad.mended)).not.toBe(manifestsOf(bad.stack));
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

  test('a promoted replica has commits wait for a follower only where it is mended', () => {
    const bad = variants.get('promoted-replica');
    if (bad?.mended === undefined) throw new Error('promoted-replica brings no mended stack');
    const waits = /rpl_semi_sync_source_enabled = ON/;
    expect(manifestsOf(bad.stack)).not.toMatch(waits);
    expect(manifestsOf(bad.mended)).toMatch(waits);
  });
});

describe('a change of the good stack', () => {
  test('leaves the good stack as it is', () => {
    const before = manifestsOf(stack);
    const after = changed(stack.manifests(parameters), {
      statefulSet: (spec) => {
        delete spec.volumeClaimTemplates;
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
    expect(() => replaced(undefined, 'two', '2')).toThrow('"two" is there 0 times');
  });
});
