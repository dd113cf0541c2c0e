import { writeSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { MAGIC } from './frame.ts';
import { FrameWriter, headOf } from './frame-writer.ts';
import { HistoryEncoder } from './history-encoder.ts';
import type { HistoryHeader, Operation } from './operation.ts';

/**
 * Appends operations to a history file. A promise returned by `append` settles when the write that
 * holds the record has returned; whatever arrives before a write goes out together with it. Times are rounded to
 * the microsecond.
 *
 * The event loop waits for the write: a few records into the page cache take microseconds. Handing them to another
 * thread takes many times that on a machine at work, tens of milliseconds now and then, and every operation of a load
 * waits for it twice.
 */
export class HistoryWriter {
  readonly #file: FileHandle;
  readonly #frames = new FrameWriter();
  readonly #encoder = new HistoryEncoder(this.#frames.out);
  #waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  #failure: { error: unknown } | undefined;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async create(path: string, header: HistoryHeader): Promise<HistoryWriter> {
    const file = await open(path, 'wx');
    await file.writeFile(headOf(MAGIC.history, header));
    return new HistoryWriter(file);
  }

  /**
   * @throws the write's own error (a full disk), for this record and every later one; what JSON.stringify throws
   * for a value that JSON cannot express, for this record alone.
   */
  append(operation: Operation): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) throw this.#failure.error;
      this.#frames.begin();
      this.#encoder.operation(operation);
      // Once everything that happened by now was dealt with: several answers that came together are one write.
      if (this.#waiting.length === 0)
        setImmediate(() => {
          this.#write();
        });
      this.#waiting.push({ resolve, reject });
    });
  }

  async close(): Promise<void> {
    this.#write();
    await this.#file.close();
  }

  #write(): void {
    const batch = this.#waiting;
    if (batch.length === 0) return;
    this.#waiting = [];
    try {
      const bytes = this.#frames.take();
      for (let at = 0; at < bytes.length;) at += writeSync(this.#file.fd, bytes, at);
      for (const entry of batch) entry.resolve();
    } catch (error) {
      this.#failure = { error };
      for (const entry of batch) entry.reject(error);
    }
  }
}
