import { expect, test } from '@jest/globals';
import { has, means } from './load-onto-nodes.ts';

const LISTING = `REF TYPE DIGEST SIZE PLATFORMS LABELS
registry.example/holdfast/postgres:0123 application/x sha256:ff 160 MiB linux/amd64 holdfast.dev/image-id=sha256:aa
registry.example/library/redis:8 application/x sha256:ee 90 MiB linux/amd64 holdfast.dev/image-id=sha256:bb`;

test('an image is there only under its name and with its id', () => {
  expect(has(LISTING, { reference: 'holdfast/postgres:0123', id: 'sha256:aa' })).toBe(true);
  expect(has(LISTING, { reference: 'redis:8', id: 'sha256:bb' })).toBe(true);
  expect(has(LISTING, { reference: 'redis:8', id: 'sha256:aa' })).toBe(false);
  expect(has(LISTING, { reference: 'postgres:9999', id: 'sha256:aa' })).toBe(false);
});

test('a short name means the full one, and a full name itself', () => {
  expect(means('registry.example/library/redis:8', 'redis:8')).toBe(true);
  expect(means('registry.example/library/redis:8', 'registry.example/library/redis:8')).toBe(true);
  expect(means('registry.example/library/keyredis:8', 'redis:8')).toBe(false);
});
