import { describe, expect, test } from '@jest/globals';
import { ByteReader, keyOf } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { digestInto, digestText } from './digest.ts';
import { NameWriter } from './name-writer.ts';

function readerOf(bytes: Buffer | readonly number[]): ByteReader {
  const reader = new ByteReader();
  reader.bytes = Buffer.from(bytes);
  return reader;
}

describe('bytes that are appended to', () => {
  test.each<[string, (out: ByteWriter) => void, number[]]>([
    [
      'single bytes',
      (out) => {
        for (const byte of [1, 2, 3]) out.byte(byte);
      },
      [1, 2, 3],
    ],
    [
      'a text',
      (out) => {
        out.text('abcdef', 6);
      },
      [97, 98, 99, 100, 101, 102],
    ],
    [
      'a text of other letters',
      (out) => {
        out.text('é', 2);
      },
      [0xc3, 0xa9],
    ],
    [
      'other bytes',
      (out) => {
        out.append(Buffer.alloc(100, 7));
      },
      Array<number>(100).fill(7),
    ],
    [
      'a number of two bytes',
      (out) => {
        out.varint(300);
      },
      [0xac, 2],
    ],
    [
      'a fraction',
      (out) => {
        out.double(0.5);
      },
      [0, 0, 0, 0, 0, 0, 0xe0, 0x3f],
    ],
    [
      'what the caller fills in',
      (out) => {
        const { bytes, at } = out.space(9);
        bytes.fill(5, at, at + 9);
      },
      Array<number>(9).fill(5),
    ],
  ])('find their room: %s', (_what, write, bytes) => {
    const out = new ByteWriter(1);
    out.byte(255);
    write(out);
    expect([...out.view()]).toEqual([255, ...bytes]);
  });

  test('are given twice the room where it does not do, and none where it does', () => {
    const out = new ByteWriter(8);
    expect(out.space(8).bytes.length).toBe(8);
    expect(out.space(1).bytes.length).toBe(16);
    expect(out.space(100).bytes.length).toBe(109);
  });

  test('are told with the place where a caller may fill them in', () => {
    const out = new ByteWriter();
    out.byte(1);
    expect(out.space(3).at).toBe(1);
    expect(out.length).toBe(4);
    out.clear();
    expect(out.view()).toHaveLength(0);
  });
});

describe('bytes that are read', () => {
  test('hold no more than eight for a number, whatever they say', () => {
    const reader = readerOf(Array<number>(12).fill(0xff));
    reader.varint();
    expect(reader.at).toBe(8);
  });

  test('end a number with the first of them that says so', () => {
    const reader = readerOf([0xff, 0xff, 0xff, 0xff, 0x7f, 9]);
    expect(reader.varint()).toBe(2 ** 35 - 1);
    expect(reader.varint()).toBe(9);
  });

  test('are zeros beyond their end', () => {
    const reader = readerOf([1, 2, 3]);
    expect(reader.double()).toBe(0);
    expect(reader.at).toBe(8);
    expect([reader.byte(), reader.varint()]).toEqual([0, 0]);
  });

  test('hold no key before one was read', () => {
    const { prefix, number } = readerOf([]);
    expect(keyOf(prefix, number)).toBe('');
  });
});

describe('names', () => {
  /** Writes keys; what is defined goes to the names. */
  function writerOf(names: string[]): NameWriter {
    return new NameWriter((write) => {
      const definition = new ByteWriter();
      write(definition);
      names.push(readerOf(definition.view()).name());
    });
  }

  test('and keys are read as one another', () => {
    const names: string[] = [];
    const out = new ByteWriter();
    const writer = writerOf(names);
    const keys = ['k1', 'k2', 'k3', 'x', 'x', 'x'];
    for (const key of keys) writer.key(out, key);
    const reader = new ByteReader(names);
    reader.bytes = out.view();
    for (const key of keys) expect(reader.name()).toBe(key);
    reader.at = 0;
    for (const key of keys) {
      reader.key();
      expect(keyOf(reader.prefix, reader.number)).toBe(key);
    }
    expect(names).toEqual(['k', 'x']);
  });

  test('are forgotten where they occurred once, and many others after them', () => {
    const names: string[] = [];
    const writer = writerOf(names);
    const out = new ByteWriter();
    writer.name(out, 'often');
    for (let i = 0; i < 5000; i++) writer.name(out, `${String(i)}-once`);
    writer.name(out, 'often');
    expect(names).toEqual([]);
    writer.name(out, 'often');
    expect(names).toEqual(['often']);
    out.clear();
    writer.name(out, 'often');
    expect([...out.view()]).toEqual([0]);
  });

  test('are defined no more than so many', () => {
    let defined = 0;
    const writer = new NameWriter(() => (defined += 1));
    const out = new ByteWriter();
    for (let i = 0; i < 65_540; i++) {
      const name = i.toString(36);
      out.clear();
      writer.name(out, name);
      writer.name(out, name);
    }
    expect(defined).toBe(65_536);
  });
});

describe('digests', () => {
  const digits = '00ff09af'.repeat(8);

  test.each([0, 1, 62, 63])('have no other digit, in whatever place: %i', (place) => {
    for (const other of ['g', 'F', '/', ':', '`', ' ', 'é', '€']) {
      const wrong = digits.slice(0, place) + other + digits.slice(place + 1);
      expect([other, digestInto(wrong, new Uint8Array(32), 0)]).toEqual([other, false]);
    }
  });

  test('have every digit there is', () => {
    const all = '0123456789abcdef'.repeat(4);
    const bytes = new Uint8Array(33);
    expect(digestInto(all, bytes, 1)).toBe(true);
    expect([...bytes.subarray(0, 10)]).toEqual([0, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x01]);
    expect(digestText(bytes, 1)).toBe(all);
  });
});
