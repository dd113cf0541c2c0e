import { expect, test } from '@jest/globals';
import { knownBadNames } from '../../../harness/engine/registry.ts';

test('the known-bad variants of MinIO are all there', () => {
  expect(knownBadNames('minio')).toEqual([
    'deleted-again',
    'empty-dir',
    'ignored-complete',
    'shared-claim',
    'tagged-afterwards',
  ]);
});
