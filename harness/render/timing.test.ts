import { describe, expect, test } from '@jest/globals';
import type { ScenarioResult } from '../model/result.ts';
import { sampleRun } from './run.fixture.ts';
import { renderTiming, timingOf, timingSection } from './timing.ts';

const durations = {
  deploy: 20,
  baseline: 1,
  load: 10,
  inject: 40,
  recover: 5,
  quiesce: 2,
  'read-back': 3,
  collect: 1,
  judge: 0.5,
};

/** The first scenario of that run, which has everything. */
function first(): ScenarioResult {
  const [result] = timedRun().scenarios;
  if (result === undefined) throw new Error('the sample run has scenarios');
  return result;
}

/** A run of two scenarios, of which the second waited for the first, and a third that never began. */
function timedRun(): ReturnType<typeof sampleRun> {
  const run = sampleRun({ setup: [{ step: 'cluster', seconds: 41 }], parallel: 2 });
  const [first, second, third] = run.scenarios as [ScenarioResult, ScenarioResult, ScenarioResult];
  return {
    ...run,
    scenarios: [
      { ...first, durations, askedAt: 50, startedAt: 50, endedAt: 134 },
      { ...second, durations: { deploy: 10 }, askedAt: 50, startedAt: 134, endedAt: 144 },
      { ...third, durations: {} },
    ],
  };
}

function cells(text: string, separator: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith(separator) && !line.includes('---'))
    .map((line) =>
      line
        .split(separator)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const TABLE = [
  ['scenario', 'deploy', 'load', 'fault', 'recovery', 'harness', 'in all', 'waited'],
  ['db control', '20.0 s', '10.0 s', '40.0 s', '5.0 s', '9.0 s', '84.0 s', '0.0 s'],
  ['db pod-delete (leader)', '10.0 s', '0.0 s', '0.0 s', '0.0 s', '0.0 s', '10.0 s', '84.0 s'],
  ['in all', '30.0 s', '10.0 s', '40.0 s', '5.0 s', '9.0 s', '94.0 s', '84.0 s'],
];

const SENTENCES = [
  'The harness took 9.0 s of 94.0 s for itself: 9.6 %.',
  'All scenarios together took 1m34s of wall time, at most 2 at once.',
  'What came before them took 50s: cluster 41.0 s.',
];

describe('where the time of a scenario went', () => {
  test('what no phase accounts for is the harness’s', () => {
    expect(timingOf(first())).toEqual({
      deploy: 20,
      load: 10,
      fault: 40,
      recovery: 5,
      harness: 9,
      all: 84,
      waited: 0,
    });
  });

  test('is known from the phases alone where nobody wrote down when it began', () => {
    const { askedAt: _asked, startedAt: _started, endedAt: _ended, ...rest } = first();
    expect(timingOf(rest)).toMatchObject({ harness: 7.5, all: 82.5, waited: null });
  });

  test('phases that overlap are not taken from the harness’s share', () => {
    const timing = timingOf({ ...first(), startedAt: 50, endedAt: 60 });
    expect(timing).toMatchObject({ harness: 7.5, all: 82.5 });
  });
});

describe('where the time of a run went', () => {
  test('is a table in a terminal, with the harness’s share, the wall time and the set-up below', () => {
    const text = renderTiming(timedRun());
    expect(cells(text, '│')).toEqual(TABLE);
    expect(text.trimEnd().split('\n').slice(-3)).toEqual(SENTENCES);
  });

  test('is a section of the summary', () => {
    const text = timingSection(timedRun());
    expect(text).toMatch(/^## Where the time went\n\n\|/);
    expect(cells(text, '|')).toEqual(TABLE);
    for (const sentence of SENTENCES) expect(text).toContain(`- ${sentence}`);
  });

  test('where nothing ran there is only what came before', () => {
    const run = { ...timedRun(), scenarios: [] };
    expect(timingSection(run)).toBe('');
    expect(renderTiming(run)).toBe('What came before them took 41s: cluster 41.0 s.\n');
  });
});
