import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecords } from './dump-records.ts';
import { storedHead } from './stored-file.ts';

const SHA256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** The example of docs/bundle.md, header included: a file that is no longer read as this is another version's. */
const HISTORY = `
  894846480d0a1a0a
  257f000000d675bda0${Buffer.from(
    '{"format":"holdfast-history","version":3,"run":"r","stack":"s","scenario":"c","seed":7,"originWall":"2026-11-21T12:00:00.000Z"}',
  ).toString('hex')}
  762c000000a69e159e
    40 00 b817 0e616464 0a6b31 ${SHA256} 04
  1248000000a1e0fd7d
    09 00 c413
    20 02 f403 26696e6372656d656e74 0e632d37 1264622d30
    1b 02 e05d 2674696d6564206f7574
    04 0e616464
    04 066b
    c0 00 d00f 00 0502 0f 0603 04000000000000f83f 00 050503`;

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-stored-'));
  file = join(folder, 'file');
});
afterEach(() => rm(folder, { recursive: true }));

describe('a history of version 3', () => {
  test('is read as docs/bundle.md says', async () => {
    await writeFile(file, Buffer.from(HISTORY.replace(/\s/g, ''), 'hex'));
    const { values, torn } = await openRecords(file);
    const records: unknown[] = [];
    for await (const value of values) records.push(value);
    expect(torn()).toBeUndefined();
    const timedOut = { process: 1, f: 'increment', key: 'c-7', member: 'db-0' };
    expect(records).toEqual([
      {
        ...{ format: 'holdfast-history', version: 3, run: 'r', stack: 's', scenario: 'c', seed: 7 },
        originWall: '2026-11-21T12:00:00.000Z',
      },
      { process: 0, type: 'invoke', f: 'add', key: 'k1', value: { sha256: SHA256, size: 4 }, time: 1.5 },
      { process: 0, type: 'ok', f: 'add', key: 'k1', time: 2.75 },
      { ...timedOut, type: 'invoke', time: 3 },
      { ...timedOut, type: 'info', time: 9, error: 'timed out' },
      { process: 0, type: 'invoke', f: 'add', key: 'k2', value: [1.5, null, 'k3'], time: 10 },
    ]);
  });
});

describe('storedHead', () => {
  test('tells format and version, of files of frames and of their forerunners', async () => {
    await writeFile(file, Buffer.from(HISTORY.replace(/\s/g, ''), 'hex'));
    expect(await storedHead(file)).toEqual({ format: 'holdfast-history', version: 3 });
    await writeFile(file, '{"format":"holdfast-read-back","version":1,"member":"db-0"}\n{"of":"element"}\n');
    expect(await storedHead(file)).toEqual({ format: 'holdfast-read-back', version: 1 });
  });

  test.each([
    ['', ''],
    ['short', 'abc'],
    ['no JSON', 'a long enough line of text\n'],
    ['JSON of something else', '{"format": 1}\n[1, 2, 3]\n'],
  ])('tells nothing of a file that does not say: %s', async (_what, content) => {
    await writeFile(file, content);
    expect(await storedHead(file)).toBeUndefined();
  });

  test('tells nothing of a header that was cut off or changed', async () => {
    const bytes = Buffer.from(HISTORY.replace(/\s/g, ''), 'hex');
    await writeFile(file, bytes);
    await truncate(file, 60);
    expect(await storedHead(file)).toBeUndefined();
    bytes[40] = 0;
    await writeFile(file, bytes);
    expect(await storedHead(file)).toBeUndefined();
  });

  test('names a file that cannot be read', async () => {
    await expect(storedHead(join(folder, 'nowhere'))).rejects.toThrow(/nowhere cannot be read: /);
  });
});
