import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import { controlEvidence, fault, sampleEvidence } from './evidence.fixture.ts';
import { UNPROVEN, victim } from './identity-scenes.fixture.ts';
import { force, found, IN_TURN, LOST, NEXT, OLD, seen, TWO, WAIVED } from './incarnation-scenes.fixture.ts';
import { beat, container } from './incarnations.fixture.ts';
import { judgeIncarnations } from './incarnations.ts';

describe('the judge of incarnations', () => {
  test('finds nothing where there was one at a time', () => {
    expect(found(controlEvidence())).toEqual([]);
    expect(found(sampleEvidence())).toEqual([]);
    expect(found(seen([OLD, NEXT]))).toEqual([]);
  });

  const late = { ...NEXT, startedAt: 31_400 };
  const second = { ...NEXT, podUid: 'uid-0' };
  test.each<[string, Evidence, string[]]>([
    ['two pods', seen([OLD, late]), [TWO]],
    ['two pods, told the other way round', seen([late, OLD]), [TWO]],
    ['two pods by no more than a clock is set', seen([OLD, { ...NEXT, startedAt: 31_495 }]), []],
    ['two pods by a little more', seen([OLD, { ...NEXT, startedAt: 31_494 }]), [TWO]],
    ['two containers of one pod', seen([OLD, { ...second, startedAt: 31_000 }]), [TWO]],
    ['one container, told twice', seen([OLD, OLD, NEXT]), []],
    ['containers of two names', seen([OLD, NEXT, container(5)]), []],
    ['one that ended as it started', seen([container(0), { ...NEXT, finishedAt: 33_005 }]), []],
    ['two pods still running', seen([container(0), NEXT]), [TWO]],
    ['one that was seen after the next had started', seen([{ ...LOST, lastSeenAt: 40_000 }, NEXT]), [TWO]],
    [
      'one that beat after the next had started',
      seen([LOST, NEXT], [beat('uid-0', 2_500, 34_000), beat('uid-new', 35_000, 82_000)]),
      [TWO],
    ],
    ['beats in turns', seen([OLD, NEXT], [...IN_TURN, beat('uid-0', 83_000, 84_000)]), [TWO]],
    ['beats of three in a row', seen([OLD, NEXT], [...IN_TURN, beat('uid-3', 83_000, 84_000)]), []],
    [
      'beats that come back after two others',
      seen([OLD, NEXT], [...IN_TURN, beat('uid-3', 83_000, 84_000), beat('uid-0', 85_000, 86_000)]),
      [TWO],
    ],
  ])('sees %s', (_what, evidence, findings) => {
    expect(found(evidence)).toEqual(findings);
  });

  const turns = [...IN_TURN, beat('uid-0', 83_000, 84_000)];
  const third = { ...NEXT, podUid: 'uid-3', containerId: 'c-3', startedAt: 50_000 };
  test.each<[string, Evidence, string[]]>([
    ['after a deletion by force', seen([OLD, late], IN_TURN, force()), [WAIVED]],
    ['after one that was not proven', seen([OLD, late], IN_TURN, force(UNPROVEN)), [TWO]],
    ['before it', seen([OLD, late], IN_TURN, force({ injectedAt: 32_000 })), [TWO]],
    [
      'after one of another pod',
      seen([OLD, late], IN_TURN, force({ victims: [victim(1, 'new-pod')] })),
      [TWO],
    ],
    [
      "after one of another stack's pod",
      seen([OLD, late], IN_TURN, force({ victims: [{ ...victim(0, 'new-pod'), stack: 'other' }] })),
      [TWO],
    ],
    ['after a deletion that waives nothing', seen([OLD, late], IN_TURN, { faults: [fault()] }), [TWO]],
    ['of two later ones', seen([OLD, NEXT, third], IN_TURN, force()), [TWO]],
    [
      'of two containers of the victim',
      seen([OLD, { ...second, startedAt: 31_000 }], IN_TURN, force()),
      [TWO],
    ],
    ['in the beats', seen([OLD, NEXT], turns, force()), [WAIVED]],
    [
      'in the beats, both ways',
      seen([OLD, NEXT], [...turns, beat('uid-new', 85_000, 86_000)], force()),
      [WAIVED],
    ],
    [
      'in the beats of two later ones',
      seen(
        [OLD, NEXT],
        [...IN_TURN, beat('uid-3', 83_000, 84_000), beat('uid-new', 85_000, 86_000)],
        force(),
      ),
      [TWO],
    ],
  ])('tells whether an overlap is waived: %s', (_what, evidence, findings) => {
    expect(found(evidence)).toEqual(findings);
  });

  test('says which containers, when and for how long', () => {
    const [finding] = judgeIncarnations(seen([OLD, late]));
    expect(finding?.message).toBe(
      'There were two incarnations of db-0 at once, 1 time: the container container-0 of the pod uid-0 on ' +
        'worker-0 was still running 0.1 s after the container c-new of the pod uid-new on worker-0 had started, ' +
        '31.4 s into the run.',
    );
  });
});
