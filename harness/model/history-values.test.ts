import { describe, expect, test } from '@jest/globals';
import { crc32 as nativeCrc32 } from 'node:zlib';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter, MOST } from './byte-writer.ts';
import { crc32 } from './crc.ts';
import { DamagedRecord } from './damaged-record.ts';
import { digestInto, digestText } from './digest.ts';
import { HistoryDecoder } from './history-decoder.ts';
import { NameWriter } from './name-writer.ts';
import { readDocument } from './value-reader.ts';

describe('numbers in a history', () => {
  const edges = [
    0,
    1,
    63,
    64,
    127,
    128,
    2 ** 14,
    2 ** 21 - 1,
    2 ** 28 - 1,
    2 ** 28,
    2 ** 30,
    2 ** 31,
    2 ** 35,
    MOST,
  ];

  test('are read as they were written', () => {
    const out = new ByteWriter(1);
    for (const n of edges) {
      out.varint(n);
      out.signed(n);
      out.signed(-n);
      out.double(n / 3);
    }
    const reader = new ByteReader();
    reader.bytes = out.view();
    for (const n of edges) {
      expect(reader.varint()).toBe(n);
      expect(reader.signed()).toBe(n);
      expect(reader.signed() + 0).toBe(-n + 0);
      expect(reader.double()).toBe(n / 3);
    }
    expect(reader.at).toBe(out.length);
  });

  test('take a byte for every seven bits', () => {
    const out = new ByteWriter();
    out.varint(127);
    expect(out.length).toBe(1);
    out.varint(128);
    expect(out.length).toBe(3);
  });
});

describe('names in a history', () => {
  /** What is written of some keys, one after the other, and how many of them were defined. */
  function written(keys: readonly string[]): { bytes: Buffer; names: string[] } {
    const names: string[] = [];
    const out = new ByteWriter();
    const writer = new NameWriter((write) => {
      const definition = new ByteWriter();
      write(definition);
      const reader = new ByteReader();
      reader.bytes = definition.view();
      names.push(reader.name());
    });
    for (const key of keys) writer.key(out, key);
    return { bytes: out.view(), names };
  }

  test('are defined when they occur for the second time, prefixes apart from their numbers', () => {
    expect(written(['k1']).names).toEqual([]);
    expect(written(['k1', 'k2', 'k3', 'k04', 'x', 'k05', 'x']).names).toEqual(['k', 'k0', 'x']);
  });

  test('are never defined where they are long', () => {
    expect(written(['y'.repeat(65), 'y'.repeat(65)]).names).toEqual([]);
    expect(written(['y'.repeat(64), 'y'.repeat(64)]).names).toEqual(['y'.repeat(64)]);
  });

  test('stay bounded in memory, and readable, however many there are', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `${i.toString(36)}-once`);
    const { bytes, names } = written(['often', ...keys, 'often', 'often']);
    expect(names).toEqual(['often']); // after so many others it occurs for the first time again
    const reader = new ByteReader(names);
    reader.bytes = bytes;
    for (const key of ['often', ...keys, 'often', 'often']) expect(reader.name()).toBe(key);
  });
});

describe('what is no record', () => {
  const decode = (...bytes: number[]): (() => void) => {
    const record = Buffer.from(bytes);
    return () => {
      new HistoryDecoder().decode(record, 0, record.length, () => undefined);
    };
  };

  test.each<[string, number[], RegExp]>([
    ['a kind that there is not', [7], /no record of kind 7/],
    ['a completion that leaves out what nobody invoked', [0b1001, 2, 2], /a completion has no invocation/],
    ['a name that was not defined', [0, 2, 2, 4 * 5], /name 5 was never defined/],
    ['a record that is cut off', [4, 4 * 9 + 2, 97], /goes on beyond its end/],
    ['JSON of another shape', [5, 2, 0x7b, 0x7d], /a record has another shape at process/],
    ['no JSON', [5, 2, 0x7b, 0x7b], /a record is no JSON/],
  ])('is told: %s', (_what, bytes, sentence) => {
    expect(decode(...bytes)).toThrow(DamagedRecord);
    expect(decode(...bytes)).toThrow(sentence);
  });

  test.each<[string, number[], RegExp]>([
    ['a value of no kind', [99], /no value of kind 99/],
    ['a list longer than the bytes there are', [6, 100], /a value of 100 parts is cut off/],
  ])('is told: %s', (_what, bytes, sentence) => {
    const reader = new ByteReader();
    reader.bytes = Buffer.from(bytes);
    expect(() => readDocument(reader)).toThrow(sentence);
  });
});

describe('sums and digests', () => {
  test('the sum of some bytes is that of zlib, however many they are', () => {
    const bytes = Buffer.from(Array.from({ length: 600 }, (_, i) => (i * 97 + (i >> 3)) % 256));
    for (let length = 0; length < 320; length++) {
      expect(crc32(bytes, 3, 3 + length) >>> 0).toBe(nativeCrc32(bytes.subarray(3, 3 + length)));
    }
  });

  test('a SHA-256 is 64 digits in lower case, and nothing else', () => {
    const digits = '00ff09af'.repeat(8);
    const bytes = new Uint8Array(40);
    expect(digestInto(digits, bytes, 5)).toBe(true);
    expect(digestText(bytes, 5)).toBe(digits);
    for (const other of [
      '',
      digits.slice(1),
      `${digits}0`,
      digits.toUpperCase(),
      `g${digits.slice(1)}`,
      `é${digits.slice(1)}`,
    ]) {
      expect(digestInto(other, bytes, 0)).toBe(false);
    }
  });
});
