import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { Heartbeat, Incarnation } from '../model/incarnation.ts';
import { fault, without } from './evidence.fixture.ts';
import { victim } from './identity-scenes.fixture.ts';
import { crash, force, gaps, IN_TURN, LOST, NEXT, OLD, seen } from './incarnation-scenes.fixture.ts';
import { beat, container, heartbeat, sampleIncarnations } from './incarnations.fixture.ts';

const others = sampleIncarnations(false).heartbeats.slice(1);

describe('an end or a beginning that was not seen', () => {
  const FEW = [beat('uid-new', 33_500, 82_000)];
  const END = 'db-0: when the container container-0 ended, before or after c-new started, was not seen';
  const BEGINNING = 'db-0: when the container container-0 on worker-0 started was not seen';
  const unwatched = without(OLD, 'startedAt');
  const second = { ...NEXT, podUid: 'uid-0' };
  const third: Incarnation = { ...NEXT, podUid: 'uid-3', containerId: 'c-3', startedAt: 90_000 };
  const within = (changes: Partial<FaultRecord>): Evidence =>
    seen([LOST, second], [beat('uid-0', 2_500, 82_000)], crash(changes));
  /** With these beats of db-0, which nobody looked for where there are none. */
  const beating = (
    containers: Incarnation[],
    zero: Heartbeat[],
    changes: Partial<Evidence> = {},
  ): Evidence => {
    const evidence = seen(containers, [], changes);
    const { incarnations } = evidence;
    return incarnations === undefined
      ? evidence
      : { ...evidence, incarnations: { ...incarnations, heartbeats: [...zero, ...others] } };
  };

  test.each<[string, Evidence, string[]]>([
    ['is not certain up to what a clock is set', seen([{ ...LOST, lastSeenAt: 33_005 }, NEXT], FEW), [END]],
    ['is certain to overlap after that', seen([{ ...LOST, lastSeenAt: 33_006 }, NEXT], FEW), []],
    [
      'does not concern a container that started earlier',
      seen([container(0, { finishedAt: 2_001 }), { ...NEXT, startedAt: 2_003, lastSeenAt: 2_004 }], FEW),
      [],
    ],
    [
      'does not concern one that started at the same time and ended',
      seen([container(0, { finishedAt: 2_001 }), { ...NEXT, startedAt: 2_000, lastSeenAt: 2_001 }], FEW),
      [],
    ],
    [
      'is told once, where the beginning of the other was not seen either',
      seen([LOST, without(NEXT, 'startedAt')], FEW),
      ['db-0: when the container c-new on worker-0 started was not seen'],
    ],
    ['is explained by a crash of its node', within({ effectAt: 32_000 }), []],
    ['is not explained by a kill', seen([LOST, second], IN_TURN.slice(0, 1), { faults: [fault()] }), [END]],
    [
      'is not explained by a crash of another node',
      within({ effectAt: 32_000, victims: [{ ...victim(0, 'gone'), node: 'worker-9' }] }),
      [END],
    ],
    ['is not explained by a crash before it started', within({ effectAt: 1_999 }), [END]],
    ['is explained by a crash when it started', within({ effectAt: 2_000 }), []],
    ['is explained by a crash when the other started', within({ effectAt: 33_005 }), []],
    ['is not explained by a crash after the other started', within({ effectAt: 33_006 }), [END]],
    [
      'is not explained by a crash where a third one never beat',
      seen([unwatched, { ...NEXT, finishedAt: 40_000 }, third], IN_TURN, crash()),
      [BEGINNING],
    ],
    [
      'is not explained by a crash and beats within one pod',
      seen([unwatched, second], [beat('uid-0', 2_500, 82_000)], crash()),
      [BEGINNING],
    ],
    ['is waived where the pod was deleted by force', seen([LOST, NEXT], FEW, force()), []],
    [
      'is not explained by beats that nobody looked for',
      beating([LOST, NEXT], []),
      ['db-0: nobody looked for the heartbeats of db-0', END],
    ],
    [
      'is not explained by beats that could not all be read',
      beating([LOST, NEXT], [heartbeat(0, IN_TURN, { problem: 'No answer.' })]),
      ['db-0: the heartbeats of db-0 could not be read: No answer.', END],
    ],
    [
      "is explained by its own name's beats",
      beating([LOST, NEXT], [heartbeat(7, FEW), heartbeat(0, IN_TURN)]),
      [],
    ],
  ])('%s', (_what, evidence, texts) => {
    expect(gaps(evidence)).toEqual(texts);
  });
});
