import { describe, expect, test } from '@jest/globals';
import type { Scope } from '../scenario/scenarios.ts';
import { mayBegin, nextOf, type Piece, type Running } from './precedence.ts';

describe('what may run beside what', () => {
  const running = (name: string): Running => {
    const [scope = '', calm] = name.split(', ');
    return { scope: scope as Scope, of: 'db', calm: calm === 'calm' };
  };

  test.each<[Scope, string[], boolean]>([
    ['pods', ['pods', 'pods'], true],
    ['pods', ['node', 'pods'], true],
    ['pods', ['cluster'], false],
    ['pods', ['cluster, calm'], false],
    ['node', ['pods'], true],
    ['node', ['node'], false],
    ['node', ['node, calm'], false],
    ['node', ['cluster'], false],
    ['node', ['cluster, calm'], false],
    ['cluster', [], true],
    ['cluster', ['pods', 'pods'], true],
    ['cluster', ['node'], false],
    ['cluster', ['pods', 'node, calm'], true],
    ['cluster', ['cluster'], false],
    ['cluster', ['cluster, calm'], true],
    ['cluster', ['cluster, calm', 'cluster'], false],
  ])('%s beside %j: %s', (scope, others, allowed) => {
    expect(mayBegin(scope, others.map(running))).toBe(allowed);
  });

  test('nothing begins while every slot is taken', () => {
    const pods = running('pods');
    expect(nextOf([pods], [pods, pods], 2)).toBeUndefined();
    expect(nextOf([pods], [pods, pods], 3)).toBe(0);
  });

  test('of several stacks the one begins that has the fewest under way, of these the first', () => {
    const of = (...stacks: string[]): Running[] =>
      stacks.map((stack) => ({ scope: 'pods', of: stack, calm: false }));
    expect(nextOf(of('db', 'db', 'queue', 'store'), of('db'), 4)).toBe(2);
    expect(nextOf(of('db', 'queue', 'store'), of('db', 'queue'), 4)).toBe(2);
    expect(nextOf(of('queue', 'db'), of('db', 'queue'), 4)).toBe(0);
    expect(nextOf(of('queue', 'db'), of('queue'), 1)).toBeUndefined();
    expect(nextOf(of('db', 'queue'), [], 1)).toBe(0);
    const node: Piece = { scope: 'node', of: 'db' };
    expect(nextOf([...of('queue'), node], of('db'), 4)).toBe(1); // what waits longest for Kubernetes
  });

  test('a cluster scenario begins when no other waits any more', () => {
    const waiting = (...scopes: Scope[]): Piece[] => scopes.map((scope) => ({ scope, of: 'db' }));
    expect(nextOf(waiting('cluster', 'pods'), [running('pods')], 4)).toBe(1);
    expect(nextOf(waiting('cluster', 'node'), [running('node, calm')], 4)).toBeUndefined();
    expect(nextOf(waiting('cluster'), [running('node, calm')], 4)).toBe(0);
    expect(nextOf(waiting('cluster'), [running('pods'), running('pods')], 2)).toBeUndefined();
  });
});
