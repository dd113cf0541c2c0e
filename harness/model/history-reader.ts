import { DamagedRecord } from './damaged-record.ts';
import { MAGIC } from './frame.ts';
import type { FrameReader } from './frame-reader.ts';
import { HistoryDecoder } from './history-decoder.ts';
import type { HistoryRecord } from './history-record.ts';
import { historyHeaderSchema, HISTORY_VERSION, type HistoryHeader, type Operation } from './operation.ts';
import { openStored, type StoredKind } from './stored-head.ts';

const KIND: StoredKind<HistoryHeader> = {
  what: 'a history',
  format: 'holdfast-history',
  version: HISTORY_VERSION,
  magic: MAGIC.history,
  schema: historyHeaderSchema,
};

/** A history as loaded whole. */
export interface History {
  header: HistoryHeader;
  operations: Operation[];
  /** The file ends in the middle of a record, which was dropped: the recorder was cut off. */
  torn: boolean;
}

/**
 * Reads the history that a HistoryWriter left, record by record. It can be gone through once.
 * What was torn off at the end is dropped: the write that held it had not returned, so an invocation
 * there was never sent, and a completion there leaves its operation open.
 */
export class HistoryReader {
  readonly header: HistoryHeader;
  readonly #frames: FrameReader;
  readonly #decoder = new HistoryDecoder();

  private constructor(header: HistoryHeader, frames: FrameReader) {
    this.header = header;
    this.#frames = frames;
  }

  /**
   * @throws HoldfastError naming the file, where it cannot be read, does not start with a history's header, or is
   * of another version. A reader that is not gone through has to be closed.
   * @param verify as of FrameReader.
   */
  static async open(path: string, verify = true): Promise<HistoryReader> {
    const { frames, header } = await openStored(path, KIND, verify);
    return new HistoryReader(header, frames);
  }

  /** Whether the file ends in the middle of a record; known once the last operation was read. */
  get torn(): boolean {
    return this.#frames.torn;
  }

  async close(): Promise<void> {
    await this.#frames.close();
  }

  /**
   * Shows every record: the fast way. What is shown is valid until the next record.
   * @throws HoldfastError naming file and byte, for what is broken and no torn end; what `show` throws.
   */
  async each(show: (record: HistoryRecord) => void): Promise<void> {
    const frames = this.#frames;
    const decoder = this.#decoder;
    try {
      await frames.each(() => {
        decoder.decode(frames.bytes, frames.from, frames.to, show);
      });
    } catch (error) {
      throw this.#named(error);
    } finally {
      await frames.close();
    }
  }

  /** @throws HoldfastError as `each` does. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Operation, void, undefined> {
    const frames = this.#frames;
    try {
      while (await frames.next()) {
        const operations: Operation[] = [];
        this.#decoder.decode(frames.bytes, frames.from, frames.to, (record) => {
          operations.push(record.operation());
        });
        yield* operations;
      }
    } catch (error) {
      throw this.#named(error);
    } finally {
      await frames.close();
    }
  }

  #named(error: unknown): unknown {
    return error instanceof DamagedRecord ? this.#frames.broken(error.message, error) : error;
  }
}

/** Reads a whole history into memory. @throws HoldfastError as HistoryReader does. */
export async function readHistory(path: string): Promise<History> {
  const reader = await HistoryReader.open(path);
  const operations: Operation[] = [];
  for await (const operation of reader) operations.push(operation);
  return { header: reader.header, operations, torn: reader.torn };
}
