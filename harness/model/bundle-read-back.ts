import { open, type FileHandle } from 'node:fs/promises';
import { HoldfastError } from '../core/errors.ts';
import { ElementView, ReadBackDecoder } from './bundle-read-back-decoder.ts';
import { ReadBackEncoder } from './bundle-read-back-encoder.ts';
import { DamagedRecord } from './damaged-record.ts';
import { MAGIC } from './frame.ts';
import type { FrameReader } from './frame-reader.ts';
import { FrameWriter, headOf } from './frame-writer.ts';
import {
  readBackHeaderSchema,
  READ_BACK_VERSION,
  type Element,
  type ReadBack,
  type ReadBackFooter,
  type ReadBackHeader,
} from './read-back.ts';
import { openStored, type StoredKind } from './stored-head.ts';

const BATCH_BYTES = 1 << 16;

const KIND: StoredKind<ReadBackHeader> = {
  what: 'a read-back',
  format: 'holdfast-read-back',
  version: READ_BACK_VERSION,
  magic: MAGIC.readBack,
  schema: readBackHeaderSchema,
};

/**
 * Writes what one member holds: a header, its elements, a footer. Elements go out in batches; a file without its
 * footer was cut off. One call at a time: await each before the next.
 */
export class ReadBackWriter {
  readonly #file: FileHandle;
  readonly #frames = new FrameWriter();
  readonly #encoder = new ReadBackEncoder(this.#frames.out);
  #elements = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** @throws the file system's own error, e.g. EEXIST for a member that was read before. */
  static async create(path: string, header: ReadBackHeader): Promise<ReadBackWriter> {
    const file = await open(path, 'wx');
    await file.writeFile(headOf(MAGIC.readBack, header));
    return new ReadBackWriter(file);
  }

  /** Appends an element. @throws the write's own error. */
  async element(element: Element): Promise<void> {
    this.#frames.begin();
    this.#encoder.element(element);
    this.#elements += 1;
    if (this.#frames.out.length >= BATCH_BYTES) await this.#flush();
  }

  /** Ends the file with how the read-back ended; the number of elements is the writer's own count. */
  async close(footer: Omit<ReadBackFooter, 'elements'>): Promise<void> {
    try {
      this.#frames.begin();
      this.#encoder.footer({ ...footer, elements: this.#elements });
      await this.#flush();
    } finally {
      await this.#file.close();
    }
  }

  /** Closes the file without a footer: what is in it is no evidence of absence. */
  async abandon(): Promise<void> {
    await this.#flush().finally(() => this.#file.close());
  }

  async #flush(): Promise<void> {
    await this.#file.writeFile(this.#frames.take());
  }
}

/** Reads a member's read-back, element by element. One that was cut off, at a record's end or inside it, has no footer. */
export class ReadBackReader {
  readonly header: ReadBackHeader;
  readonly #frames: FrameReader;
  readonly #decoder = new ReadBackDecoder();

  private constructor(header: ReadBackHeader, frames: FrameReader) {
    this.header = header;
    this.#frames = frames;
  }

  /**
   * @throws HoldfastError naming the file, where it cannot be read, does not start with a read-back's header, or is of
   * another version. A reader that is not gone through has to be closed.
   */
  static async open(path: string, verify = true): Promise<ReadBackReader> {
    const { frames, header } = await openStored(path, KIND, verify);
    return new ReadBackReader(header, frames);
  }

  /** How it ended; known once the last element was read. */
  get footer(): ReadBackFooter | undefined {
    return this.#decoder.footer;
  }

  async close(): Promise<void> {
    await this.#frames.close();
  }

  /**
   * Shows every element: those of a set as an ElementView, which is valid until the next one.
   * @throws HoldfastError naming file and byte, for a broken record or a footer that counts other elements; what
   * `show` throws.
   */
  async each(show: (element: Element) => void): Promise<void> {
    const frames = this.#frames;
    const decoder = this.#decoder;
    try {
      await frames.each(() => {
        decoder.decode(frames.bytes, frames.from, frames.to, show);
      });
    } catch (error) {
      throw error instanceof DamagedRecord ? frames.broken(error.message, error) : error;
    } finally {
      await frames.close();
    }
    const { footer, elements } = decoder;
    if (footer === undefined || footer.elements === elements) return;
    throw new HoldfastError(
      `${frames.path} holds ${String(elements)} elements, and its footer counts ${String(footer.elements)}.`,
    );
  }
}

/** Reads a member's whole read-back into memory. @throws HoldfastError as ReadBackReader does. */
export async function readReadBack(path: string): Promise<ReadBack> {
  const reader = await ReadBackReader.open(path);
  const elements: Element[] = [];
  await reader.each((element) =>
    elements.push(element instanceof ElementView ? element.toElement() : element),
  );
  return { header: reader.header, elements, footer: reader.footer };
}
