import { describe, expect, test } from '@jest/globals';
import { requireStack } from '../../harness/stack/stack-shape.ts';
import { podsOf } from '../../harness/stack/stack.ts';
import { images } from './image/image.ts';
import { podOfOrdinal, PRIMARY } from './names.ts';
import { stack } from './stack.ts';

describe('the stack of MySQL', () => {
  test('is one', () => {
    expect(requireStack('mysql', stack)).toBe(stack);
  });

  test('names its members as their StatefulSet does', () => {
    expect(podsOf(stack, 3)).toEqual([0, 1, 2].map(podOfOrdinal));
    expect(podsOf(stack, 1)).toEqual([PRIMARY]);
  });

  test('has every image that it names, and runs a single server from one', () => {
    expect(images.map(({ name }) => name)).toEqual(stack.images);
    expect(stack.images).toContain(stack.single.image);
  });

  test('has its one server take itself for the first member', () => {
    expect(stack.single.hostname).toBe(PRIMARY);
    expect(stack.single.command).toEqual(['mysqld', '--server-id=100']);
    expect(stack.single.environment('secret')).toMatchObject({ MYSQL_ROOT_PASSWORD: 'secret' });
  });

  test('says why there is nothing to upgrade', () => {
    expect(stack.upgrade).toBeUndefined();
    expect(stack.inapplicable).toEqual({ upgrade: expect.stringMatching(/one version .* 9\.7\.4-2 in sid/) });
  });
});
