import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readReadBack, ReadBackWriter } from './bundle-read-back.ts';
import type { ReadBackHeader } from './read-back.ts';

const header: ReadBackHeader = {
  format: 'holdfast-read-back',
  version: 2,
  member: 'db-1',
  role: 'follower',
  startedAt: 12,
  barrier: { wanted: '0/10', reached: true, saw: '0/20' },
};
const element = (n: number) => ({
  of: 'element' as const,
  key: `k${String(n)}`,
  sha256: 'a'.repeat(64),
  stored: 'a'.repeat(64),
});
const many = Array.from({ length: 2000 }, (_, n) => element(n));

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-read-back-'));
  path = join(folder, 'db-1.ndjson');
});
afterEach(() => rm(folder, { recursive: true }));

async function write(elements = many): Promise<ReadBackWriter> {
  const writer = await ReadBackWriter.create(path, header);
  for (const one of elements) await writer.element(one);
  return writer;
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

  test('that was given up has no footer, and keeps what was read', async () => {
    await (await write()).abandon();
    expect(await readReadBack(path)).toEqual({ header, elements: many, footer: undefined });
  });

  test('that was cut off anywhere has no footer', async () => {
    await (await write(many.slice(0, 2))).close({ end: 'complete' });
    const whole = await readFile(path);
    for (let size = whole.indexOf('\n') + 1; size < whole.length; size++) {
      await writeFile(path, whole.subarray(0, size));
      const lines = whole.subarray(0, size).toString().split('\n').length - 2;
      const torn = await readReadBack(path);
      expect(torn.footer).toBeUndefined();
      expect(torn.elements).toEqual(many.slice(0, lines));
    }
  });

  test('is never written over another one', async () => {
    await (await write([])).close({ end: 'complete' });
    await expect(ReadBackWriter.create(path, header)).rejects.toThrow(/EEXIST/);
  });

  test('whose footer counts other elements is refused', async () => {
    await (await write(many.slice(0, 3))).close({ end: 'complete' });
    const lines = (await readFile(path, 'utf8')).split('\n');
    lines.splice(2, 1);
    await writeFile(path, lines.join('\n'));
    await expect(readReadBack(path)).rejects.toThrow(/holds 2 elements, and its footer counts 3/);
  });

  test('with a broken line, a line after its footer, or no header is refused, naming file and line', async () => {
    await (await write(many.slice(0, 3))).close({ end: 'complete' });
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"k1"', '12'));
    await expect(readReadBack(path)).rejects.toThrow(/db-1\.ndjson line 3 has another shape/);
    await writeFile(path, `${text}${JSON.stringify(element(9))}\n`);
    await expect(readReadBack(path)).rejects.toThrow(/db-1\.ndjson line 6 follows the footer/);
    await writeFile(path, '{"format"');
    await expect(readReadBack(path)).rejects.toThrow(/is no read-back/);
  });
});
