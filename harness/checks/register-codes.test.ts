import { describe, expect, test } from '@jest/globals';
import { NOTHING, RegisterCodes } from './register-codes.ts';

describe('the codes of values', () => {
  test('are the values themselves as long as they are small', () => {
    const codes = new RegisterCodes();
    for (const value of [0, 1, -1, NOTHING - 1, 1 - NOTHING]) {
      expect(codes.codeOf(value)).toBe(value);
      expect(codes.textOf(value)).toBe(String(value));
    }
    expect(Object.is(codes.codeOf(-0), 0)).toBe(true);
  });

  test('are numbered for large ones, each once', () => {
    const codes = new RegisterCodes();
    const large = [NOTHING, -NOTHING, NOTHING + 1, Number.MAX_SAFE_INTEGER];
    expect(large.map((value) => codes.codeOf(value))).toEqual([1, 2, 3, 4].map((n) => NOTHING + n));
    expect(large.map((value) => codes.codeOf(value))).toEqual([1, 2, 3, 4].map((n) => NOTHING + n));
    expect(large.map((value) => codes.textOf(codes.codeOf(value)))).toEqual(large.map(String));
  });

  test('have one for a register that holds nothing', () => {
    const codes = new RegisterCodes();
    expect(codes.codeOf(null)).toBe(NOTHING);
    expect(codes.textOf(NOTHING)).toBe('nothing');
  });
});
