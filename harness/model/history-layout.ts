/**
 * The records of a history, as they follow each other in its frames. A record begins with a byte:
 *
 * - bits 0 to 2: what it is (RECORD);
 * - bit 3, of a completion: function, key and member are those of its process's open invocation, and left out;
 * - bit 4: it has an error; bit 5: it names a member;
 * - bits 6 and 7: its value (VALUE).
 *
 * Then come the process, the time as the difference to the record before in microseconds (both signed), function
 * and key, member, error, value, as far as they are there. All of it counts on what came before: names that were
 * defined, the time, which invocations are open. See docs/bundle.md.
 */
export const RECORD = {
  invoke: 0,
  ok: 1,
  fail: 2,
  info: 3,
  /** The next name of the dictionary. */
  define: 4,
  /** An operation as JSON, with its length before it: one that does not fit into the others. */
  json: 5,
} as const;

export const TYPES = ['invoke', 'ok', 'fail', 'info'] as const;

export const MATCHES = 1 << 3;
export const HAS_ERROR = 1 << 4;
export const HAS_MEMBER = 1 << 5;

/** Where the value's kind lies in the first byte. */
export const VALUE_SHIFT = 6;
export const VALUE = {
  none: 0,
  /** SHA-256 and size of a payload. */
  payload: 1,
  integer: 2,
  /** Anything else, with its length in bytes before it. */
  document: 3,
  /** Of a record that is JSON: the value was read with it. */
  json: 4,
} as const;
