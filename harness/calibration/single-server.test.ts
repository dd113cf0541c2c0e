import { describe, expect, test } from '@jest/globals';
import { imageFromEnvironment } from './image-from-environment.ts';
import { labelsFor } from './containers.ts';
import { memoryStack, Store } from './memory-stack.fixture.ts';
import { tmpfsOptions } from './server-container.ts';

const stack = memoryStack(new Store(), { add: 1 });

describe('what a single server is started with', () => {
  test('the image that the environment names', () => {
    expect(imageFromEnvironment(stack, '{"list":"list:1","other":"other:2"}')).toBe('list:1');
    expect(() => imageFromEnvironment(stack, '{"other":"other:2"}')).toThrow(
      'HOLDFAST_IMAGES names no image "list", which list is calibrated with',
    );
  });

  test('a file system in memory that belongs to the server', () => {
    expect(tmpfsOptions({})).toBe('rw');
    expect(tmpfsOptions({ user: 999 })).toBe('rw,uid=999,gid=999,mode=0700');
  });

  test('labels that tell who uses it, and which process started it', () => {
    expect(labelsFor('list')).toEqual({
      'holdfast.dev/calibration': 'list',
      'holdfast.dev/owner': String(process.pid),
    });
  });
});
