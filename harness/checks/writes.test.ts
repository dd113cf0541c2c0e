import { describe, expect, test } from '@jest/globals';
import { FUNCTIONS } from '../model/functions.ts';
import { acknowledgedAt, isWrite, wasAcknowledgedBefore } from './writes.ts';

describe('a write', () => {
  test('is whatever does more than to read', () => {
    expect(FUNCTIONS.filter((f) => !isWrite({ f }))).toEqual([
      ...['read', 'read-register', 'dequeue', 'read-object', 'list-objects'],
    ]);
  });

  test('was acknowledged when its client saw it, in a loss window too', () => {
    expect(acknowledgedAt({ outcome: 'ok', waived: false, completedAt: 7 })).toBe(7);
    expect(acknowledgedAt({ outcome: 'info', waived: true, completedAt: 7 })).toBe(7);
    for (const outcome of ['info', 'fail'] as const) {
      expect(acknowledgedAt({ outcome, waived: false, completedAt: 7 })).toBeNaN();
    }
    expect(acknowledgedAt({ outcome: 'open', waived: false, completedAt: undefined })).toBeNaN();
    expect(acknowledgedAt({ outcome: 'ok', waived: false, completedAt: undefined })).toBeNaN();
  });

  test('was over before a moment where that is certain', () => {
    expect(wasAcknowledgedBefore({ outcome: 'ok', completedAt: 6 }, 7)).toBe(true);
    expect(wasAcknowledgedBefore({ outcome: 'ok', completedAt: 7 }, 7)).toBe(false);
    expect(wasAcknowledgedBefore({ outcome: 'ok', completedAt: 8 }, 7)).toBe(false);
    expect(wasAcknowledgedBefore({ outcome: 'info', completedAt: 6 }, 7)).toBe(false);
    expect(wasAcknowledgedBefore({ outcome: 'ok', completedAt: undefined }, 7)).toBe(false);
  });
});
