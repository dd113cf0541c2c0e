import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { Beat, Heartbeat } from '../model/incarnation.ts';
import { controlEvidence, fault, without } from './evidence.fixture.ts';
import { victim } from './identity-scenes.fixture.ts';
import { force, gaps, IN_TURN, LOST, NEXT, OLD, seen } from './incarnation-scenes.fixture.ts';
import { beat, heartbeat, sampleIncarnations } from './incarnations.fixture.ts';
import { judgeIncarnations } from './incarnations.ts';

const withBeats = (...heartbeats: Heartbeat[]): Evidence =>
  controlEvidence({ incarnations: { ...sampleIncarnations(false), heartbeats } });
const others = sampleIncarnations(false).heartbeats.slice(1);

describe('what was not seen is told, and of whom', () => {
  test.each<[string, Evidence]>([
    [
      'all: The runtime of worker-1 did not answer.',
      controlEvidence({
        incarnations: { ...sampleIncarnations(false), problems: ['The runtime of worker-1 did not answer.'] },
      }),
    ],
    ['all: It is not known which members there were.', without(controlEvidence(), 'before')],
    ['db-0: db-0 left no heartbeat', withBeats(heartbeat(0, []), ...others)],
    ['db-0: nobody looked for the heartbeats of db-0', withBeats(...others)],
    [
      'db-0: the heartbeats of db-0 could not be read: No answer.',
      withBeats(heartbeat(0, [], { problem: 'No answer.' }), ...others),
    ],
    ['db-0: no container of db-0 was seen', seen([])],
    [
      'db-0: when the container container-0 on worker-0 started was not seen',
      seen([without(OLD, 'startedAt'), NEXT]),
    ],
    [
      'db-0: when the container container-0 ended, before or after c-new started, was not seen',
      seen([LOST, NEXT], [beat('uid-new', 33_500, 82_000)]),
    ],
  ])('%s', (text, evidence) => {
    expect(gaps(evidence)).toEqual([text]);
  });

  test('or nothing, where all was seen, even without a snapshot at the end', () => {
    expect(gaps(seen([OLD, NEXT]))).toEqual([]);
    expect(gaps(without(seen([OLD, NEXT]), 'after'))).toEqual([]);
  });

  test('but not of a node that crashed, whatever its name', () => {
    const problems = [
      'The runtime of a did not answer.',
      'The runtime of a.b-c did not answer; nor did any.',
    ];
    const on = (node: string | null): FaultRecord =>
      fault({ takesNode: true, victims: [{ ...victim(0, 'gone'), node }] });
    const evidence = controlEvidence({ incarnations: { ...sampleIncarnations(false), problems } });
    expect(gaps({ ...evidence, faults: [on('a')] })).toEqual([`all: ${String(problems[1])}`]);
    expect(gaps({ ...evidence, faults: [on('a.b-c'), on('a')] })).toEqual([]);
    expect(gaps({ ...evidence, faults: [on(null)] })).toHaveLength(2);
  });
});

describe('the judge of incarnations says', () => {
  const said = (evidence: Evidence): string[] =>
    judgeIncarnations(evidence).map(({ judge, message }) => `${judge}: ${message}`);
  const runs: Beat[] = [...IN_TURN, beat('uid-0', 83_000, 84_000)];

  test.each<[string, Evidence]>([
    ['There is no record of the incarnations.', without(controlEvidence(), 'incarnations')],
    [
      'There were two incarnations of db-0 at once, 1 time: uid-0 beat on the volume again at 83 s, after uid-new had at 33.5 s.',
      seen([OLD, NEXT], runs),
    ],
    [
      'There were two incarnations of db-0 at once, 1 time, which Kubernetes gives up itself when a pod is deleted by force: ' +
        'uid-0 beat on the volume again at 83 s, after uid-new had at 33.5 s.',
      seen([OLD, NEXT], runs, force()),
    ],
    [
      'Whether every identity had one incarnation at a time was not seen everywhere: It is not known which members there were.',
      without(controlEvidence(), 'before'),
    ],
    [
      'Whether db-0 had one incarnation at a time was not seen everywhere: db-0 left no heartbeat.',
      withBeats(heartbeat(0, []), ...others),
    ],
  ])('%s', (message, evidence) => {
    expect(said(evidence)).toEqual([`incarnations: ${message}`]);
  });

  test('all that was not seen of a member in one finding', () => {
    const [finding, ...more] = judgeIncarnations(seen([], []));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      member: 'db-0',
      count: 2,
      examples: ['db-0 left no heartbeat', 'no container of db-0 was seen'],
    });
  });

  test('every overlap of a member in one finding', () => {
    const [finding] = judgeIncarnations(seen([OLD, { ...NEXT, startedAt: 31_400 }], runs));
    expect(finding).toMatchObject({ member: 'db-0', count: 2 });
    expect(finding?.message).toMatch(/^There were two incarnations of db-0 at once, 2 times: the container /);
    expect(finding?.examples[1]).toBe('uid-0 beat on the volume again at 83 s, after uid-new had at 33.5 s');
  });
});
