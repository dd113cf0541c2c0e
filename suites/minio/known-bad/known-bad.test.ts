import { expect, test } from '@jest/globals';
import { knownBadNames } from '../../../harness/engine/registry.ts';

test('the known-bad variants of MinIO are all there', () => {
  expect(knownBadNames('minio')).toEqual([
    'empty-dir',
    'ignored-complete',
    'shared-claim',
    'tagged-afterwards',
  ]);
});
