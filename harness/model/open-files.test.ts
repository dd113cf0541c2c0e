import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { closeSync, openSync, readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readReadBack, ReadBackReader, ReadBackWriter } from './bundle-read-back.ts';
import { ReadBackFile } from './bundle-read-back-file.ts';
import { MAGIC } from './frame.ts';
import { headOf } from './frame-writer.ts';
import { HistoryFile } from './history-file.ts';
import { HistoryReader, readHistory } from './history-reader.ts';
import { HistoryWriter } from './history-writer.ts';
import type { HistoryHeader, Operation } from './operation.ts';
import type { ReadBackHeader } from './read-back.ts';

const HISTORY: HistoryHeader = {
  ...{ format: 'holdfast-history', version: 3, run: 'r', stack: 's', scenario: 'c', seed: 7 },
  originWall: '2026-11-21T12:00:00.000Z',
};
const READ_BACK: ReadBackHeader = {
  ...{ format: 'holdfast-read-back', version: 3, member: 'db-1', role: 'follower', startedAt: 12 },
  barrier: { wanted: '0', reached: true, saw: '0' },
};
const OPERATION: Operation = { process: 1, type: 'invoke', f: 'add', key: 'a', time: 1.5 };

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-open-'));
  path = join(folder, 'file');
});
afterEach(() => rm(folder, { recursive: true }));

/** The descriptors under which the file is open in this process. */
function descriptors(): number[] {
  return readdirSync('/proc/self/fd')
    .map(Number)
    .filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${String(fd)}`) === path;
      } catch {
        return false; // what listed the folder has ended
      }
    });
}

async function history(...operations: readonly Operation[]): Promise<void> {
  const writer = await HistoryWriter.create(path, HISTORY);
  await Promise.all(operations.map((operation) => writer.append(operation)));
  await writer.close();
}

describe('a history that was written or read', () => {
  test('is left open by nobody', async () => {
    await history(OPERATION);
    expect(descriptors()).toEqual([]);
    await HistoryFile.find(path);
    expect(descriptors()).toEqual([]);
    await (await HistoryFile.find(path)).each(() => undefined);
    expect(descriptors()).toEqual([]);
    await readHistory(path);
    expect(descriptors()).toEqual([]);
    await (await HistoryReader.open(path)).close();
    expect(descriptors()).toEqual([]);
  });

  test('is left open by nobody who gives up', async () => {
    await history(OPERATION);
    const given = new Error('given up');
    const each = (await HistoryReader.open(path)).each(() => {
      throw given;
    });
    await expect(each).rejects.toBe(given);
    expect(descriptors()).toEqual([]);
    for await (const _operation of await HistoryReader.open(path)) break;
    expect(descriptors()).toEqual([]);
    await rm(path);
    await writeFile(path, 'none');
    await expect(HistoryReader.open(path)).rejects.toThrow('is no history');
    expect(descriptors()).toEqual([]);
  });

  test('has what was appended before it was closed', async () => {
    const writer = await HistoryWriter.create(path, HISTORY);
    const appended = writer.append(OPERATION);
    await writer.close();
    await appended;
    expect((await readHistory(path)).operations).toEqual([OPERATION]);
  });

  test('has nothing in it where nothing could be written', async () => {
    const writer = await HistoryWriter.create(path, HISTORY);
    const endless: unknown[] = [];
    endless.push(endless);
    await expect(writer.append({ ...OPERATION, value: endless })).rejects.toThrow(/circular/);
    await writer.close();
    expect(await readFile(path)).toEqual(headOf(MAGIC.history, HISTORY));
  });

  test('is at its end where the disk is full, for this record and all that follow', async () => {
    const writer = await HistoryWriter.create(path, HISTORY);
    const [fd = -1] = descriptors();
    // Under the same number there is now a disk that is full.
    closeSync(fd);
    const others: number[] = [];
    for (let got = openSync('/dev/full', 'w'); got !== fd; got = openSync('/dev/full', 'w')) others.push(got);
    for (const other of others) closeSync(other);
    const both = await Promise.allSettled([writer.append(OPERATION), writer.append(OPERATION)]);
    const [first, second] = both.map((one) =>
      one.status === 'rejected' ? (one.reason as unknown) : undefined,
    );
    expect(first).toMatchObject({ code: 'ENOSPC', syscall: 'write' });
    expect(second).toBe(first);
    await expect(writer.append(OPERATION)).rejects.toBe(first);
    await writer.close();
  });
});

describe('a read-back that was written or read', () => {
  test('is left open by nobody', async () => {
    await (await ReadBackWriter.create(path, READ_BACK)).close({ end: 'complete' });
    expect(descriptors()).toEqual([]);
    expect(await readReadBack(path)).toEqual({
      ...{ header: READ_BACK, elements: [], footer: { end: 'complete', elements: 0 } },
    });
    expect(descriptors()).toEqual([]);
    await (await ReadBackFile.find(path)).each(() => undefined);
    expect(descriptors()).toEqual([]);
    await (await ReadBackReader.open(path)).close();
    expect(descriptors()).toEqual([]);
  });

  test('is left open by nobody who gives up', async () => {
    const writer = await ReadBackWriter.create(path, READ_BACK);
    await writer.element({ of: 'counter', key: 'c', value: 1 });
    await writer.abandon();
    expect(descriptors()).toEqual([]);
    const given = new Error('given up');
    const each = (await ReadBackReader.open(path)).each(() => {
      throw given;
    });
    await expect(each).rejects.toBe(given);
    expect(descriptors()).toEqual([]);
  });

  test('has its elements in the file as soon as they are many', async () => {
    const writer = await ReadBackWriter.create(path, READ_BACK);
    const element = { of: 'element', key: 'k', sha256: 'a'.repeat(64), stored: 'a'.repeat(64) } as const;
    const before = (await readFile(path)).length;
    for (let i = 0; i < 1500; i++) await writer.element(element);
    expect((await readFile(path)).length).toBe(before);
    for (let i = 0; i < 500; i++) await writer.element(element);
    expect((await readFile(path)).length).toBeGreaterThan(before + (1 << 16));
    await writer.close({ end: 'complete' });
    expect((await readReadBack(path)).elements).toHaveLength(2000);
  });
});
