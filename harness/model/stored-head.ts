import { z } from 'zod';
import { HoldfastError } from '../core/errors.ts';
import { parseAs } from './bundle-json.ts';
import { MAGIC_BYTES } from './frame.ts';
import { FrameReader } from './frame-reader.ts';

/** What a file of frames says at its beginning. */
export interface StoredKind<T> {
  /** In a sentence, with its article: `a history`. */
  what: string;
  format: string;
  version: number;
  magic: Buffer;
  schema: z.ZodType<T>;
}

/** Versions before the third began with a line of JSON, which is no longer than this. */
const LONGEST_LINE = 1 << 14;

const headSchema = z.looseObject({ format: z.string(), version: z.number() });

/**
 * Opens a file of frames and reads its header.
 * @param verify as of FrameReader.
 * @throws HoldfastError naming the file, where it cannot be read, is something else, or is of another version.
 */
export async function openStored<T>(
  path: string,
  kind: StoredKind<T>,
  verify = true,
): Promise<{ frames: FrameReader; header: T }> {
  const frames = await FrameReader.open(path, verify);
  try {
    return { frames, header: await readHeader(frames, kind) };
  } catch (error) {
    await frames.close();
    throw error;
  }
}

async function readHeader<T>(frames: FrameReader, kind: StoredKind<T>): Promise<T> {
  const { path } = frames;
  const begins = await frames.first(MAGIC_BYTES);
  const isNone = `${path} is no ${kind.what.replace(/^an? /, '')}`;
  const cut = (): HoldfastError => new HoldfastError(`${isNone}: it ends before its header does.`);
  if (!begins.equals(kind.magic)) {
    if (kind.magic.subarray(0, begins.length).equals(begins)) throw cut();
    requireVersion(path, kind, Buffer.concat([begins, await frames.first(LONGEST_LINE)]).toString());
    throw new HoldfastError(`${isNone}: it does not begin as one.`);
  }
  if (!(await frames.next())) throw cut();
  const text = frames.bytes.toString('utf8', frames.from, frames.to);
  requireVersion(path, kind, text);
  return parseAs(text, kind.schema, `The header of ${path}`);
}

/** @throws HoldfastError for a header of this format and another version; anything else is left to others. */
function requireVersion<T>(path: string, { what, format, version }: StoredKind<T>, text: string): void {
  const head = headIn(String(text.split('\n', 1)[0]));
  if (head?.format !== format || head.version === version) return;
  const other = head.version < version ? 'older' : 'newer';
  throw new HoldfastError(
    `${path} is ${what} of version ${String(head.version)}, and this Holdfast reads version ${String(version)}; ` +
      `read it with the ${other} Holdfast that wrote it.`,
  );
}

function headIn(line: string): z.infer<typeof headSchema> | undefined {
  try {
    return headSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
