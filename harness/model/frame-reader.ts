import { HoldfastError } from '../core/errors.ts';
import { crc32 } from './crc.ts';
import { checkOf, FRAME_HEAD } from './frame.ts';
import { openFile, PieceReader } from './piece-reader.ts';

/** For so long nobody else gets a turn, in milliseconds; looked at after so many bytes. */
const TURN_MS = 10;
const BYTES_A_LOOK = 1 << 16;

/** Goes through the frames of a file. */
export class FrameReader extends PieceReader {
  /** Where in `bytes` the payload of the frame at hand lies. */
  from = 0;
  to = 0;
  /** Where in the file the frame at hand begins. */
  offset = 0;
  /** Whether the file ends in the middle of a frame; known once there are no more. */
  torn = false;
  /** Where in the file the next frame begins. */
  #after = 0;

  /** Whether each frame is held to its checksum. */
  #verify = true;

  /**
   * @param verify false: somebody else verifies the same file, and what comes out here is worth nothing where they find fault.
   * @throws HoldfastError that names the file, where it cannot be read.
   */
  static async open(path: string, verify = true): Promise<FrameReader> {
    const frames = new FrameReader(await openFile(path));
    frames.#verify = verify;
    return frames;
  }

  /** The first bytes of the file, which are passed over; fewer where it ends before. */
  async first(length: number): Promise<Buffer> {
    while (this.end - this.begin < length && (await this.readOn()));
    const bytes = Buffer.from(this.bytes.subarray(this.begin, Math.min(this.begin + length, this.end)));
    this.begin += bytes.length;
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
    let passed = 0;
    do {
      while (this.#nextRead()) {
        pass();
        passed += this.to - this.from;
        if (passed < BYTES_A_LOOK) continue;
        passed = 0;
        if (performance.now() - turn < TURN_MS) continue;
        await new Promise((resolve) => setImmediate(resolve));
        turn = performance.now();
      }
    } while (await this.#more());
  }

  /** Goes on to the next frame. False: there are no more of them. @throws HoldfastError naming file and byte. */
  async next(): Promise<boolean> {
    while (!this.#nextRead()) if (!(await this.#more())) return false;
    return true;
  }

  /** What is wrong with the frame at hand. */
  broken(why: string, cause?: unknown): HoldfastError {
    const message = `${this.path} is broken at byte ${String(this.offset)}: ${why}.`;
    return new HoldfastError(message, cause === undefined ? {} : { cause });
  }

  /** Goes on to the next frame, where all of it was read already. */
  #nextRead(): boolean {
    const head = this.begin;
    const left = this.end - head;
    if (left < FRAME_HEAD) return false;
    const length = this.#lengthAt(head);
    if (left < FRAME_HEAD + length) return false;
    this.from = head + FRAME_HEAD;
    this.to = this.from + length;
    this.offset = this.#after;
    this.begin = this.to;
    this.#after += FRAME_HEAD + length;
    if (this.#verify && crc32(this.bytes, this.from, this.to) !== this.bytes.readInt32LE(head + 5)) {
      throw this.broken('what is there is not what was written');
    }
    return true;
  }

  /** Reads more of the file. False: there is no more, and `torn` says whether something is left over. */
  async #more(): Promise<boolean> {
    if (await this.readOn()) return true;
    const left = this.end - this.begin;
    this.offset = this.#after;
    if (left >= FRAME_HEAD - 4) this.#lengthAt(this.begin);
    this.torn = left > 0;
    return false;
  }

  #lengthAt(head: number): number {
    const length = this.bytes.readUInt32LE(head + 1);
    if (this.bytes[head] === checkOf(length)) return length;
    this.offset = this.#after;
    throw this.broken('no frame begins there');
  }
}
