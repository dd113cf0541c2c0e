import { stat } from 'node:fs/promises';
import { ByteWriter } from './byte-writer.ts';
import { HistoryDecoder } from './history-decoder.ts';
import type { HistoryRecord } from './history-record.ts';
import { HistoryEncoder } from './history-encoder.ts';
import { HistoryReader } from './history-reader.ts';
import type { HistoryHeader, Operation } from './operation.ts';

/** A history where it lies: it can be gone through as often as it is wanted, and is never in memory as a whole. */
export class HistoryFile {
  readonly path: string;
  readonly header: HistoryHeader;

  private constructor(path: string, header: HistoryHeader) {
    this.path = path;
    this.header = header;
  }

  /** @throws HoldfastError as HistoryReader does. */
  static async find(path: string): Promise<HistoryFile> {
    const reader = await HistoryReader.open(path);
    await reader.close();
    return new HistoryFile(path, reader.header);
  }

  /** In bytes. @throws the file system's own error. */
  async size(): Promise<number> {
    return (await stat(this.path)).size;
  }

  /**
   * Shows every record, each valid until the next one.
   * @param verify as of FrameReader.
   * @returns whether the file ends in the middle of one.
   * @throws HoldfastError as HistoryReader does.
   */
  async each(show: (record: HistoryRecord) => void, verify = true): Promise<boolean> {
    const reader = await HistoryReader.open(this.path, verify);
    await reader.each(show);
    return reader.torn;
  }
}

/** Shows operations that are in memory as the records that they would be in a file. */
export function showOperations(operations: Iterable<Operation>, show: (record: HistoryRecord) => void): void {
  const out = new ByteWriter();
  const encoder = new HistoryEncoder(out);
  const decoder = new HistoryDecoder();
  for (const operation of operations) {
    out.clear();
    encoder.operation(operation);
    const bytes = out.view();
    decoder.decode(bytes, 0, bytes.length, show);
  }
}
