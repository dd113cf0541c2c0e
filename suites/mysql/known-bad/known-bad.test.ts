import { describe, expect, test } from '@jest/globals';
import { knownBadNames } from '../../../harness/engine/registry.ts';
import type { Stack } from '../../../harness/stack/stack.ts';
import { knownBad as promotedReplica } from './promoted-replica/known-bad.ts';

const manifestsOf = (stack: Stack | undefined): string =>
  JSON.stringify(
    stack?.manifests({
      ...{ namespace: 'here', password: 'of-this-test-only', members: 3 },
      images: { mysql: 'mysql:test' },
    }),
  );

describe('the known-bad variants of MySQL', () => {
  test('are all there', () => {
    expect(knownBadNames('mysql')).toEqual(['empty-dir', 'ignored-commit-error', 'promoted-replica']);
  });

  test('a promoted replica has commits wait for a follower only where it is mended', () => {
    const waits = /rpl_semi_sync_source_enabled = ON/;
    expect(manifestsOf(promotedReplica.stack)).not.toMatch(waits);
    expect(manifestsOf(promotedReplica.mended)).toMatch(waits);
  });
});
