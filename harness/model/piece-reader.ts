import { open, type FileHandle } from 'node:fs/promises';
import { HoldfastError, sentenceOf } from '../core/errors.ts';

/**
 * So much is read at once, of a file that is that long: going through it takes long enough for the next piece to be
 * there in time, on a machine at work too.
 */
const LARGEST_PIECE = 1 << 22;
const SMALLEST_PIECE = 1 << 12;
/** Room before it for what is left of the piece before: most of the time for a whole frame. */
const ROOM = 1 << 17;

/** A file that is open, and how long it is. */
export interface OpenFile {
  path: string;
  file: FileHandle;
  size: number;
}

/** @throws HoldfastError that names the file, where it cannot be read. */
export async function openFile(path: string): Promise<OpenFile> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    return { path, file, size: (await file.stat()).size };
  } catch (error) {
    await file?.close();
    throw unreadable(path, error);
  }
}

/**
 * Reads a file piece by piece, the next one while the one at hand is gone through. What is left of a piece comes to
 * lie before the next one.
 */
export class PieceReader {
  readonly path: string;
  /** The piece at hand. */
  bytes: Buffer = Buffer.alloc(0);
  /** Where in it what was not gone through begins, and ends. */
  protected begin = 0;
  protected end = 0;
  readonly #file: FileHandle;
  readonly #piece: number;
  readonly #room: number;
  #position = 0;
  #spare: Buffer = this.bytes;
  #ahead!: Promise<{ bytes: Buffer; length: number }>;

  constructor({ path, file, size }: OpenFile) {
    this.path = path;
    this.#file = file;
    this.#piece = Math.max(SMALLEST_PIECE, Math.min(LARGEST_PIECE, size));
    this.#room = Math.min(ROOM, this.#piece);
    this.#readAhead(this.#buffer());
  }

  async close(): Promise<void> {
    await this.#ahead.catch(() => undefined); // it still writes to its buffer
    await this.#file.close();
  }

  /** Goes on to the next piece. False: the file is at its end. @throws HoldfastError that names the file. */
  protected async readOn(): Promise<boolean> {
    const { bytes, length } = await this.#ahead;
    if (length === 0) return false;
    const left = this.bytes.subarray(this.begin, this.end);
    if (left.length <= this.#room) {
      this.begin = this.#room - left.length;
      left.copy(bytes, this.begin);
      [this.bytes, this.#spare] = [bytes, this.bytes];
      this.end = this.#room + length;
    } else {
      // What belongs together is longer than a piece: rare, and collected piece by piece.
      this.bytes = Buffer.concat([left, bytes.subarray(this.#room, this.#room + length)]);
      this.begin = 0;
      this.end = this.bytes.length;
      this.#spare = bytes;
    }
    this.#readAhead(this.#spare.length === this.#room + this.#piece ? this.#spare : this.#buffer());
    return true;
  }

  #buffer(): Buffer {
    return Buffer.allocUnsafeSlow(this.#room + this.#piece);
  }

  #readAhead(bytes: Buffer): void {
    const reading = this.#file.read(bytes, this.#room, this.#piece, this.#position).then(
      ({ bytesRead: length }) => {
        this.#position += length;
        return { bytes, length };
      },
      (error: unknown) => {
        throw unreadable(this.path, error);
      },
    );
    reading.catch(() => undefined); // whoever goes on gets it
    this.#ahead = reading;
  }
}

function unreadable(path: string, error: unknown): HoldfastError {
  return new HoldfastError(`${path} cannot be read: ${sentenceOf(error)}`, { cause: error });
}
