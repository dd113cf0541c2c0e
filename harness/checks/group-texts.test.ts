import { describe, expect, test } from '@jest/globals';
import { Anomalies } from './anomalies.ts';
import { GROUP_TEXTS } from './group-texts.ts';

type Name = keyof typeof GROUP_TEXTS;

/** What is said of an anomaly that was seen so often on one member. */
function said(name: Name, times: number): string[] {
  const anomalies = new Anomalies('groups', GROUP_TEXTS);
  for (let i = 0; i < times; i++) anomalies.add(name, { member: 'db-1', role: 'follower' }, 'k', 'k is so');
  return anomalies.findings().map(({ effect, kind, message }) => `${effect} ${kind}: ${message}`);
}

describe('the sentences of the groups judge', () => {
  test.each<[Name, string, string]>([
    [
      'fractured',
      'fail fractured: db-1 (follower) did not show all rows of one transaction together, 1 time: k is so.',
      'fail fractured: db-1 (follower) did not show all rows of one transaction together, 2 times: k is so.',
    ],
    [
      'lost',
      'fail lost: 1 acknowledged group is not on db-1 (follower): k is so.',
      'fail lost: 2 acknowledged groups are not on db-1 (follower): k is so.',
    ],
    [
      'recovered',
      'note recovered: db-1 (follower) holds 1 group whose outcome was unknown to the client: k is so.',
      'note recovered: db-1 (follower) holds 2 groups whose outcome was unknown to the client: k is so.',
    ],
    [
      'unexpected',
      'fail unexpected: db-1 (follower) showed groups that nobody had written, or whose write was certainly not applied, 1 time: k is so.',
      'fail unexpected: db-1 (follower) showed groups that nobody had written, or whose write was certainly not applied, 2 times: k is so.',
    ],
    [
      'duplicated',
      'fail duplicated: db-1 (follower) holds 1 extra copy of groups: k is so.',
      'fail duplicated: db-1 (follower) holds 2 extra copies of groups: k is so.',
    ],
    [
      'stale',
      'fail stale: db-1 (follower) did not show groups that had been acknowledged before the read, 1 time: k is so.',
      'fail stale: db-1 (follower) did not show groups that had been acknowledged before the read, 2 times: k is so.',
    ],
    [
      'backwards',
      'fail backwards: db-1 (follower) did not show groups that it had shown before, 1 time: k is so.',
      'fail backwards: db-1 (follower) did not show groups that it had shown before, 2 times: k is so.',
    ],
  ])('of %s are for one and for more', (name, once, twice) => {
    expect(said(name, 1)).toEqual([once]);
    expect(said(name, 2)).toEqual([twice]);
  });
});
