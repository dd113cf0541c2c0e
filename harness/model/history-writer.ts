import { open, type FileHandle } from 'node:fs/promises';
import type { HistoryHeader, Operation } from './operation.ts';

/**
 * Appends operations to a history file. A promise returned by `append` settles when the write that
 * holds the record has returned; whatever arrives during a write goes out together with the next one.
 */
export class HistoryWriter {
  readonly #file: FileHandle;
  #waiting: { line: string; resolve: () => void; reject: (error: unknown) => void }[] = [];
  #writing: Promise<void> | undefined;
  #failure: unknown;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async create(path: string, header: HistoryHeader): Promise<HistoryWriter> {
    const file = await open(path, 'wx');
    await file.write(`${JSON.stringify(header)}\n`);
    return new HistoryWriter(file);
  }

  /** @throws the write's own error (a full disk), for this record and every later one. */
  append(operation: Operation): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line: `${JSON.stringify(operation)}\n`, resolve, reject });
      this.#writing ??= this.#drain();
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#file.appendFile(batch.map((entry) => entry.line).join(''));
        for (const entry of batch) entry.resolve();
      } catch (error) {
        this.#failure = error;
        for (const entry of [...batch, ...this.#waiting]) entry.reject(error);
        this.#waiting = [];
      }
    }
    this.#writing = undefined;
  }
}
