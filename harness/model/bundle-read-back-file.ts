import { ReadBackReader } from './bundle-read-back.ts';
import type { Element, ReadBackFooter, ReadBackHeader } from './read-back.ts';

/** A member's read-back where it lies: it is never in memory as a whole. */
export class ReadBackFile {
  readonly path: string;
  readonly header: ReadBackHeader;

  private constructor(path: string, header: ReadBackHeader) {
    this.path = path;
    this.header = header;
  }

  /** @throws HoldfastError as ReadBackReader does. */
  static async find(path: string): Promise<ReadBackFile> {
    const reader = await ReadBackReader.open(path);
    await reader.close();
    return new ReadBackFile(path, reader.header);
  }

  /**
   * Shows every element, those of a set each valid until the next one.
   * @param verify as of FrameReader.
   * @returns how it ended; undefined: it was cut off.
   * @throws HoldfastError as ReadBackReader does.
   */
  async each(show: (element: Element) => void, verify = true): Promise<ReadBackFooter | undefined> {
    const reader = await ReadBackReader.open(this.path, verify);
    await reader.each(show);
    return reader.footer;
  }
}
