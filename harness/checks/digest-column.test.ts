import { describe, expect, test } from '@jest/globals';
import { DigestColumn } from './digest-column.ts';

const DIGEST = Array.from({ length: 32 }, (_, i) => (17 * i + 3) % 256);
const textOf = (digest: readonly number[]): string => Buffer.from(digest).toString('hex');

describe('a column of digests', () => {
  test.each([...DIGEST.keys()])('tells digests apart by their byte %s', (at) => {
    const column = new DigestColumn();
    column.set(5, textOf(DIGEST));
    expect(column.is(5, textOf(DIGEST))).toBe(true);
    expect(column.is(5, textOf(DIGEST.with(at, 255)))).toBe(false);
    expect(column.is(5, textOf(DIGEST.with(at, 0)))).toBe(false);
  });

  test('keeps each in its slot, the last of a piece too', () => {
    const column = new DigestColumn();
    const slots = [16_384, 16_383, 16_382, 1, 0];
    slots.forEach((slot) => {
      column.set(slot, textOf(DIGEST.with(0, slot % 256)));
    });
    for (const slot of slots) expect(column.is(slot, textOf(DIGEST.with(0, slot % 256)))).toBe(true);
  });

  test('keeps the last that was set, digest or not', () => {
    const column = new DigestColumn();
    column.set(3, textOf(DIGEST));
    column.set(3, 'none');
    expect([column.is(3, textOf(DIGEST)), column.is(3, 'none'), column.is(3, 'other')]).toEqual([
      ...[false, true, false],
    ]);
    column.set(3, textOf(DIGEST));
    expect([column.is(3, textOf(DIGEST)), column.is(3, 'none')]).toEqual([true, false]);
    column.set(4, 'none');
    expect([column.is(3, textOf(DIGEST)), column.is(4, textOf(DIGEST))]).toEqual([true, false]);
  });

  test('holds nothing where nothing was set', () => {
    const column = new DigestColumn();
    expect([column.is(0, textOf(DIGEST)), column.is(70_000, textOf(DIGEST)), column.is(0, 'none')]).toEqual([
      ...[false, false, false],
    ]);
  });

  test('reads digests where they lie', () => {
    const column = new DigestColumn();
    const bytes = Uint8Array.from([9, 9, ...DIGEST, 7]);
    column.setBytes(2, bytes, 2);
    expect(column.is(2, textOf(DIGEST))).toBe(true);
    expect([column.isBytes(2, bytes, 2), column.isBytes(2, bytes, 1)]).toEqual([true, false]);
  });
});
