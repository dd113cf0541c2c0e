import { describe, expect, test } from '@jest/globals';
import { found, marker, object, put, remove, shows } from './object-scenes.fixture.ts';

describe('what an object has to show at the end', () => {
  test('is each of two puts of which one was acknowledged at the moment in which the other was sent', () => {
    const both = [put('v1', { from: 10, to: 20 }), put('v2', { from: 20, to: 25 })];
    expect(found(both, shows([]))).toEqual(['fail lost s-0: a@v1, a@v2']);
    const after = [put('v1', { from: 10, to: 20 }), put('v2', { from: 20.001, to: 25 })];
    expect(found(after, shows([]))).toEqual(['fail lost-version s-0: a@v1', 'fail lost s-0: a@v2']);
  });

  test('is a put that came after its deletion, and is lost where the delete marker is all there is', () => {
    const unnamed = { versionId: undefined };
    const calls = [remove({ from: 1 }), put('v1', { from: 20 }, unnamed)];
    expect(found(calls, shows([object([marker(1)])]))).toEqual(['fail lost s-0: a@v1']);
  });
});
