import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { knownBadNames, loadKnownBad } from '../../../harness/engine/registry.ts';
import type { KubeObject } from '../../../harness/kube/objects.ts';
import type { KnownBad } from '../../../harness/scenario/known-bad.ts';
import type { ManifestParameters, Stack } from '../../../harness/stack/stack.ts';
import { stack } from '../stack.ts';

const NAMES = knownBadNames('rabbitmq');
const parameters: ManifestParameters = {
  ...{ namespace: 'here', password: 'of-this-test-only', members: 3 },
  images: { rabbitmq: 'rabbitmq:test' },
};
const variants = new Map(
  await Promise.all(
    NAMES.map(async (name): Promise<[string, KnownBad]> => [name, await loadKnownBad('rabbitmq', name)]),
  ),
);
const text = (objects: KubeObject[]): string => JSON.stringify(objects);
const manifestsOf = (one: Stack): string => text(one.manifests(parameters));

describe('the known-bad variants of RabbitMQ', () => {
  test('are all there', () => {
    expect(NAMES).toEqual(['no-confirms', 'persistence-off', 'transient-messages']);
  });

  test.each(NAMES)('%s differs from the good stack', (name) => {
    const bad = variants.get(name);
    if (bad === undefined) throw new Error(`${name} was not loaded`);
    const differs = manifestsOf(bad.stack) !== manifestsOf(stack) || bad.stack.workload !== stack.workload;
    expect(differs).toBe(true);
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

  test('persistence that is off has no claim, and the good stack keeps its own', () => {
    const off = variants.get('persistence-off')?.stack;
    if (off === undefined) throw new Error('persistence-off was not loaded');
    expect(manifestsOf(off)).toContain('"name":"data","emptyDir"');
    expect(manifestsOf(off)).not.toContain('volumeClaimTemplates');
    expect(manifestsOf(stack)).toContain('volumeClaimTemplates');
  });
});
