/**
 * A file of frames: 8 bytes that say what it is, then frames one after the other. A frame is a check byte, the
 * length of its payload (u32, little-endian), CRC-32 of the payload (u32, little-endian) and the payload. The check
 * byte tells a length that was changed from one whose payload was cut off. The first frame is the file's header, as
 * JSON.
 */
export const FRAME_HEAD = 9;
export const MAGIC_BYTES = 8;

/** As PNG's: what takes the file for text, or cuts the eighth bit, changes it. */
const magic = (letters: string): Buffer => Buffer.from(`\x89${letters}\r\n\x1a\n`, 'latin1');
export const MAGIC = { history: magic('HFH'), readBack: magic('HFR') } as const;

/** The check byte of a frame whose payload has this length. */
export function checkOf(length: number): number {
  return (0x5a ^ length ^ (length >>> 8) ^ (length >>> 16) ^ (length >>> 24)) & 0xff;
}
