import type { RegisterValue } from '../model/register-functions.ts';

/** The code of a register that holds nothing. Codes above it are of values that are too large for one. */
export const NOTHING = 0x4000_0000;

/** Values as 32-bit integers: most of them as they are, larger ones numbered. */
export class RegisterCodes {
  readonly #large: number[] = [];
  readonly #codes = new Map<number, number>();

  codeOf(value: RegisterValue): number {
    if (value === null) return NOTHING;
    if (value < NOTHING && value > -NOTHING) return value | 0; // a negative zero is a zero
    const known = this.#codes.get(value);
    if (known !== undefined) return known;
    const code = NOTHING + this.#large.push(value);
    this.#codes.set(value, code);
    return code;
  }

  /** `nothing`, or the value. */
  textOf(code: number): string {
    if (code === NOTHING) return 'nothing';
    return String(code < NOTHING ? code : this.#large[code - NOTHING - 1]);
  }
}
