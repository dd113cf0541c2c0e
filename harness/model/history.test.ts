import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FRAME_HEAD, MAGIC_BYTES } from './frame.ts';
import { HistoryReader, readHistory } from './history-reader.ts';
import { HistoryWriter } from './history-writer.ts';
import type { HistoryHeader, Operation } from './operation.ts';

const header: HistoryHeader = {
  format: 'holdfast-history',
  version: 3,
  run: 'r',
  stack: 's',
  scenario: 'c',
  seed: 7,
  originWall: '2026-11-21T12:00:00.000Z',
};
const payload = { sha256: '0123456789abcdef'.repeat(4), size: 3 };
const operations: Operation[] = [
  { process: 1, type: 'invoke', f: 'add', key: 'a', value: payload, time: 1.5 },
  { process: 1, type: 'ok', f: 'add', key: 'a', time: 2.25 },
  { process: 2, type: 'invoke', f: 'add', key: 'ü', value: { sha256: 'y', size: 4 }, time: 3 },
  { process: 2, type: 'info', f: 'add', key: 'ü', time: 4, error: 'connection\nlost' },
];

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-history-'));
  path = join(folder, 'history.hfh');
});
afterEach(() => rm(folder, { recursive: true }));

/** Writes the operations, each with a write of its own, and says where each of their frames ends. */
async function written(all: readonly Operation[] = operations): Promise<{ whole: Buffer; ends: number[] }> {
  const writer = await HistoryWriter.create(path, header);
  const ends: number[] = [];
  for (const operation of all) {
    ends.push((await readFile(path)).length);
    await writer.append(operation);
  }
  await writer.close();
  const whole = await readFile(path);
  return { whole, ends: [...ends, whole.length] };
}

describe('a history', () => {
  test('is read as it was written', async () => {
    await written();
    expect(await readHistory(path)).toEqual({ header, operations, torn: false });
  });

  test('is read operation by operation', async () => {
    await written();
    const reader = await HistoryReader.open(path);
    const keys: string[] = [];
    for await (const operation of reader) keys.push(operation.key);
    expect(reader.header).toEqual(header);
    expect(keys).toEqual(['a', 'a', 'ü', 'ü']);
    expect(reader.torn).toBe(false);
  });

  test('has a record in it when its promise settles, and writes together what arrives before a write', async () => {
    const writer = await HistoryWriter.create(path, header);
    const seen = operations.map(async (operation) => {
      await writer.append(operation);
      return (await readHistory(path)).operations.some(
        ({ key, type }) => key === operation.key && type === operation.type,
      );
    });
    expect(await Promise.all(seen)).toEqual([true, true, true, true]);
    await writer.close();
    const { whole } = await written().catch(() => ({ whole: Buffer.alloc(0) }));
    expect(whole.length).toBe(0); // it is never written over another one
    const apart = join(folder, 'apart');
    path = apart;
    // One frame for all four that came before the write: three heads less than of four writes.
    expect((await written()).whole.length).toBe(
      (await readFile(join(folder, 'history.hfh'))).length + 3 * FRAME_HEAD,
    );
  });

  test('has times to the microsecond', async () => {
    await written([{ process: 1, type: 'invoke', f: 'add', key: 'a', time: 1234.567891 }]);
    expect((await readHistory(path)).operations[0]?.time).toBe(1234.568);
  });

  test('goes on after a value that cannot be written', async () => {
    const writer = await HistoryWriter.create(path, header);
    const endless: unknown[] = [];
    endless.push(endless);
    const [first, second] = operations as [Operation, Operation];
    await writer.append(first);
    await expect(writer.append({ ...first, process: 9, value: endless })).rejects.toThrow(/circular/);
    await writer.append(second);
    await writer.close();
    expect((await readHistory(path)).operations).toEqual([first, second]);
  });

  test('that was cut off anywhere keeps every whole record and says that it is torn', async () => {
    const { whole, ends } = await written();
    for (let size = ends[0] ?? 0; size < whole.length; size++) {
      await writeFile(path, whole.subarray(0, size));
      const history = await readHistory(path);
      const kept = ends.findLastIndex((end) => end <= size);
      expect(history.operations).toEqual(operations.slice(0, kept));
      expect(history.torn).toBe(!ends.includes(size));
    }
  });

  test('that ends before its header does is none', async () => {
    const { whole, ends } = await written();
    for (const size of [0, 3, MAGIC_BYTES, MAGIC_BYTES + 4, (ends[0] ?? 0) - 1]) {
      await writeFile(path, whole.subarray(0, size));
      await expect(readHistory(path)).rejects.toThrow(
        `${path} is no history: it ends before its header does.`,
      );
    }
  });

  test('with a byte changed anywhere is refused, naming file and byte', async () => {
    const { whole, ends } = await written();
    for (let at = MAGIC_BYTES; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ (1 + (at % 255));
      await writeFile(path, changed);
      const frame = [MAGIC_BYTES, ...ends].findLast((end) => end <= at) ?? 0;
      await expect(readHistory(path)).rejects.toThrow(`${path} is broken at byte ${String(frame)}: `);
    }
  });

  test('is refused for what follows it and is no frame, naming file and byte', async () => {
    const { whole } = await written();
    await appendFile(path, 'and more');
    await expect(readHistory(path)).rejects.toThrow(
      `${path} is broken at byte ${String(whole.length)}: no frame begins there.`,
    );
  });

  test.each([
    ['another file', '{"format":"other","version":1}\n', /is no history: it does not begin as one/],
    ['text', 'half\n', /is no history: it does not begin as one/],
    [
      'a history of the version before',
      `{"format":"holdfast-history","version":2,"run":"r"}\n{"process":1}\n`,
      /history\.hfh is a history of version 2, and this Holdfast reads version 3; read it with the older Holdfast/,
    ],
  ])('is not %s', async (_what, text, message) => {
    await writeFile(path, text);
    await expect(readHistory(path)).rejects.toThrow(message);
  });

  test.each([
    [{ version: 4 }, /history\.hfh is a history of version 4, .* read it with the newer Holdfast/],
    [{ version: '2' }, /The header of .*history\.hfh has another shape at version/],
    [{ seed: 'seven' }, /The header of .*history\.hfh has another shape at seed/],
  ])('is not one with the header %j', async (changes, message) => {
    await (await HistoryWriter.create(path, { ...header, ...changes } as HistoryHeader)).close();
    await expect(readHistory(path)).rejects.toThrow(message);
  });

  test('that is not there is an error that names it', async () => {
    await expect(readHistory(path)).rejects.toThrow(`${path} cannot be read`);
    await expect(readHistory(folder)).rejects.toThrow(`${folder} cannot be read`);
  });

  test('longer than what is read at once is read whole, and so is one record of that length', async () => {
    const writer = await HistoryWriter.create(path, header);
    const many = Array.from({ length: 60_000 }, (_, i): Operation => ({
      ...{ process: i, type: 'info', f: 'add', key: `é${String(i)}`, time: i },
      ...(i === 777 ? { error: 'long '.repeat(600_000) } : { error: `number ${String(i)} of many` }),
    }));
    await Promise.all(many.map((operation) => writer.append(operation)));
    await writer.close();
    expect((await readHistory(path)).operations).toEqual(many);
  });
});
