import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HistoryReader, readHistory } from './history-reader.ts';
import { HistoryWriter } from './history-writer.ts';
import type { HistoryHeader, Operation } from './operation.ts';

const header: HistoryHeader = {
  format: 'holdfast-history',
  version: 2,
  run: 'r',
  stack: 's',
  scenario: 'c',
  seed: 7,
  originWall: '2026-11-21T12:00:00.000Z',
};
const operations: Operation[] = [
  { process: 1, type: 'invoke', f: 'add', key: 'a', value: { sha256: 'x', size: 3 }, time: 1.5 },
  { process: 1, type: 'ok', f: 'add', key: 'a', time: 2.25 },
  { process: 2, type: 'invoke', f: 'add', key: 'ü', value: { sha256: 'y', size: 4 }, time: 3 },
  { process: 2, type: 'info', f: 'add', key: 'ü', time: 4, error: 'connection\nlost' },
];

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-history-'));
  path = join(folder, 'history.ndjson');
});
afterEach(() => rm(folder, { recursive: true }));

async function written(): Promise<Buffer> {
  const writer = await HistoryWriter.create(path, header);
  await Promise.all(operations.map((operation) => writer.append(operation)));
  await writer.close();
  return readFile(path);
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

  test('that was cut off anywhere keeps every whole record and says that it is torn', async () => {
    const whole = await written();
    const headerEnd = whole.indexOf('\n') + 1;
    for (let size = headerEnd; size < whole.length; size++) {
      const kept = whole.subarray(0, size);
      await writeFile(path, kept);
      const lines = kept.toString('latin1').split('\n').length - 2;
      const history = await readHistory(path);
      expect(history.operations).toEqual(operations.slice(0, lines));
      expect(history.torn).toBe(kept.at(-1) !== 0x0a);
    }
  });

  test('that ends before its header does is none', async () => {
    const whole = await written();
    for (const size of [0, 10, whole.indexOf('\n')]) {
      await writeFile(path, whole.subarray(0, size));
      await expect(readHistory(path)).rejects.toThrow(`${path} is no history`);
    }
  });

  test.each([
    ['that is not JSON', '{"process":1,\n', /history\.ndjson line 6 is not JSON/],
    [
      'of another shape',
      '{"process":1,"type":"maybe"}\n',
      /history\.ndjson line 6 has another shape at type/,
    ],
  ])('with a whole line %s is refused, naming file and line', async (_what, line, message) => {
    await written();
    await appendFile(path, line);
    await expect(readHistory(path)).rejects.toThrow(message);
  });

  test('of another format is refused', async () => {
    await writeFile(path, '{"format":"other","version":1}\n');
    await expect(readHistory(path)).rejects.toThrow(/line 1 has another shape at format/);
  });

  test('that is not there is an error that names it', async () => {
    await expect(readHistory(path)).rejects.toThrow(`${path} cannot be read`);
  });

  test('longer than a chunk of the file is read whole', async () => {
    const writer = await HistoryWriter.create(path, header);
    const many = Array.from({ length: 9000 }, (_, i): Operation => ({
      process: i,
      type: 'invoke',
      f: 'add',
      key: `é${String(i)}`,
      time: i,
    }));
    await Promise.all(many.map((operation) => writer.append(operation)));
    await writer.close();
    expect((await readHistory(path)).operations).toEqual(many);
  });
});
