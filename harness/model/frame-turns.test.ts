import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FrameReader } from './frame-reader.ts';
import { FrameWriter } from './frame-writer.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-turns-'));
  path = join(folder, 'frames');
});
afterEach(() => rm(folder, { recursive: true }));

function framed(length: number): Buffer {
  const writer = new FrameWriter();
  writer.begin();
  writer.out.append(Buffer.alloc(length));
  return writer.take();
}

describe('whoever else has something to do while frames are read', () => {
  const now = performance.now.bind(performance);
  afterEach(() => {
    performance.now = now;
  });

  /** After which frames of a length others had their turn, where each takes so many milliseconds. */
  async function turns(length: number, count: number, ms: number): Promise<number[]> {
    await writeFile(path, Buffer.concat(Array.from({ length: count }, () => framed(length))));
    const reader = await FrameReader.open(path);
    let clock = 1_000_000;
    performance.now = () => clock;
    let ticks = 0;
    let going = true;
    const tick = (): void => {
      ticks += 1;
      if (going) setImmediate(tick);
    };
    setImmediate(tick);
    const seen: number[] = [];
    await reader.each(() => {
      seen.push(ticks);
      clock += ms;
    });
    going = false;
    await reader.close();
    return seen.flatMap((at, i) => (i > 0 && at > (seen[i - 1] ?? 0) ? [i] : []));
  }

  test.each<[string, number, number, number[]]>([
    ['after 64 KiB that took long enough', 1 << 15, 5, [2, 4]],
    ['only after so many bytes', (1 << 15) - 1, 50, [3]],
    ['only after so many milliseconds', 1 << 16, 3, [4]],
    ['never where nothing takes long', 1 << 16, 0, []],
  ])('has a turn %s', async (_when, length, ms, expected) => {
    expect(await turns(length, 6, ms)).toEqual(expected);
  });
});
