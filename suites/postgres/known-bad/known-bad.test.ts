import { expect, test } from '@jest/globals';
import { knownBadNames } from '../../../harness/engine/registry.ts';

test('the known-bad variants of PostgreSQL are all there', () => {
  expect(knownBadNames('postgres')).toEqual([
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
