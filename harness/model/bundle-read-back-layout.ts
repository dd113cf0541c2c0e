/**
 * The records of a read-back. A record begins with a byte that says what it is. All of it counts on the names that were
 * defined before. See docs/bundle.md.
 */
export const HELD = {
  /** An element whose stored checksum is that of its payload: key, SHA-256. */
  element: 0,
  /** One whose stored checksum is another: key, SHA-256 of the payload, SHA-256 that was stored. */
  twoDigests: 1,
  /** Key, value. */
  counter: 2,
  /** Anything else that a member can hold: a document. */
  other: 3,
  /** The next name of the dictionary. */
  define: 4,
  /** How it ended: a document. Nothing comes after it. */
  footer: 5,
} as const;
