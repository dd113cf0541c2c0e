import { createReadStream } from 'node:fs';
import { HoldfastError, sentenceOf } from '../core/errors.ts';

/** A line of a file that is appended to. */
export interface Line {
  text: string;
  /** Counted from 1. */
  number: number;
}

/**
 * The lines of a file, one after the other, without holding the file in memory. A last line without its line feed is
 * none: the write was cut off. Even where such a line happens to parse, the write that held it had not returned, so
 * nobody may have relied on it.
 * @throws HoldfastError that names the file.
 */
export async function* linesOf(path: string): AsyncGenerator<Line, void, undefined> {
  let rest = '';
  let number = 0;
  try {
    const chunks: AsyncIterable<string> = createReadStream(path, {
      encoding: 'utf8',
      highWaterMark: 1 << 18,
    });
    for await (const chunk of chunks) {
      const pieces = chunk.split('\n');
      pieces[0] = rest + String(pieces[0]);
      rest = String(pieces.pop());
      for (const text of pieces) yield { text, number: ++number };
    }
  } catch (error) {
    throw new HoldfastError(`${path} cannot be read: ${sentenceOf(error)}`, { cause: error });
  }
}

/** How a line is named in an error. */
export function placeOf(path: string, line: Line): string {
  return `${path} line ${String(line.number)}`;
}
