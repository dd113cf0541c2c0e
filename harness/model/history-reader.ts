import { HoldfastError } from '../core/errors.ts';
import { parseAs } from './bundle-json.ts';
import { linesOf, placeOf, type Line } from './bundle-lines.ts';
import { historyHeaderSchema, operationSchema, type HistoryHeader, type Operation } from './operation.ts';

/** A history as loaded whole. */
export interface History {
  header: HistoryHeader;
  operations: Operation[];
  /** The file ends in the middle of a record, which was dropped: the recorder was cut off. */
  torn: boolean;
}

/**
 * Reads the history that a HistoryWriter left, record by record. It can be iterated once.
 * What was torn off at the end is dropped: the write that held it had not returned, so an invocation
 * there was never sent, and a completion there leaves its operation open.
 */
export class HistoryReader {
  readonly header: HistoryHeader;
  readonly #path: string;
  readonly #lines: AsyncGenerator<Line, void, undefined>;
  #torn = false;

  private constructor(path: string, header: HistoryHeader, lines: AsyncGenerator<Line, void, undefined>) {
    this.#path = path;
    this.header = header;
    this.#lines = lines;
  }

  /** @throws HoldfastError naming the file, where it cannot be read or does not start with a history's header. */
  static async open(path: string): Promise<HistoryReader> {
    const lines = linesOf(path);
    const first = await lines.next();
    if (first.done === true || !first.value.whole) {
      await lines.return();
      throw new HoldfastError(`${path} is no history: it ends before its header does.`);
    }
    const header = parseAs(first.value.text, historyHeaderSchema, placeOf(path, first.value));
    return new HistoryReader(path, header, lines);
  }

  /** Whether the file ends in the middle of a record; known once the last operation was read. */
  get torn(): boolean {
    return this.#torn;
  }

  /** @throws HoldfastError naming file and line, for a broken record that is not a torn end. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Operation, void, undefined> {
    for await (const line of this.#lines) {
      if (!line.whole) {
        this.#torn = true;
        return;
      }
      yield parseAs(line.text, operationSchema, placeOf(this.#path, line));
    }
  }
}

/** Reads a whole history into memory. @throws HoldfastError as HistoryReader does. */
export async function readHistory(path: string): Promise<History> {
  const reader = await HistoryReader.open(path);
  const operations: Operation[] = [];
  for await (const operation of reader) operations.push(operation);
  return { header: reader.header, operations, torn: reader.torn };
}
