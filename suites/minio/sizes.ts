import type { Random } from '../../harness/core/random.ts';

export const KIB = 1024;
export const MIB = 1024 * KIB;

/** S3 takes no smaller part, but for the last one of an upload. */
export const SMALLEST_PART = 5 * MIB;
export const LARGEST_OBJECT = 64 * MIB;
/** What is planned in all is kept below this: every byte is read back from every member. */
export const MOST_IN_ALL = 200 * MIB;
/** Of that, so much at most goes to large objects. */
const MOST_LARGE = 120 * MIB;
/** Every so many objects there is a large one. */
const LARGE = 60;

/** How large an object is, and in what parts it goes. */
export interface Size {
  size: number;
  /** Undefined: in one request. */
  partSize: number | undefined;
}

/**
 * The sizes of one load's objects. Four in five are up to 2 KiB, most others up to 32 KiB, one in twenty up to 256 KiB; with
 * these, MinIO keeps the one within its metadata, and the others in files beside it. Now and then there is a large one, of
 * 1 to 64 MiB, mostly just above the smallest part, and in parts.
 */
export class Sizes {
  protected readonly random: Random;
  #count = 0;
  #large = 0;
  #all = 0;

  constructor(random: Random) {
    this.random = random;
  }

  next(): Size {
    const one = ++this.#count % LARGE === 0 ? this.#largeOne() : undefined;
    const size = one ?? this.small();
    this.#all += size.size;
    return size;
  }

  protected small(): Size {
    const { random } = this;
    // A load that goes on for long goes on with little.
    if (this.#all > MOST_IN_ALL - MOST_LARGE + this.#large) return whole(random.between(1, 512));
    if (random.oneIn(20)) return whole(random.between(32 * KIB + 1, 256 * KIB));
    if (random.oneIn(5)) return whole(random.between(2 * KIB + 1, 32 * KIB));
    return whole(random.between(1, 2 * KIB));
  }

  /** Undefined where nothing is left for it. */
  #largeOne(): Size | undefined {
    const { random } = this;
    const kind = random.between(1, 10);
    let size: Size;
    if (kind === 1) size = inParts(random.between(8 * MIB, LARGEST_OBJECT), 8 * MIB);
    else if (kind <= 3) size = whole(random.between(MIB, 16 * MIB));
    else size = inParts(SMALLEST_PART + random.between(1, 256 * KIB), SMALLEST_PART);
    if (this.#large + size.size > MOST_LARGE) return undefined;
    this.#large += size.size;
    return size;
  }
}

const whole = (size: number): Size => ({ size, partSize: undefined });

const inParts = (size: number, partSize: number): Size => ({ size, partSize });

const BLOCK = 64 * KIB;

/** Random bytes; of a large payload one block is random, and the others differ from it in their number. */
export function payloadOf(random: Random, size: number): Buffer {
  if (size <= 4 * BLOCK) return random.bytes(size);
  const block = random.bytes(BLOCK);
  const data = Buffer.alloc(size);
  for (let at = 0, number = 0; at < size; at += BLOCK, number++) {
    block.writeUInt32LE(number);
    block.copy(data, at);
  }
  return data;
}
