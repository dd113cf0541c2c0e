/** Digits beyond this many are no number that is exact. */
const MOST_DIGITS = 15;
const ZERO = 48;
const NINE = 57;

/**
 * Where the number at a key's end begins: `k17` and `user-3` are a prefix and a number in canonical decimal form,
 * and `k017` is `k0` and 17, so that prefix and number put together are the key again. The key's own length: it
 * ends in no number.
 */
export function numberAt(key: string): number {
  const end = key.length;
  let at = end;
  while (at > 0) {
    const code = key.charCodeAt(at - 1);
    if (code < ZERO || code > NINE) break;
    at -= 1;
  }
  // A number of several digits begins with none that is 0.
  while (at < end - 1 && key.charCodeAt(at) === ZERO) at += 1;
  return end - at > MOST_DIGITS ? end : at;
}
