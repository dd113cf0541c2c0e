import { ByteWriter } from './byte-writer.ts';
import { crc32 } from './crc.ts';
import { checkOf, FRAME_HEAD } from './frame.ts';

/** Payloads this long are not added to. */
const FULL = 1 << 16;

/** Puts what is written into frames, which are taken away together. */
export class FrameWriter {
  /** Where payload goes, after `begin`. */
  readonly out = new ByteWriter(1 << 14);
  #begun: number | undefined;

  /** Called before each record, which is never torn apart: begins a frame, or goes on with the one at hand. */
  begin(): void {
    if (this.#begun !== undefined && this.out.length - this.#begun < FULL) return;
    this.#end();
    this.#begun = this.out.space(FRAME_HEAD).at;
  }

  /** What was written since the last time, as whole frames; a copy. */
  take(): Buffer {
    this.#end();
    const bytes = Buffer.from(this.out.view());
    this.out.clear();
    return bytes;
  }

  #end(): void {
    if (this.#begun === undefined) return;
    const from = this.#begun + FRAME_HEAD;
    const bytes = this.out.view();
    const length = bytes.length - from;
    bytes[this.#begun] = checkOf(length);
    bytes.writeUInt32LE(length, this.#begun + 1);
    bytes.writeInt32LE(crc32(bytes, from, bytes.length), this.#begun + 5);
    this.#begun = undefined;
  }
}

/** A header's frame with what comes before it. */
export function headOf(magic: Buffer, header: object): Buffer {
  const frame = new FrameWriter();
  frame.begin();
  frame.out.append(Buffer.from(JSON.stringify(header)));
  return Buffer.concat([magic, frame.take()]);
}
