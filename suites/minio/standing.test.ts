import { describe, expect, test } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { Standing } from './standing.ts';

describe('what the answers of a member say of it', () => {
  const socket = (): EventEmitter => new EventEmitter();

  test('it is proven by a write, until it fails to answer', () => {
    const standing = new Standing();
    standing.connected(socket() as never);
    standing.answered();
    expect(standing.isProven).toBe(false);
    standing.acknowledged();
    expect(standing.isProven).toBe(true);
    const { absences } = standing;
    standing.failed();
    expect(standing.isProven).toBe(false);
    expect(standing.absences).toBeGreaterThan(absences);
  });

  test('it is proven as long as one of its connections is there', () => {
    const standing = new Standing();
    const [first, second, third] = [socket(), socket(), socket()];
    standing.connected(first as never);
    standing.acknowledged();
    standing.connected(second as never);
    first.emit('close');
    expect(standing.isProven).toBe(true);
    second.emit('close');
    const { absences } = standing;
    standing.connected(third as never); // as after a restart that nobody was refused by
    expect(standing.isProven).toBe(false);
    expect(standing.absences).toBe(absences + 1);
  });

  test('it is left alone for a second after it failed, and then asked by one', () => {
    const standing = new Standing();
    expect(standing.rests(0)).toBe(false);
    standing.failed(1_000);
    expect(standing.rests(1_999)).toBe(true);
    expect(standing.rests(2_000)).toBe(false);
    standing.tried(2_000);
    expect(standing.rests(2_001)).toBe(true);
    standing.answered();
    expect(standing.rests(2_001)).toBe(false);
    standing.tried(3_000);
    expect(standing.rests(3_001)).toBe(false);
  });
});
