import { describe, expect, test } from '@jest/globals';
import { knownBadNames } from '../../../harness/engine/registry.ts';
import type { Stack } from '../../../harness/stack/stack.ts';
import { stack } from '../stack.ts';
import { knownBad as persistenceOff } from './persistence-off/known-bad.ts';

const manifestsOf = (one: Stack): string =>
  JSON.stringify(
    one.manifests({
      ...{ namespace: 'here', password: 'of-this-test-only', members: 3 },
      images: { rabbitmq: 'rabbitmq:test' },
    }),
  );

describe('the known-bad variants of RabbitMQ', () => {
  test('are all there', () => {
    expect(knownBadNames('rabbitmq')).toEqual(['no-confirms', 'persistence-off', 'transient-messages']);
  });

  test('persistence that is off has no claim, and the good stack keeps its own', () => {
    const off = manifestsOf(persistenceOff.stack);
    expect(off).toContain('"name":"data","emptyDir"');
    expect(off).not.toContain('volumeClaimTemplates');
    expect(manifestsOf(stack)).toContain('volumeClaimTemplates');
  });
});
