import { expect, test } from '@jest/globals';
import { isCompressed } from './compact-archive.ts';

test('tells compressed layers from plain ones by their first bytes', () => {
  expect(isCompressed(Uint8Array.of(0x1f, 0x8b, 8, 0))).toBe(true);
  expect(isCompressed(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd))).toBe(true);
  expect(isCompressed(Uint8Array.of(0x2e, 0x2f, 0, 0))).toBe(false);
  expect(isCompressed(new Uint8Array())).toBe(false);
});
