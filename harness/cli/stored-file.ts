import { z } from 'zod';
import { FrameReader } from '../model/frame-reader.ts';
import { MAGIC, MAGIC_BYTES } from '../model/frame.ts';

/** What a file of frames, or one of their forerunners, says that it is. */
const headSchema = z.object({ format: z.string(), version: z.number() });
export type StoredHead = z.infer<typeof headSchema>;

/** Versions before the third began with a line of JSON, which is no longer than this. */
const LONGEST_LINE = 1 << 14;

/**
 * Reads of which format and version a file is, whether or not this Holdfast can read it.
 * @returns undefined where it does not say, being something else or cut off.
 * @throws HoldfastError that names the file, where it cannot be read.
 */
export async function storedHead(path: string): Promise<StoredHead | undefined> {
  const frames = await FrameReader.open(path);
  try {
    const begins = await frames.first(MAGIC_BYTES);
    const ofFrames = Object.values(MAGIC).some((magic) => magic.equals(begins));
    return headIn(ofFrames ? await firstFrame(frames) : await firstLine(frames, begins));
  } finally {
    await frames.close();
  }
}

async function firstFrame(frames: FrameReader): Promise<string> {
  const is = await frames.next().catch(() => false); // whoever reads it says what is broken
  return is ? frames.bytes.toString('utf8', frames.from, frames.to) : '';
}

async function firstLine(frames: FrameReader, begins: Buffer): Promise<string> {
  const [line = ''] = Buffer.concat([begins, await frames.first(LONGEST_LINE)])
    .toString()
    .split('\n', 1);
  return line;
}

function headIn(text: string): StoredHead | undefined {
  try {
    return headSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
