import { describe, expect, test } from '@jest/globals';
import { without } from '../checks/evidence.fixture.ts';
import { sampleRun } from './run.fixture.ts';
import { renderSummary } from './summary-md.ts';

const lines = (text: string): string[] => text.split('\n');

describe('summary.md', () => {
  const summary = lines(renderSummary(sampleRun()));

  test('has the verdict at its head', () => {
    expect(summary.slice(0, 3)).toEqual([
      '# Verdict: fail',
      '',
      '1 of 3 scenarios passed, 1 failed, 1 unknown.',
    ]);
  });

  test('has a row for each scenario', () => {
    expect(summary).toContain('| db control | pass | 70 | 60 | 0 | 0 | – | – | 11.0 s |');
    expect(summary).toContain(
      '| db pod-delete (leader) | fail | 70 | 60 | 60 | 0 | never | 10.0 s | 11.0 s |',
    );
  });

  test('gives for each scenario what it rests on', () => {
    expect(summary).toContain('## db pod-delete (leader): fail');
    expect(summary).toContain(
      '- Writes: 70 attempted, 60 acknowledged, 0 failed, 10 with an unknown outcome; 3 in flight while the fault took hold.',
    );
    expect(summary).toContain(
      '- Read back to the end: db-0, db-1, db-2; lost 60, recovered 0, no other anomaly.',
    );
    expect(summary).toContain(
      '- Fault: pod-delete (leader) on db-0, proven. db-0 has the pod uid-0-new, it had uid-0. Class pod: everything acknowledged is kept.',
    );
    expect(summary).toContain(
      '- Fault: pod-kill (leader) on db-0, not proven. No evidence. Class pod: everything acknowledged is kept.',
    );
    expect(summary).toContain('- Evidence: db/pod-delete');
  });

  test('names every finding, in text that Markdown takes for text', () => {
    expect(summary).toContain(
      '- **fail** not-recovered: The stack did not recover from pod-delete within 60 s; still missing: db-0 &lt;is> not ready \\| yet.',
    );
    expect(summary.filter((line) => line.startsWith('- **fail** lost:'))).toHaveLength(3);
    expect(summary.find((line) => line.startsWith('- **fail** lost:'))).toMatch(/Examples: k0, k1, /);
  });

  test('gives durations, setting, images, and what was not tested', () => {
    expect(summary).toContain('| cluster | 41.3 s |');
    expect(summary).toContain(
      '| scenario | deploy | baseline | load | inject | recover | quiesce | read-back | in all |',
    );
    expect(summary).toContain('| db control | 8.0 s | 2.0 s | 20.0 s | – | – | 1.0 s | 5.0 s | 36s |');
    expect(summary).toContain('- Seed 7, 200 operations a second.');
    expect(summary).toContain('- Cluster kind-x: Kubernetes v1.36.0, 5 nodes, created for this run.');
    expect(summary).toContain('- Image database: database:1@sha256:1, from packages, sha256:2.');
    expect(summary.slice(-4)).toEqual(['## Not tested', '', '- The loss of a whole zone.', '']);
  });

  test('is true of a run that judged nothing', () => {
    const rest = without(
      sampleRun({
        scenarios: [],
        verdict: 'unknown',
        interrupted: 'The run was interrupted by SIGINT.',
        setup: [],
        notTested: [],
      }),
      'cluster',
    );
    const text = renderSummary(rest);
    expect(text).toMatch(
      /^# Verdict: unknown\n\n0 of 0 scenarios passed\.\n\n\*\*The run was interrupted by SIGINT\.\*\*\n\nNo scenario was judged\./,
    );
    expect(text).toContain('- There was no cluster.');
    expect(text).not.toMatch(/## (Durations|Not tested)/);
  });

  test('gives the operations in flight at each fault, and the reads that were answered', () => {
    const run = sampleRun();
    for (const { operations } of run.scenarios) {
      operations.inFlightAtFaults = [3, 12];
      operations.reads = 40;
    }
    expect(lines(renderSummary(run))).toContain(
      '- Writes: 70 attempted, 60 acknowledged, 0 failed, 10 with an unknown outcome; 3, 12 in flight while each fault took hold. Reads answered under load: 40.',
    );
  });

  test('names the anomalies that there are, and no others', () => {
    const run = sampleRun();
    for (const { data } of run.scenarios) Object.assign(data, { stale: 3, wrongTotals: 1, recovered: 2 });
    const text = renderSummary(run);
    expect(text).toContain('; lost 60, recovered 2, stale 3, wrong totals 1.\n');
    expect(text).toContain('| db control | pass | 70 | 60 | 0 | stale 3, wrong totals 1 | – |');
    for (const { data } of run.scenarios) Object.assign(data, { membersRead: [], lost: 0 });
    expect(renderSummary(run)).toContain(
      '- No member could be read back to its end; lost 0, recovered 2, stale 3, wrong totals 1.\n',
    );
  });

  test('has latencies and errors of the writes before, during and after the fault', () => {
    const header =
      '| writes | acknowledged | failed | unknown outcome | p50 | p95 | p99 | max | commonest errors |';
    expect(summary.filter((line) => line === header)).toHaveLength(3);
    expect(summary).toContain('| all | 60 | 0 | 10 | 5.0 ms | 5.0 ms | 5.0 ms | 5.0 ms | – |');
    expect(summary).toContain('| before the fault | 20 | 0 | 0 | 5.0 ms | 5.0 ms | 5.0 ms | 5.0 ms | – |');
    const run = sampleRun();
    const after = run.scenarios[2]?.availability.stretches[2];
    if (after === undefined) throw new Error('The sample has no stretch after the fault.');
    after.latencyMs = null;
    after.errors = [
      { error: `refused | ${'x'.repeat(100)}`, count: 7 },
      { error: 'timed out', count: 2 },
      { error: 'rare', count: 1 },
    ];
    expect(lines(renderSummary(run))).toContain(
      `| after the fault | 34 | 0 | 0 | – | – | – | – | 7 × refused \\| ${'x'.repeat(69)}…; 2 × timed out |`,
    );
  });

  test('does not give numbers for data that nobody read', () => {
    const run = sampleRun();
    for (const scenario of run.scenarios) scenario.data = { ...scenario.data, membersRead: [], lost: 0 };
    expect(renderSummary(run)).toContain('- No member could be read back to its end.\n');
  });
});
