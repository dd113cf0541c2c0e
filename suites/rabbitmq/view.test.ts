import { describe, expect, test } from '@jest/globals';
import { missingIn } from './members.ts';
import { parseView, podOfNode, type View } from './view.ts';

const node = (ordinal: number): string => `rabbit@rabbitmq-${String(ordinal)}.rabbitmq.here`;
const PODS = ['rabbitmq-0', 'rabbitmq-1', 'rabbitmq-2'];
const nodes = [0, 1, 2].map(node);

const SAID = `node ${node(1)}
cluster rabbitmq-cluster-id-abc
members ${nodes.join(' ')}
running ${nodes.join(' ')}
quorum orders ${node(0)}=leader/voter ${node(1)}=follower/voter ${node(2)}=follower/voter
classic parcels ${node(0)}=true
`;

const view = (change: (text: string) => string = (text) => text): View => parseView(change(SAID));
const without = (from: string, to: string) => (text: string) => text.replaceAll(from, to);

describe('what a node says of its cluster', () => {
  test('is taken apart', () => {
    const { cluster, members, running, quorum, classic } = view();
    expect(view().node).toBe(node(1));
    expect(cluster).toBe('rabbitmq-cluster-id-abc');
    expect(members).toEqual(nodes);
    expect(running).toEqual(nodes);
    expect(quorum.get('orders')?.[0]).toEqual({ node: node(0), state: 'leader', membership: 'voter' });
    expect(classic.get('parcels')).toEqual({ node: node(0), alive: true });
    expect(podOfNode(node(2))).toBe('rabbitmq-2');
  });

  test('without queues has none', () => {
    const young = parseView(`node ${node(0)}\ncluster c\nmembers ${node(0)}\nrunning ${node(0)}\n`);
    expect([...young.quorum, ...young.classic]).toEqual([]);
    expect(missingIn(young, ['rabbitmq-0'])).toBeUndefined();
  });

  test('is refused where it is something else', () => {
    expect(() => parseView('{badrpc,nodedown}')).toThrow(/described its cluster as: \{badrpc/);
  });
});

describe('a cluster', () => {
  test('is whole with all its members, and all replicas voting', () => {
    expect(missingIn(view(), PODS)).toBeUndefined();
  });

  test.each([
    [
      'a member that it does not know',
      `${node(2)}\nrunning`,
      '\nrunning',
      /members are rabbitmq-0, rabbitmq-1$/,
    ],
    ['a node that does not run', `${node(2)}\nquorum`, '\nquorum', /these run: rabbitmq-0, rabbitmq-1$/],
    [
      'a replica that has yet to catch up',
      `${node(2)}=follower/voter`,
      `${node(2)}=follower/promotable`,
      /orders/,
    ],
    ['a replica that is away', `${node(2)}=follower`, `${node(2)}=unreachable`, /rabbitmq-2 unreachable/],
    ['a replica that is not there', ` ${node(2)}=follower/voter`, '', /has not 3 replicas/],
    ['no leader', 'leader', 'candidate', /rabbitmq-0 candidate/],
    ['two leaders', 'follower', 'leader', /orders/],
    ['a classic queue that is down', '=true', '=false', /classic queue parcels on rabbitmq-0 is down/],
  ])('is not whole with %s', (_what, from, to, missing) => {
    expect(missingIn(view(without(from, to)), PODS)).toMatch(missing);
  });

  test('of two has two replicas of each queue, and one of four has three', () => {
    expect(missingIn(view(), PODS.slice(0, 2))).toMatch(/members are/);
    const more = (text: string): string => text.replaceAll(/^(members|running) .*$/gm, `$& ${node(3)}`);
    expect(missingIn(view(more), [...PODS, 'rabbitmq-3'])).toBeUndefined();
  });
});
