import { describe, expect, test } from '@jest/globals';
import type { FaultRecord } from '../model/fault-record.ts';
import type { Heartbeat, Incarnation } from '../model/incarnation.ts';
import { fault, without } from './evidence.fixture.ts';
import { victim } from './identity-scenes.fixture.ts';
import { beatOverlaps, containerOverlaps, isWaived } from './incarnation-overlaps.ts';
import { NEXT, OLD } from './incarnation-scenes.fixture.ts';
import { beat, container, heartbeat } from './incarnations.fixture.ts';

const overlaps = (incarnations: Incarnation[], heartbeats: Heartbeat[] = []) =>
  containerOverlaps({ incarnations, heartbeats, problems: [] });

describe('containers that ran at once', () => {
  const late = { ...NEXT, startedAt: 31_400 };
  const overlap = {
    pod: 'db-0',
    pairs: [['uid-0', 'uid-new']],
    from: 31_400,
    text:
      'the container container-0 of the pod uid-0 on worker-0 was still running 0.1 s after ' +
      'the container c-new of the pod uid-new on worker-0 had started, 31.4 s into the run',
  };

  test('are told of in the order in which they started, however they were recorded', () => {
    expect(overlaps([OLD, late])).toEqual([overlap]);
    expect(overlaps([late, OLD])).toEqual([overlap]);
  });

  test('are not made of one whose beginning was not seen', () => {
    expect(overlaps([NEXT, without(OLD, 'startedAt')])).toEqual([]);
    expect(overlaps([without(OLD, 'startedAt'), NEXT])).toEqual([]);
  });

  const one = container(1, { lastSeenAt: 31_000 });
  const two = container(1, { podUid: 'uid-x', containerId: 'c-x', startedAt: 33_000 });
  const beating = [beat('uid-1', 2_500, 34_000), beat('uid-x', 35_000, 82_000)];

  test('are known by the beats of their own name', () => {
    expect(overlaps([one, two], [heartbeat(0, beating), heartbeat(1, [])])).toEqual([]);
    expect(overlaps([one, two], [heartbeat(0, []), heartbeat(1, beating)])).toMatchObject([
      { pod: 'db-1', pairs: [['uid-1', 'uid-x']], from: 33_000 },
    ]);
  });

  test('are known by when they were seen, where nobody looked for beats', () => {
    expect(overlaps([one, two])).toEqual([]);
    expect(overlaps([{ ...one, lastSeenAt: 33_006 }, two])).toHaveLength(1);
  });

  test("have their pod's beats count for the last of them only", () => {
    const second = { ...one, containerId: 'c-second', startedAt: 31_500, lastSeenAt: 32_000 };
    const [last, ...more] = overlaps([one, second, two], [heartbeat(1, beating)]);
    expect(more).toEqual([]);
    expect(last?.text).toMatch(/^the container c-second .* was still running 1 s after /);
  });
});

describe('incarnations that beat in turns', () => {
  const turns = [beat('a', 1_000, 2_000), beat('b', 3_000, 4_000), beat('c', 5_000, 6_000)];

  test('were there with all who beat in between', () => {
    expect(beatOverlaps(heartbeat(0, [...turns, beat('a', 7_000, 8_000)]))).toEqual([
      {
        pod: 'db-0',
        pairs: [
          ['a', 'b'],
          ['a', 'c'],
        ],
        from: 3_000,
        text: 'a beat on the volume again at 7 s, after b had at 3 s',
      },
    ]);
    expect(beatOverlaps(heartbeat(0, turns))).toEqual([]);
  });

  test('were not, where one went on after a pause', () => {
    expect(beatOverlaps(heartbeat(0, [beat('a', 1_000, 2_000), beat('a', 3_000, 4_000)]))).toEqual([]);
  });
});

describe('an overlap is waived', () => {
  const force = (changes: Partial<FaultRecord> = {}): FaultRecord =>
    fault({ waivesAtMostOne: true, injectedAt: 30_000, ...changes });
  const waived = (pairs: [string, string][], faults: FaultRecord[], from = 31_000, pod = 'db-0'): boolean =>
    isWaived({ pod, pairs, from }, faults, 'db');
  const PAIR: [string, string] = ['uid-0', 'uid-new'];

  test('where the deletion by force hit either of the two', () => {
    expect(waived([PAIR], [force()])).toBe(true);
    expect(waived([['uid-new', 'uid-0']], [force()])).toBe(true);
    expect(waived([['uid-new', 'uid-x']], [force()])).toBe(false);
    expect(waived([PAIR], [fault(), force()])).toBe(true);
    expect(waived([PAIR], [force({ victims: [victim(1, 'new-pod'), victim(0, 'new-pod')] })])).toBe(true);
  });

  test('for every pair of it', () => {
    expect(waived([PAIR, ['uid-x', 'uid-y']], [force()])).toBe(false);
    expect(waived([['uid-x', 'uid-y'], PAIR], [force()])).toBe(false);
    expect(waived([['uid-0', 'uid-0']], [force()])).toBe(false);
  });

  test('from the deletion on, by the clocks of the nodes', () => {
    expect(waived([PAIR], [force()], 29_995)).toBe(true);
    expect(waived([PAIR], [force()], 29_994)).toBe(false);
  });

  test('of the very name that was deleted', () => {
    expect(waived([PAIR], [force()], 31_000, 'db-1')).toBe(false);
  });
});
