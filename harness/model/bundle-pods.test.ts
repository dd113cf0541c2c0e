import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPodSightings } from './bundle-pods.ts';
import type { PodSighting } from './incarnation.ts';

const sighting = (ordinal: number): PodSighting => ({
  ...{ time: 1, type: 'ADDED', pod: `db-${String(ordinal)}`, uid: 'u', ordinal, phase: 'Pending' },
  ...{ ready: false, terminating: false, node: null, revision: null, containerId: null },
});
const line = (ordinal: number): string => `${JSON.stringify(sighting(ordinal))}\n`;

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-pods-'));
  path = join(folder, 'pods.ndjson');
});
afterEach(() => rm(folder, { recursive: true }));

describe('what a watch saw of pods', () => {
  test('is read in its order', async () => {
    await writeFile(path, line(1) + line(0));
    expect(await readPodSightings(path)).toEqual([sighting(1), sighting(0)]);
  });

  test('may have been nothing', async () => {
    await writeFile(path, '');
    expect(await readPodSightings(path)).toEqual([]);
  });

  test('loses a last line that was cut off, even where it happens to be whole', async () => {
    await writeFile(path, line(0) + line(1).trimEnd());
    expect(await readPodSightings(path)).toEqual([sighting(0)]);
    await writeFile(path, `${line(0)}{"time":`);
    expect(await readPodSightings(path)).toEqual([sighting(0)]);
  });

  test('is read whole, however long it is', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => i);
    await writeFile(path, lines.map(line).join(''));
    expect(await readPodSightings(path)).toEqual(lines.map(sighting));
  });

  test('cannot be read where there is no file, which is named', async () => {
    const refused = await readPodSightings(path).catch((error: unknown) => error);
    expect((refused as Error).message).toMatch(`${path} cannot be read: ENOENT`);
    expect((refused as Error).cause).toMatchObject({ code: 'ENOENT' });
  });

  test('cannot be read where another line is broken, which is named', async () => {
    await writeFile(path, `${line(0)}{"time":1}\n${line(1)}`);
    await expect(readPodSightings(path)).rejects.toThrow(`${path} line 2 has another shape at type: `);
  });
});
