import { open, type FileHandle } from 'node:fs/promises';
import { HoldfastError } from '../core/errors.ts';
import { parseAs } from './bundle-json.ts';
import { linesOf, placeOf } from './bundle-lines.ts';
import {
  elementSchema,
  readBackFooterSchema,
  readBackHeaderSchema,
  type Element,
  type ReadBack,
  type ReadBackFooter,
  type ReadBackHeader,
} from './read-back.ts';

const BATCH_BYTES = 1 << 16;

/** A line after the header; elements first, being the many. */
const lineSchema = elementSchema.or(readBackFooterSchema);

/**
 * Writes what one member holds: a header line, one line an element, a footer line. Elements go out in
 * batches; a file without its footer was cut off. One call at a time: await each before the next.
 */
export class ReadBackWriter {
  readonly #file: FileHandle;
  #batch = '';
  #elements = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** @throws the file system's own error, e.g. EEXIST for a member that was read before. */
  static async create(path: string, header: ReadBackHeader): Promise<ReadBackWriter> {
    const writer = new ReadBackWriter(await open(path, 'wx'));
    await writer.#line(header);
    await writer.#flush();
    return writer;
  }

  /** Appends an element. @throws the write's own error. */
  async element(element: Element): Promise<void> {
    this.#elements += 1;
    await this.#line(element);
  }

  /** Ends the file with how the read-back ended; the number of elements is the writer's own count. */
  async close(footer: Omit<ReadBackFooter, 'elements'>): Promise<void> {
    const whole: ReadBackFooter = { ...footer, elements: this.#elements };
    try {
      await this.#line(whole);
      await this.#flush();
    } finally {
      await this.#file.close();
    }
  }

  /** Closes the file without a footer: what is in it is no evidence of absence. */
  async abandon(): Promise<void> {
    await this.#flush().finally(() => this.#file.close());
  }

  async #line(value: ReadBackHeader | Element | ReadBackFooter): Promise<void> {
    this.#batch += `${JSON.stringify(value)}\n`;
    if (this.#batch.length >= BATCH_BYTES) await this.#flush();
  }

  async #flush(): Promise<void> {
    const batch = this.#batch;
    this.#batch = '';
    await this.#file.appendFile(batch);
  }
}

/**
 * Reads a member's read-back. One that was cut off, at a line's end or inside it, has no footer.
 * @throws HoldfastError naming file and line, for a broken line or a footer that counts other elements.
 */
export async function readReadBack(path: string): Promise<ReadBack> {
  let header: ReadBackHeader | undefined;
  let footer: ReadBackFooter | undefined;
  const elements: Element[] = [];
  for await (const line of linesOf(path)) {
    if (!line.whole) break;
    const place = placeOf(path, line);
    if (header === undefined) header = parseAs(line.text, readBackHeaderSchema, place);
    else if (footer !== undefined) throw new HoldfastError(`${place} follows the footer.`);
    else {
      const value = parseAs(line.text, lineSchema, place);
      if ('end' in value) footer = value;
      else elements.push(value);
    }
  }
  if (header === undefined)
    throw new HoldfastError(`${path} is no read-back: it ends before its header does.`);
  if (footer !== undefined && footer.elements !== elements.length) {
    throw new HoldfastError(
      `${path} holds ${String(elements.length)} elements, and its footer counts ${String(footer.elements)}.`,
    );
  }
  return { header, elements, footer };
}
