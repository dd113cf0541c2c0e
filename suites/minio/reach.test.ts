import { describe, expect, it } from '@jest/globals';
import { missingFrom } from './reach.ts';

const objects = new Map([
  ['minio-0', 'a'],
  ['minio-1', 'b'],
]);
const drive = (...names: string[]): ReadonlySet<string> => new Set(names);
const whole = drive('a', 'b', 'of the probe');

describe('the drives that servers write to', () => {
  it('are all of them', () => {
    expect(missingFrom(objects, [whole, whole, whole, whole])).toBeUndefined();
  });

  it('are too few where one does not have what a server was given', () => {
    expect(missingFrom(objects, [whole, whole, drive('a'), whole])).toBe('minio-1 writes to 3 of 4 drives');
  });

  it('are those of one pool', () => {
    const [left, right] = [drive('a'), drive('b')];
    expect(missingFrom(objects, [left, left, left, left, right, right, right, right])).toBeUndefined();
    expect(missingFrom(objects, [left, left, left, left, right, right, right, drive()])).toBe(
      'minio-1 writes to 3 of 4 drives',
    );
  });
});
