import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from './crc.ts';
import { checkOf, FRAME_HEAD } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { FrameWriter } from './frame-writer.ts';
import { openFile, PieceReader } from './piece-reader.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-frames-'));
  path = join(folder, 'frames');
});
afterEach(() => rm(folder, { recursive: true }));

/** Bytes of a length, other ones for each frame. */
const payloadOf = (length: number, nth: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8) + nth) & 255));

function framed(payload: Buffer): Buffer {
  const writer = new FrameWriter();
  writer.begin();
  writer.out.append(payload);
  return writer.take();
}

/** The payloads that are read of a file. */
async function readAll(reader: FrameReader): Promise<Buffer[]> {
  const found: Buffer[] = [];
  try {
    await reader.each(() => found.push(Buffer.from(reader.bytes.subarray(reader.from, reader.to))));
  } finally {
    await reader.close();
  }
  return found;
}

describe('frames that are written', () => {
  test('are a check byte, the length, the sum and the payload', () => {
    const payload = payloadOf(300, 1);
    const bytes = framed(payload);
    expect(bytes[0]).toBe(checkOf(300));
    expect(bytes.readUInt32LE(1)).toBe(300);
    expect(bytes.readInt32LE(5)).toBe(crc32(payload, 0, 300));
    expect(bytes.subarray(FRAME_HEAD)).toEqual(payload);
  });

  test('are taken away whole, and once', () => {
    const writer = new FrameWriter();
    expect(writer.take()).toHaveLength(0);
    writer.begin();
    writer.out.byte(1);
    expect(writer.take()).toHaveLength(FRAME_HEAD + 1);
    expect(writer.take()).toHaveLength(0);
  });

  test('begin anew with the record after 64 KiB, head included', async () => {
    const writer = new FrameWriter();
    const full = (1 << 16) - FRAME_HEAD;
    const lengths = [full - 1, 1, full, 5, 6];
    lengths.forEach((length, nth) => {
      writer.begin();
      writer.out.append(payloadOf(length, nth));
    });
    await writeFile(path, writer.take());
    const read = await readAll(await FrameReader.open(path));
    expect(read.map(({ length }) => length)).toEqual([full, full, 11]);
    const parts = lengths.map(payloadOf);
    expect(Buffer.concat(read).equals(Buffer.concat(parts))).toBe(true);
  });
});

