import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFile, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readReadBack, ReadBackReader, ReadBackWriter } from './bundle-read-back.ts';
import { ReadBackEncoder } from './bundle-read-back-encoder.ts';
import { MAGIC, MAGIC_BYTES } from './frame.ts';
import { FrameWriter, headOf } from './frame-writer.ts';
import type { Element, ReadBackFooter, ReadBackHeader } from './read-back.ts';

const header: ReadBackHeader = {
  format: 'holdfast-read-back',
  version: 3,
  member: 'db-1',
  role: 'follower',
  startedAt: 12,
  barrier: { wanted: '0/10', reached: true, saw: '0/20' },
};
const sha = (digit: string): string => digit.repeat(64);
const element = (n: number): Element => ({
  of: 'element',
  key: `k${String(n)}`,
  sha256: sha('a'),
  stored: sha('a'),
});
const many = Array.from({ length: 2000 }, (_, n) => element(n));

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-read-back-'));
  path = join(folder, 'db-1.hfr');
});
afterEach(() => rm(folder, { recursive: true }));

async function write(elements: readonly Element[] = many): Promise<ReadBackWriter> {
  const writer = await ReadBackWriter.create(path, header);
  for (const one of elements) await writer.element(one);
  return writer;
}

/** A file with these records in one frame, right or wrong. */
async function forge(elements: readonly unknown[], ...footers: unknown[]): Promise<void> {
  const frames = new FrameWriter();
  frames.begin();
  const encoder = new ReadBackEncoder(frames.out);
  for (const one of elements) encoder.element(one as Element);
  for (const one of footers) encoder.footer(one as ReadBackFooter);
  await writeFile(path, Buffer.concat([headOf(MAGIC.readBack, header), frames.take()]));
}

