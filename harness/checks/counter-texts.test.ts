import { describe, expect, test } from '@jest/globals';
import { Anomalies } from './anomalies.ts';
import { COUNTER_TEXTS } from './counter-texts.ts';

type Name = keyof typeof COUNTER_TEXTS;

/** What is said of an anomaly that was seen so often on one member. */
function said(name: Name, times: number): string[] {
  const anomalies = new Anomalies('counter', COUNTER_TEXTS);
  for (let i = 0; i < times; i++) anomalies.add(name, { member: 'db-1', role: 'follower' }, 'k', 'k is so');
  return anomalies.findings().map(({ effect, kind, message }) => `${effect} ${kind}: ${message}`);
}

describe('the sentences of the counter judge', () => {
  test.each<[Name, string, string]>([
    [
      'lost',
      'fail lost: 1 counter with acknowledged increments is not on db-1 (follower): k is so.',
      'fail lost: 2 counters with acknowledged increments are not on db-1 (follower): k is so.',
    ],
    [
      'tooLow',
      'fail lost-update: 1 counter on db-1 (follower) is below the acknowledged increments: k is so.',
      'fail lost-update: 2 counters on db-1 (follower) are below the acknowledged increments: k is so.',
    ],
    [
      'repeated',
      'fail lost-update: 1 acknowledged increment came back with a value that another one had come back with: k is so.',
      'fail lost-update: 2 acknowledged increments came back with a value that another one had come back with: k is so.',
    ],
    [
      'tooHigh',
      'fail unexpected: 1 counter on db-1 (follower) is no number of increments that were made: k is so.',
      'fail unexpected: 2 counters on db-1 (follower) are no number of increments that were made: k is so.',
    ],
    [
      'readTooHigh',
      'fail unexpected: 1 value that db-1 (follower) returned is no number of increments that could have been made by then: k is so.',
      'fail unexpected: 2 values that db-1 (follower) returned are no number of increments that could have been made by then: k is so.',
    ],
    [
      'incrementTooHigh',
      'fail unexpected: 1 increment came back with more than could have been made by then: k is so.',
      'fail unexpected: 2 increments came back with more than could have been made by then: k is so.',
    ],
    [
      'staleRead',
      'fail stale: 1 value that db-1 (follower) returned is below the increments acknowledged before the read: k is so.',
      'fail stale: 2 values that db-1 (follower) returned are below the increments acknowledged before the read: k is so.',
    ],
    [
      'staleIncrement',
      'fail stale: 1 increment came back without all that had been acknowledged before: k is so.',
      'fail stale: 2 increments came back without all that had been acknowledged before: k is so.',
    ],
    [
      'backwards',
      'fail backwards: 1 value that db-1 (follower) returned is below what it had returned before: k is so.',
      'fail backwards: 2 values that db-1 (follower) returned are below what it had returned before: k is so.',
    ],
    [
      'duplicated',
      'fail duplicated: db-1 (follower) holds 1 extra copy of counters: k is so.',
      'fail duplicated: db-1 (follower) holds 2 extra copies of counters: k is so.',
    ],
  ])('of %s are for one and for more', (name, once, twice) => {
    expect(said(name, 1)).toEqual([once]);
    expect(said(name, 2)).toEqual([twice]);
  });
});
