import { describe, expect, test } from '@jest/globals';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter, MOST } from './byte-writer.ts';
import { NameWriter } from './name-writer.ts';
import { readDocument } from './value-reader.ts';
import { asJson, isPayload, isWhole, writeDocument } from './value-writer.ts';

const SHA = '0123456789abcdef'.repeat(4);
const BYTES = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef];
const DIGEST = [...BYTES, ...BYTES, ...BYTES, ...BYTES];

/** A value as a document. */
function written(value: unknown): Buffer {
  const out = new ByteWriter();
  writeDocument(out, new NameWriter(() => undefined), value);
  return out.view();
}

function read(bytes: Buffer | readonly number[]): unknown {
  const reader = new ByteReader();
  reader.bytes = Buffer.from(bytes);
  const value = readDocument(reader);
  expect(reader.at).toBe(reader.bytes.length);
  return value;
}

describe('a payload', () => {
  test('is a SHA-256 and a size, and nothing else', () => {
    expect(isPayload({ sha256: SHA, size: 0 })).toBe(true);
    expect(isPayload({ sha256: SHA, size: 5 })).toBe(true);
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['no object', SHA],
    ['not there', undefined],
    ['of another order', { size: 5, sha256: SHA }],
    ['without a size', { sha256: SHA }],
    ['of something else first', { sha1: SHA, size: 5 }],
    ['of something else after it', { sha256: SHA, length: 5 }],
    ['of more than that', { sha256: SHA, size: 5, more: 1 }],
    [
      'of something else as JSON',
      Object.assign(Object.create({ toJSON: () => 1 }), { sha256: SHA, size: 5 }),
    ],
    ['of a list of one', { sha256: [SHA], size: 5 }],
    ['less than nothing', { sha256: SHA, size: -1 }],
    ['half a byte', { sha256: SHA, size: 0.5 }],
    ['a size in words', { sha256: SHA, size: '5' }],
    ['of other digits', { sha256: SHA.toUpperCase(), size: 5 }],
    ['of more digits before it', { sha256: `0${SHA}`, size: 5 }],
    ['of more digits after it', { sha256: `${SHA}0`, size: 5 }],
    ['of one digit', { sha256: '0', size: 5 }],
    ['of no digits', { sha256: 'g'.repeat(64), size: 5 }],
  ])('is not %s', (_what, value) => {
    expect(isPayload(value)).toBe(false);
  });
});

describe('a whole number', () => {
  test.each([0, -0, 1, -1, MOST, -MOST])('is %d', (value) => {
    expect(isWhole(value)).toBe(true);
  });

  test.each([0.5, MOST + 1, -MOST - 1, Infinity, NaN, '1', null, undefined])('is not %p', (value) => {
    expect(isWhole(value)).toBe(false);
  });
});

describe('what JSON makes of a value', () => {
  test('is what reading it gives, and nothing where JSON leaves it out', () => {
    expect(asJson({ a: -0, b: undefined, c: [undefined] })).toEqual({ a: 0, c: [null] });
    expect(asJson(() => 1)).toBeUndefined();
    expect(asJson(undefined)).toBeUndefined();
  });
});

describe('a document', () => {
  // Bundles outlive the version that wrote them: these bytes are the format.
  test.each<[string, unknown, number[]]>([
    ['nothing', null, [0]],
    ['no', false, [1]],
    ['yes', true, [2]],
    ['a whole number', -3, [3, 5]],
    ['a fraction', 0.5, [4, 0, 0, 0, 0, 0, 0, 0xe0, 0x3f]],
    ['a text', 'k1', [5, 2 * 4 + 2, 107, 49]],
    ['half a pair', '\ud800', [5, 8 * 4 + 3, ...Buffer.from('"\\ud800"')]],
    ['a list', [null, [true]], [6, 2, 0, 6, 1, 2]],
    ['an object', { a: 1 }, [7, 1, 6, 97, 3, 2]],
    ['a payload', { sha256: SHA, size: 200 }, [8, ...DIGEST, 0xc8, 1]],
    ['a payload in a list', [{ sha256: SHA, size: 0 }], [6, 1, 8, ...DIGEST, 0]],
  ])('has these bytes, and is read from them: %s', (_what, value, bytes) => {
    expect([...written(value)]).toEqual(bytes);
    expect(read(bytes)).toEqual(value);
  });

  test('has its own parts, whatever they are called', () => {
    const value = JSON.parse('{"__proto__":{"a":1},"toString":2}') as object;
    const back = read(written(value)) as object;
    expect(Object.getOwnPropertyDescriptors(back)).toEqual(Object.getOwnPropertyDescriptors(value));
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
  });

  test('is cut off where it says that it has more parts than bytes are left', () => {
    expect(() => read([6, 3, 0, 0])).toThrow('a value of 3 parts is cut off');
    expect(read([6, 2, 0, 0])).toEqual([null, null]);
    expect(() => read([7, 1])).toThrow('a value of 1 parts is cut off');
  });
});
