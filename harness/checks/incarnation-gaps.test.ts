import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import type { Heartbeat } from '../model/incarnation.ts';
import { controlEvidence, fault, identities, member, without } from './evidence.fixture.ts';
import { members, scaled, UNPROVEN, victim } from './identity-scenes.fixture.ts';
import {
  crash,
  force,
  found,
  IN_TURN,
  LOST,
  NEXT,
  OLD,
  seen,
  TWO,
  UNSEEN,
} from './incarnation-scenes.fixture.ts';
import { beat, container, heartbeat, sampleIncarnations } from './incarnations.fixture.ts';

describe('what was not seen of incarnations', () => {
  const lostThere = { ...LOST, startedAt: 2_000 };
  const unwatched = without(OLD, 'startedAt');
  const second = { ...NEXT, podUid: 'uid-0' };
  const turns = [...IN_TURN, beat('uid-0', 83_000, 84_000)];
  test.each<[string, Evidence, string[]]>([
    ['an end, where the beats show one after the other', seen([LOST, NEXT]), []],
    ['an end, where only one of them beat', seen([LOST, NEXT], [beat('uid-new', 33_500, 82_000)]), [UNSEEN]],
    ['an end, where the beats are in turns too', seen([LOST, NEXT], turns), [TWO, UNSEEN]],
    ['an end within one pod', seen([LOST, second]), [UNSEEN]],
    [
      'an end within one pod whose node crashed',
      seen([lostThere, second], [beat('uid-0', 2_500, 82_000)], crash()),
      [],
    ],
    [
      'an end within one pod whose node crashed later',
      seen([LOST, second], IN_TURN, crash({ effectAt: 40_000 })),
      [UNSEEN],
    ],
    [
      'an end within one pod whose node may have crashed',
      seen([LOST, second], IN_TURN, crash(UNPROVEN)),
      [UNSEEN],
    ],
    ['an end, where an overlap is waived', seen([LOST, NEXT], [beat('uid-new', 1, 2)], force()), []],
    [
      'an end, where an overlap is certain',
      seen([{ ...LOST, lastSeenAt: 40_000 }, NEXT], [beat('uid-new', 1, 2)]),
      [TWO],
    ],
    ['an end of nobody who was followed', seen([container(0)], [beat('uid-0', 1, 2)]), []],
    ['a beginning', seen([unwatched, NEXT]), [UNSEEN]],
    ['a beginning on a node that crashed', seen([unwatched, NEXT], IN_TURN, crash()), []],
    [
      'a beginning on a node that crashed, and few beats',
      seen([unwatched, NEXT], [beat('uid-new', 1, 2)], crash()),
      [UNSEEN],
    ],
    [
      'a beginning on another node than the one that crashed',
      seen([{ ...unwatched, node: 'w' }, NEXT], IN_TURN, crash()),
      [UNSEEN],
    ],
    ['any container', seen([]), [UNSEEN]],
    ['any beat', seen([OLD, NEXT], []), [UNSEEN]],
  ])('does not know without having seen %s', (_what, evidence, findings) => {
    expect(found(evidence)).toEqual(findings);
  });

  const beatsOf0 = (heartbeats: Heartbeat[], changes: Partial<Evidence> = {}): Evidence => {
    const sample = sampleIncarnations(false);
    const incarnations = { ...sample, heartbeats: [...heartbeats, ...sample.heartbeats.slice(1)] };
    return controlEvidence({ incarnations, ...changes });
  };
  const unreadable = heartbeat(0, [], { problem: 'No answer.' });
  const without0 = identities(members(1, 2), { wanted: 2 });
  const gone0 = { faults: [fault({ victims: [victim(0, 'gone')] })], after: without0 };
  test.each<[string, Evidence, string[]]>([
    ['nobody looked', beatsOf0([]), [UNSEEN]],
    ['it could not be read', beatsOf0([unreadable]), [UNSEEN]],
    [
      'it could not be read of a member that is not ready',
      beatsOf0([unreadable], { after: identities([member(0, { ready: false }), ...members(1, 2)]) }),
      [],
    ],
    ['the member is gone as it should be', beatsOf0([], gone0), []],
    ['the member is gone, and could not be asked', beatsOf0([unreadable], gone0), []],
    ['the member is gone without a fault', beatsOf0([], { after: without0 }), [UNSEEN]],
    [
      'a newcomer could not be asked',
      controlEvidence({
        after: identities(members(0, 1, 2, 3), { wanted: 4 }),
        faults: [scaled(4, 1)],
        incarnations: {
          ...sampleIncarnations(false),
          heartbeats: [...sampleIncarnations(false).heartbeats, heartbeat(3, [], { problem: 'No answer.' })],
        },
      }),
      ['unknown incarnations-unseen db-3'],
    ],
  ])('takes missing heartbeats for what they are: %s', (_what, evidence, findings) => {
    expect(found(evidence)).toEqual(findings);
  });

  test('does not know where the runtimes were not watched, save on a node that crashed', () => {
    const problems = ['The runtime of worker-0 did not answer.'];
    const incarnations = { ...sampleIncarnations(false), problems };
    expect(found(controlEvidence({ incarnations }))).toEqual(['unknown incarnations-unseen']);
    expect(found(controlEvidence({ incarnations, ...crash() }))).toEqual([]);
    const other = { ...incarnations, problems: ['The runtime of worker-01 did not answer.'] };
    expect(found(controlEvidence({ incarnations: other, ...crash() }))).toEqual([
      'unknown incarnations-unseen',
    ]);
  });

  test('does not know without a record, or without knowing who there was', () => {
    expect(found(without(controlEvidence(), 'incarnations'))).toEqual(['unknown incarnations-unseen']);
    expect(found(without(controlEvidence(), 'before'))).toEqual(['unknown incarnations-unseen']);
  });
});
