import { describe, expect, test } from '@jest/globals';
import { fault, without } from './evidence.fixture.ts';
import { UNPROVEN } from './identity-scenes.fixture.ts';
import { alwaysWhole, anyProven, recoveryFrom, takingHold } from './situation.ts';

const proven = fault();
const unproven = fault(UNPROVEN);
const neverWhole = without(fault(), 'wholeAt');

describe('the situation after faults', () => {
  test('one proof is enough', () => {
    expect(anyProven({ faults: [] })).toBe(false);
    expect(anyProven({ faults: [unproven] })).toBe(false);
    expect(anyProven({ faults: [unproven, proven] })).toBe(true);
  });

  test('the stack has to be whole after every fault', () => {
    expect(alwaysWhole({ faults: [] })).toBe(true);
    expect(alwaysWhole({ faults: [proven] })).toBe(true);
    expect(alwaysWhole({ faults: [proven, neverWhole] })).toBe(false);
  });

  test('recovery counts from the heal, where there is one', () => {
    expect(recoveryFrom(fault({ injectedAt: 30_000 }))).toBe(30_000);
    expect(recoveryFrom(fault({ injectedAt: 30_000, healedAt: 35_000 }))).toBe(35_000);
  });

  test('a fault takes hold until its effect is there, or at once', () => {
    expect(takingHold(fault({ injectedAt: 1, effectAt: 2 }))).toEqual({ from: 1, to: 2 });
    expect(takingHold(without(fault({ injectedAt: 1 }), 'effectAt'))).toEqual({ from: 1, to: 1 });
  });
});
