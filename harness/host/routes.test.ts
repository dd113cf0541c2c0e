import { describe, expect, test } from '@jest/globals';
import { overlaps } from './routes.ts';

describe('overlaps', () => {
  test.each([
    ['10.244.0.0/16', '10.244.3.0/24'],
    ['10.244.3.0/24', '10.244.0.0/16'],
    ['10.0.0.0/8', '10.96.0.0/16'],
    ['10.96.0.1', '10.96.0.0/16'],
    ['fd00::/8', 'fd00:10:244::/56'],
  ])('%s and %s', (one, other) => {
    expect(overlaps(one, other)).toBe(true);
  });

  test.each([
    ['10.244.0.0/16', '10.96.0.0/16'],
    ['172.18.0.0/16', '10.244.0.0/16'],
    ['default', '10.244.0.0/16'],
    ['0.0.0.0/0', '10.244.0.0/16'],
    ['fd00::/8', '10.244.0.0/16'],
    ['fe80::/64', 'fd00:10:244::/56'],
  ])('not %s and %s', (one, other) => {
    expect(overlaps(one, other)).toBe(false);
  });
});
