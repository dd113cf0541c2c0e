import { describe, expect, test } from '@jest/globals';
import { Anomalies, placeLabel, type AnomalyText, type Place } from './anomalies.ts';

const LEADER: Place = { member: 'db-0', role: 'leader' };
const OTHER: Place = { member: 'db-1', role: 'unknown' };

const TEXTS: Record<'lost' | 'alsoLost' | 'stale', AnomalyText> = {
  lost: { kind: 'lost', effect: 'fail', say: (times, where) => `${String(times)} lost on ${where}` },
  alsoLost: { kind: 'lost', effect: 'fail', say: (times) => `${String(times)} lost otherwise` },
  stale: { kind: 'stale', effect: 'note', say: (times, where) => `${String(times)} stale<${where}>` },
};

test.each<[Place, string]>([
  [LEADER, 'db-0 (leader)'],
  [{ member: 'db-1', role: 'follower' }, 'db-1 (follower)'],
  [OTHER, 'db-1'],
  [{ member: 'db-2', role: 'peer' }, 'db-2'],
])('a place is named with its role, where it has one', (place, label) => {
  expect(placeLabel(place)).toBe(label);
});

describe('the anomalies of a judge', () => {
  test('are no findings where there are none', () => {
    const anomalies = new Anomalies('set', TEXTS);
    expect(anomalies.findings()).toEqual([]);
    expect(anomalies.keys('lost')).toBe(0);
    expect(anomalies.times('lost')).toBe(0);
  });

  test('make one finding for each kind on each member, with its first example', () => {
    const anomalies = new Anomalies('set', TEXTS);
    anomalies.add('lost', LEADER, 'a', 'a is gone');
    anomalies.add('lost', LEADER, 'a', 'a is gone again');
    anomalies.add('lost', LEADER, 'b', 'b is gone');
    anomalies.add('lost', OTHER, 'a', 'a is gone here too');
    anomalies.add('stale', undefined, 'c', 'c is old');
    expect(anomalies.findings()).toStrictEqual([
      {
        judge: 'set',
        kind: 'lost',
        effect: 'fail',
        message: '3 lost on db-0 (leader): a is gone.',
        count: 3,
        member: 'db-0',
        examples: ['a', 'b'],
      },
      {
        judge: 'set',
        kind: 'lost',
        effect: 'fail',
        message: '1 lost on db-1: a is gone here too.',
        count: 1,
        member: 'db-1',
        examples: ['a'],
      },
      {
        judge: 'set',
        kind: 'stale',
        effect: 'note',
        message: '1 stale<>: c is old.',
        count: 1,
        examples: ['c'],
      },
    ]);
  });

  test('are counted by their kind, wherever and under whatever name they were seen', () => {
    const anomalies = new Anomalies('set', TEXTS);
    anomalies.add('lost', LEADER, 'a', '');
    anomalies.add('lost', OTHER, 'a', '');
    anomalies.add('alsoLost', undefined, 'b', '');
    anomalies.add('stale', LEADER, 'c', '');
    anomalies.add('stale', LEADER, 'c', '');
    expect([anomalies.keys('lost'), anomalies.times('lost')]).toEqual([2, 3]);
    expect([anomalies.keys('stale'), anomalies.times('stale')]).toEqual([1, 2]);
  });

  test('keep what concerns nobody apart from what concerns a member', () => {
    const anomalies = new Anomalies('set', TEXTS);
    anomalies.add('lost', undefined, 'a', 'nowhere');
    anomalies.add('lost', LEADER, 'a', 'there');
    expect(anomalies.findings().map(({ message }) => message)).toEqual([
      '1 lost on : nowhere.',
      '1 lost on db-0 (leader): there.',
    ]);
  });
});
