import { open, type FileHandle } from 'node:fs/promises';
import { HoldfastError, sentenceOf } from '../core/errors.ts';
import { crc32 } from './crc.ts';
import { checkOf, FRAME_HEAD } from './frame.ts';

/**
 * So much is read at once, of a file that is that long: going through it takes long enough for the next piece to be
 * there in time, on a machine at work too.
 */
const LARGEST_PIECE = 1 << 22;
const SMALLEST_PIECE = 1 << 12;
/** For so long nobody else gets a turn, in milliseconds; looked at after so many frames. */
const TURN_MS = 10;
const FRAMES_A_LOOK = 256;
/** Room before it for what is left of the piece before: most of the time for a whole frame. */
const ROOM = 1 << 17;

/**
 * Goes through the frames of a file. The next piece of the file is read while the frames of the one before are
 * gone through.
 */
export class FrameReader {
  readonly path: string;
  /** Where the payload of the frame at hand lies. */
  bytes: Buffer = Buffer.alloc(0);
  from = 0;
  to = 0;
  /** Where in the file the frame at hand begins. */
  offset = 0;
  /** Whether the file ends in the middle of a frame; known once there are no more. */
  torn = false;
  readonly #file: FileHandle;
  readonly #piece: number;
  readonly #room: number;
  /** Where in `bytes` the next frame begins, and what was read ends. */
  #next = 0;
  #filled = 0;
  /** The same in the file: where the next frame begins, and where what comes next is read. */
  #after = 0;
  #position = 0;
  #spare: Buffer = this.bytes;
  #ahead!: Promise<{ bytes: Buffer; length: number }>;

  private constructor(path: string, file: FileHandle, size: number) {
    this.path = path;
    this.#file = file;
    this.#piece = Math.max(SMALLEST_PIECE, Math.min(LARGEST_PIECE, size));
    this.#room = Math.min(ROOM, this.#piece);
    this.#readAhead(this.#buffer());
  }

  /** @throws HoldfastError that names the file, where it cannot be read. */
  static async open(path: string): Promise<FrameReader> {
    let file: FileHandle | undefined;
    try {
      file = await open(path);
      return new FrameReader(path, file, (await file.stat()).size);
    } catch (error) {
      await file?.close();
      throw unreadable(path, error);
    }
  }

  async close(): Promise<void> {
    await this.#ahead.catch(() => undefined); // it still writes to its buffer
    await this.#file.close();
  }

  /** The first bytes of the file, which are passed over; fewer where it ends before. */
  async first(length: number): Promise<Buffer> {
    while (this.#filled - this.#next < length && (await this.#fill()));
    const bytes = Buffer.from(this.bytes.subarray(this.#next, Math.min(this.#next + length, this.#filled)));
    this.#next += bytes.length;
    this.#after += bytes.length;
    return bytes;
  }

  /**
   * Calls `pass` for each frame that is left, while the fields tell which one it is, and lets others have their turn
   * now and then.
   * @throws HoldfastError naming file and byte; what `pass` throws.
   */
  async each(pass: () => void): Promise<void> {
    let turn = performance.now();
    do {
      for (let frames = 1; this.nextRead(); frames++) {
        pass();
        if (frames % FRAMES_A_LOOK !== 0 || performance.now() - turn < TURN_MS) continue;
        await new Promise((resolve) => setImmediate(resolve));
        turn = performance.now();
      }
    } while (await this.more());
  }

  /** Goes on to the next frame. False: there are no more of them. @throws HoldfastError naming file and byte. */
  async next(): Promise<boolean> {
    while (!this.nextRead()) if (!(await this.more())) return false;
    return true;
  }

  /** Goes on to the next frame, where all of it was read already. @throws HoldfastError naming file and byte. */
  nextRead(): boolean {
    const { bytes } = this;
    const head = this.#next;
    const left = this.#filled - head;
    if (left < FRAME_HEAD) return false;
    const length = this.#lengthAt(head);
    if (left < FRAME_HEAD + length) return false;
    this.from = head + FRAME_HEAD;
    this.to = this.from + length;
    this.offset = this.#after;
    this.#next = this.to;
    this.#after += FRAME_HEAD + length;
    if (crc32(bytes, this.from, this.to) !== bytes.readUInt32LE(head + 5)) {
      throw this.broken('what is there is not what was written');
    }
    return true;
  }

  /** Reads more of the file. False: there is no more, and `torn` says whether something is left over. */
  async more(): Promise<boolean> {
    if (await this.#fill()) return true;
    const left = this.#filled - this.#next;
    this.offset = this.#after;
    if (left >= FRAME_HEAD - 4) this.#lengthAt(this.#next);
    this.torn = left > 0;
    return false;
  }

  /** What is wrong with the frame at hand. */
  broken(why: string, cause?: unknown): HoldfastError {
    const message = `${this.path} is broken at byte ${String(this.offset)}: ${why}.`;
    return new HoldfastError(message, cause === undefined ? {} : { cause });
  }

  #lengthAt(head: number): number {
    const length = this.bytes.readUInt32LE(head + 1);
    if (this.bytes[head] === checkOf(length)) return length;
    this.offset = this.#after;
    throw this.broken('no frame begins there');
  }

  /** Puts the next piece behind what is left of the one before. False: the file is at its end. */
  async #fill(): Promise<boolean> {
    const { bytes, length } = await this.#ahead;
    if (length === 0) return false;
    const left = this.bytes.subarray(this.#next, this.#filled);
    if (left.length <= this.#room) {
      this.#next = this.#room - left.length;
      left.copy(bytes, this.#next);
      [this.bytes, this.#spare] = [bytes, this.bytes];
      this.#filled = this.#room + length;
    } else {
      // A frame longer than a piece: rare, and collected piece by piece.
      this.bytes = Buffer.concat([left, bytes.subarray(this.#room, this.#room + length)]);
      this.#next = 0;
      this.#filled = this.bytes.length;
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