describe('frames that are read', () => {
  // What is read at once depends on how long the file is when it is opened: here it is short, and grows.
  test.each<[string, number[]]>([
    ['short ones', Array.from({ length: 60 }, (_, i) => 200 + i)],
    ['some that are longer than a piece', [10, 5000, 10, 20_000, 4096 - FRAME_HEAD, 10, 9000, 10]],
    ['many pieces in one', [100_000, 3]],
    ['empty ones', [0, 5, 0]],
  ])('are whole, however they lie in the pieces of the file: %s', async (_what, lengths) => {
    const payloads = lengths.map(payloadOf);
    const bytes = Buffer.concat(payloads.map(framed));
    await writeFile(path, bytes.subarray(0, 5));
    const reader = await FrameReader.open(path);
    await appendFile(path, bytes.subarray(5));
    const read = await readAll(reader);
    expect(read.map(({ length }) => length)).toEqual(lengths);
    expect(Buffer.concat(read).equals(Buffer.concat(payloads))).toBe(true);
    expect(reader.torn).toBe(false);
  });

  test('come one by one across the pieces of the file', async () => {
    const payloads = Array.from({ length: 20 }, (_, nth) => payloadOf(1000, nth));
    await writeFile(path, framed(payloadOf(1000, 0)));
    const grown = await FrameReader.open(path);
    await appendFile(path, Buffer.concat(payloads.slice(1).map(framed)));
    const buffers = new Set<Buffer>();
    for (const payload of payloads) {
      expect(await grown.next()).toBe(true);
      expect(grown.bytes.subarray(grown.from, grown.to).equals(payload)).toBe(true);
      buffers.add(grown.bytes);
    }
    expect(await grown.next()).toBe(false);
    await grown.close();
    // Two buffers by turns, as long as such a file needs them.
    expect([...buffers].map(({ length }) => length)).toEqual([8192, 8192]);
  });

  test('are whole in a file that is longer than what is read of it at once', async () => {
    const payloads = Array.from({ length: 60 }, (_, nth) => payloadOf(nth === 40 ? 300_000 : 90_000, nth));
    await writeFile(path, Buffer.concat(payloads.map(framed)));
    const read = await readAll(await FrameReader.open(path));
    expect(read.every((one, i) => payloads[i]?.equals(one) === true)).toBe(true);
    expect(read).toHaveLength(60);
  });

  test('come one after the other, with the place where each begins', async () => {
    await writeFile(
      path,
      Buffer.concat([Buffer.from('12345678'), ...[3, 4].map((n) => framed(payloadOf(n, n)))]),
    );
    const reader = await FrameReader.open(path);
    expect((await reader.first(8)).toString()).toBe('12345678');
    expect([await reader.next(), reader.offset, reader.to - reader.from]).toEqual([true, 8, 3]);
    expect([await reader.next(), reader.offset, reader.to - reader.from]).toEqual([true, 8 + 12, 4]);
    expect([await reader.next(), reader.torn]).toEqual([false, false]);
    await reader.close();
  });

  test('are torn where the last one was cut off, and not before that was seen', async () => {
    await writeFile(path, framed(payloadOf(10, 1)).subarray(0, -1));
    const reader = await FrameReader.open(path);
    expect(reader.torn).toBe(false);
    expect(await readAll(reader)).toEqual([]);
    expect(reader.torn).toBe(true);
  });

  test('are broken where something else was put in their place, and in what follows them', async () => {
    const [one, two] = [framed(payloadOf(10, 1)), framed(payloadOf(10, 2))];
    two[12] = (two[12] ?? 0) ^ 1;
    await writeFile(path, Buffer.concat([one, two]));
    const refused = readAll(await FrameReader.open(path));
    await expect(refused).rejects.toThrow(
      `${path} is broken at byte 19: what is there is not what was written.`,
    );
    // Five bytes are enough to tell that no frame begins with them; fewer may be the beginning of one.
    for (const [rest, broken] of [
      ['wrong', true],
      ['wron', false],
    ] as const) {
      await writeFile(path, Buffer.concat([one, Buffer.from(rest)]));
      const read = readAll(await FrameReader.open(path));
      if (broken) await expect(read).rejects.toThrow(`${path} is broken at byte 19: no frame begins there.`);
      else expect(await read).toHaveLength(1);
    }
  });

  test('are shown as they are where somebody else verifies them', async () => {
    const bytes = framed(payloadOf(20, 1));
    bytes[FRAME_HEAD] = (bytes[FRAME_HEAD] ?? 0) ^ 1;
    await writeFile(path, bytes);
    expect(await readAll(await FrameReader.open(path, false))).toEqual([bytes.subarray(FRAME_HEAD)]);
    await expect(readAll(await FrameReader.open(path))).rejects.toThrow(/is not what was written/);
  });

  test('are told broken with their cause, where there is one', async () => {
    await writeFile(path, '');
    const reader = await FrameReader.open(path);
    const cause = new Error('cause');
    expect(reader.broken('a', cause).cause).toBe(cause);
    expect(Object.hasOwn(reader.broken('a'), 'cause')).toBe(false);
    await reader.close();
  });

  test('cannot be read of a folder, which is named', async () => {
    await expect(readAll(await FrameReader.open(folder))).rejects.toThrow(`${folder} cannot be read: EISDIR`);
    await expect(FrameReader.open(path)).rejects.toThrow(`${path} cannot be read: ENOENT`);
  });
});

describe('a file that is read piece by piece', () => {
  test('is closed', async () => {
    await writeFile(path, 'x');
    const opened = await openFile(path);
    expect(opened.size).toBe(1);
    await new PieceReader(opened).close();
    expect(opened.file.fd).toBe(-1);
    expect(await readdir(folder)).toEqual(['frames']);
  });
});
