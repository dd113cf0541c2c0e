import { describe, expect, test } from '@jest/globals';
import type { FaultRecord, Victim } from '../model/fault-record.ts';
import type { MemberIdentity } from '../model/identity.ts';
import { fault, member } from './evidence.fixture.ts';
import { hitsOf, podFindings } from './identity-pod.ts';

/** A fault that hit db-0 at a time, with what db-0 was then. */
function hit(
  expectation: FaultRecord['expectation'],
  injectedAt: number,
  was: Partial<Victim> = {},
  proven = true,
): FaultRecord {
  const victims = fault().victims.map((victim) => ({ ...victim, ...was }));
  return fault({ expectation, injectedAt, victims, proof: { proven, evidence: [] } });
}

const kinds = (faults: FaultRecord[], after: Partial<MemberIdentity>): string[] =>
  podFindings(member(0), member(0, after), hitsOf(faults, 'db', 'db-0')).map(
    ({ kind, effect, member: who }) => `${effect} ${kind}${who === 'db-0' ? '' : ' of somebody else'}`,
  );

const NEW_POD = { podUid: 'uid-new', containerId: 'c-new' };
const RESTARTED = { containerId: 'c-new', restartCount: 1 };

describe('pods and containers', () => {
  test.each<[string, FaultRecord[], Partial<MemberIdentity>, string[]]>([
    ['untouched, unchanged', [], {}, []],
    ['untouched, replaced', [], NEW_POD, ['fail unexpected-new-pod']],
    ['untouched, restarted', [], RESTARTED, ['fail unexpected-restart']],
    [
      'untouched, another container with the same count',
      [],
      { containerId: 'c-new' },
      ['fail unexpected-restart'],
    ],
    ['untouched, only the count raised', [], { restartCount: 1 }, ['fail unexpected-restart']],
    ['deleted, replaced', [hit('new-pod', 1)], NEW_POD, []],
    ['deleted, not replaced', [hit('new-pod', 1)], RESTARTED, ['fail pod-not-replaced']],
    [
      'deleted, replaced, then restarted',
      [hit('new-pod', 1)],
      { ...NEW_POD, restartCount: 2 },
      ['note restarted-while-recovering'],
    ],
    ['killed, restarted', [hit('new-container', 1)], RESTARTED, []],
    [
      'killed, restarted twice',
      [hit('new-container', 1)],
      { ...RESTARTED, restartCount: 2 },
      ['note restarted-while-recovering'],
    ],
    ['killed, unchanged', [hit('new-container', 1)], {}, ['fail container-not-restarted']],
    [
      'killed, count raised only',
      [hit('new-container', 1)],
      { restartCount: 1 },
      ['fail container-not-restarted'],
    ],
    [
      'killed, container new only',
      [hit('new-container', 1)],
      { containerId: 'c-new' },
      ['fail container-not-restarted'],
    ],
    ['killed, replaced', [hit('new-container', 1)], NEW_POD, ['fail unexpected-new-pod']],
    [
      'replaced by nobody, then killed',
      [hit('new-container', 1, { podUid: 'uid-new' })],
      { ...RESTARTED, podUid: 'uid-new' },
      ['fail unexpected-new-pod'],
    ],
    ['paused, unchanged', [hit('unchanged', 1)], {}, []],
    ['paused, restarted', [hit('unchanged', 1)], RESTARTED, ['fail unexpected-restart']],
    ['paused, replaced', [hit('unchanged', 1)], NEW_POD, ['fail unexpected-new-pod']],
    ['hit without proof, unchanged', [hit('new-pod', 1, {}, false)], {}, []],
    ['hit without proof, replaced', [hit('new-pod', 1, {}, false)], NEW_POD, []],
    [
      'deleted, then killed',
      [hit('new-pod', 1), hit('new-container', 2, NEW_POD)],
      { podUid: 'uid-new', containerId: 'c-newer', restartCount: 1 },
      [],
    ],
    [
      'deleted, then killed, recorded the other way round',
      [hit('new-container', 2, NEW_POD), hit('new-pod', 1)],
      { podUid: 'uid-new', containerId: 'c-newer', restartCount: 1 },
      [],
    ],
    [
      'deleted, then killed, which did not restart it',
      [hit('new-pod', 1), hit('new-container', 2, NEW_POD)],
      NEW_POD,
      ['fail container-not-restarted'],
    ],
    [
      'deleted, then killed, then replaced again',
      [hit('new-pod', 1), hit('new-container', 2, NEW_POD)],
      { podUid: 'uid-third' },
      ['fail unexpected-new-pod'],
    ],
    ['killed, then deleted', [hit('new-container', 1), hit('new-pod', 2, RESTARTED)], NEW_POD, []],
    ['deleted twice', [hit('new-pod', 1), hit('new-pod', 2, NEW_POD)], { podUid: 'uid-third' }, []],
    [
      'deleted twice, replaced once',
      [hit('new-pod', 1), hit('new-pod', 2, NEW_POD)],
      NEW_POD,
      ['fail pod-not-replaced'],
    ],
    [
      'deleted twice, the first one back',
      [hit('new-pod', 1), hit('new-pod', 2, NEW_POD)],
      {},
      ['fail pod-not-replaced'],
    ],
    [
      'killed twice, restarted once',
      [hit('new-container', 1), hit('new-container', 2, RESTARTED)],
      RESTARTED,
      ['fail container-not-restarted'],
    ],
  ])('%s', (_what, faults, after, findings) => {
    expect(kinds(faults, after)).toEqual(findings);
  });

  test('count how often a container started over beyond what the fault demands', () => {
    const faults = [hit('new-container', 1, { restartCount: 1 })];
    const after = member(0, { containerId: 'c-new', restartCount: 4 });
    expect(podFindings(member(0), after, hitsOf(faults, 'db', 'db-0'))).toMatchObject([
      { kind: 'restarted-while-recovering', count: 2 },
    ]);
  });

  test("are not hit by faults on another stack's pod of that name, or on another pod", () => {
    expect(
      hitsOf([hit('new-pod', 1, { stack: 'other' }), hit('new-pod', 2, { pod: 'db-1' })], 'db', 'db-0'),
    ).toEqual([]);
  });
});