describe('a read-back', () => {
  test('is read as it was written, with the number of its elements', async () => {
    await (await write()).close({ end: 'complete', detail: 'in one snapshot' });
    expect(await readReadBack(path)).toEqual({
      header,
      elements: many,
      footer: { end: 'complete', elements: 2000, detail: 'in one snapshot' },
    });
  });

  test('holds whatever a member can hold', async () => {
    const elements: Element[] = [
      { of: 'element', key: 'k1', sha256: sha('a'), stored: sha('b') },
      { of: 'element', key: 'é-007', sha256: 'none', stored: sha('b') },
      { of: 'element', key: '', sha256: sha('A'), stored: '' },
      { of: 'counter', key: 'c1', value: -5 },
      { of: 'counter', key: 'c1', value: Number.MAX_SAFE_INTEGER },
      { of: 'account', key: 'a', balance: 12 },
      { of: 'group', key: 'g7', rows: 3 },
      { of: 'list', key: 'l', values: [1, -1, 2 ** 40] },
      { of: 'message', key: 'm1', queue: 'q', sha256: sha('c'), size: 4, redelivered: false },
      { of: 'object', key: 'o', listed: true, versions: [{ latest: true, deleteMarker: true }] },
    ];
    await (await write(elements)).close({ end: 'unreachable', detail: 'it went away' });
    expect((await readReadBack(path)).elements).toEqual(elements);
  });

  test('takes 37 bytes for an element of a set, its key and digest included', async () => {
    await (await write()).close({ end: 'complete' });
    const bytes = (await readFile(path)).length - headOf(MAGIC.readBack, header).length;
    expect(bytes / many.length).toBeLessThan(37);
  });

  test('of a member that holds nothing is whole', async () => {
    await (await write([])).close({ end: 'complete' });
    const footer: ReadBackFooter = { end: 'complete', elements: 0 };
    expect(await readReadBack(path)).toEqual({ header, elements: [], footer });
  });

  test('is left open by nobody, neither written nor read', async () => {
    const open = async (): Promise<number> => {
      const links = (await readdir('/proc/self/fd')).map((fd) =>
        readlink(`/proc/self/fd/${fd}`).catch(() => ''),
      );
      return (await Promise.all(links)).filter((link) => link === path).length;
    };
    const writer = await write([element(1)]);
    expect(await open()).toBe(1);
    await writer.close({ end: 'complete' });
    expect(await open()).toBe(0);
    await (await ReadBackReader.open(path)).each(() => undefined);
    expect(await open()).toBe(0);
  });

  test('is in its file before it is at its end, where it is long', async () => {
    const before = headOf(MAGIC.readBack, header).length;
    const writer = await write(many.slice(0, 1500));
    expect((await readFile(path)).length).toBe(before);
    for (const one of many.slice(0, 500)) await writer.element(one);
    expect((await readFile(path)).length).toBeGreaterThan(before + (1 << 16));
    await writer.close({ end: 'complete' });
  });

  test('that was given up has no footer, and keeps what was read', async () => {
    await (await write()).abandon();
    expect(await readReadBack(path)).toEqual({ header, elements: many, footer: undefined });
  });

  test('that was cut off anywhere has no footer, and keeps what is whole', async () => {
    await (await write()).close({ end: 'complete' });
    const whole = await readFile(path);
    const begins = headOf(MAGIC.readBack, header).length;
    let before = 0;
    for (let size = begins; size < whole.length; size += 997) {
      await writeFile(path, whole.subarray(0, size));
      const torn = await readReadBack(path);
      expect(torn.footer).toBeUndefined();
      expect(torn.elements).toEqual(many.slice(0, torn.elements.length));
      expect(torn.elements.length).toBeGreaterThanOrEqual(before);
      before = torn.elements.length;
    }
    expect(before).toBeGreaterThan(1000);
  });

  test('is never written over another one', async () => {
    await (await write([])).close({ end: 'complete' });
    await expect(ReadBackWriter.create(path, header)).rejects.toThrow(/EEXIST/);
  });

  test('whose footer counts other elements is refused', async () => {
    await forge(many.slice(0, 2), { end: 'complete', elements: 3 });
    await expect(readReadBack(path)).rejects.toThrow(/holds 2 elements, and its footer counts 3/);
  });

  test.each<[string, unknown[], unknown[], RegExp]>([
    [
      'of a kind that there is not',
      [{ of: 'unicorn', key: 'u' }],
      [],
      /is broken at byte \d+: a record has another shape/,
    ],
    [
      'of another shape',
      [{ of: 'account', key: 'a' }],
      [],
      /is broken at byte \d+: a record has another shape/,
    ],
    [
      'after the footer',
      [],
      [0, 0].map(() => ({ end: 'complete', elements: 0 })),
      /a record follows the footer/,
    ],
    ['that is no footer', [], [{ end: 'soon' }], /is broken at byte \d+: a record has another shape/],
  ])('with a record %s is refused, naming file and byte', async (_what, elements, footers, sentence) => {
    await forge(elements, ...footers);
    await expect(readReadBack(path)).rejects.toThrow(sentence);
  });

  test('with a byte changed anywhere is refused, naming file and byte', async () => {
    await (await write(many.slice(0, 3))).close({ end: 'complete' });
    const whole = await readFile(path);
    for (let at = MAGIC_BYTES; at < whole.length; at += 3) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      await writeFile(path, changed);
      await expect(readReadBack(path)).rejects.toThrow(/db-1\.hfr is broken at byte \d+: /);
    }
  });

  test('without its header, or of another version, is none', async () => {
    await writeFile(path, '{"format"');
    await expect(readReadBack(path)).rejects.toThrow(/is no read-back/);
    await writeFile(path, headOf(MAGIC.readBack, header).subarray(0, 50));
    await expect(readReadBack(path)).rejects.toThrow(/is no read-back: it ends before its header does/);
    await writeFile(path, headOf(MAGIC.history, header));
    await expect(readReadBack(path)).rejects.toThrow(/is no read-back: it does not begin as one/);
    await writeFile(path, `${JSON.stringify({ ...header, version: 2 })}\n`);
    await appendFile(path, '{"of":"counter"}\n');
    await expect(readReadBack(path)).rejects.toThrow(
      /is a read-back of version 2, and this Holdfast reads version 3/,
    );
  });
});
