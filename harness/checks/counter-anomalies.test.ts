import { describe, expect, test } from '@jest/globals';
import { Anomalies, type Place } from './anomalies.ts';
import { PendingAnomalies } from './counter-anomalies.ts';
import { COUNTER_TEXTS } from './counter-texts.ts';

type Name = keyof typeof COUNTER_TEXTS;

const PLACE: Place = { member: 'db-1', role: 'follower' };

function settled(pending: PendingAnomalies, names: [number, string][]): string[] {
  const anomalies = new Anomalies('counter', COUNTER_TEXTS);
  pending.settle(anomalies, new Map(names));
  return anomalies.findings().map(({ kind, member, count, message, examples }) => {
    const example = message.split(': ').at(-1) ?? '';
    return `${kind} ${member ?? 'nowhere'} ${String(count)} ${examples.join()}: ${example}`;
  });
}

describe('anomalies of counters that may not be judged yet', () => {
  test.each<[Name, string]>([
    ['repeated', 'c became 3 more than once.'],
    ['incrementTooHigh', 'c became 3, with 2 invoked.'],
    ['staleIncrement', 'c became 3, with 2 acknowledged before it.'],
    ['readTooHigh', 'c was 3, with 2 invoked.'],
    ['staleRead', 'c was 3, with 2 acknowledged.'],
    ['backwards', 'c was 3, after 2.'],
    ['lost', 'c.'],
  ])('%s: %s', (name, example) => {
    const pending = new PendingAnomalies();
    pending.add(name, undefined, 0, 3, 2);
    expect(settled(pending, [[0, 'c']])).toEqual([expect.stringMatching(/ nowhere 1 c: /)]);
    pending.add(name, PLACE, 0, 3, 2);
    expect(settled(pending, [[0, 'c']])[0]).toMatch(new RegExp(`: ${example.replaceAll('.', '\\.')}$`));
  });

  test('are told once for each counter and member, with how often and what was seen first', () => {
    const pending = new PendingAnomalies();
    pending.add('staleRead', PLACE, 1, 3, 4);
    pending.add('staleRead', PLACE, 0, 1, 2);
    pending.add('staleRead', PLACE, 0, 0, 9);
    pending.add('staleRead', { ...PLACE, member: 'db-2' }, 0, 5, 6);
    pending.add('backwards', PLACE, 0, 7);
    pending.add('repeated', undefined, 2, 8);
    expect(pending.slots()).toEqual(new Set([0, 1, 2]));
    const names: [number, string][] = [
      [0, 'c'],
      [1, 'd'],
    ];
    expect(settled(pending, names)).toEqual([
      'stale db-1 3 d,c: d was 3, with 4 acknowledged.',
      'stale db-2 1 c: c was 5, with 6 acknowledged.',
      'backwards db-1 1 c: c was 7, after 0.',
    ]);
    expect(settled(pending, names)).toEqual([]);
    expect(pending.slots()).toEqual(new Set());
  });
});
