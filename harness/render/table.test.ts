import { describe, expect, test } from '@jest/globals';
import { sampleRun, withInapplicable } from './run.fixture.ts';
import { renderTable } from './table.ts';

/** The cells of the table's rows, without its lines. */
function cells(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map((line) =>
      line
        .split('│')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe('the table', () => {
  test('has a row for each scenario', () => {
    expect(cells(renderTable(sampleRun()))).toEqual([
      ['scenario', 'verdict', 'attempted', 'acknowledged', 'lost', 'other anomalies', 'recovery'],
      ['db control', 'pass', '70', '60', '0', '0', '–'],
      ['db pod-delete (leader)', 'fail', '70', '60', '60', '0', 'never'],
      ['queue pod-kill (leader)', 'unknown', '70', '60', '0', '0', '15.5 s'],
    ]);
  });

  test('names the anomalies beside losses that there are', () => {
    const run = sampleRun();
    const [control] = run.scenarios;
    if (control !== undefined) control.data = { ...control.data, fractured: 2, transactionAnomalies: 1 };
    expect(cells(renderTable(run))[1]?.[5]).toBe('fractured 2, in transactions 1');
  });

  test('names below it what counts against a pass, and ends with the verdict', () => {
    const lines = renderTable(sampleRun())
      .trimEnd()
      .split('\n')
      .filter((line) => !/^[│├┌└]/.test(line));
    expect(lines).toEqual([
      'fail  db pod-delete (leader): 60 acknowledged writes are not on db-0 (leader).',
      'fail  db pod-delete (leader): 60 acknowledged writes are not on db-1 (follower).',
      'fail  db pod-delete (leader): 60 acknowledged writes are not on db-2 (follower).',
      'fail  db pod-delete (leader): The stack did not recover from pod-delete within 60 s; still missing: db-0 <is> not ready | yet.',
      'unknown  queue pod-kill (leader): Nothing proves that pod-kill (leader) happened. There is no evidence.',
      'Verdict: fail. 1 of 3 scenarios passed, 1 failed, 1 unknown.',
    ]);
  });

  test('has colours only when asked for, and lets no finding bring its own', () => {
    const run = sampleRun();
    const finding = run.scenarios[1]?.findings.find(({ effect }) => effect === 'fail');
    if (finding === undefined) throw new Error('The sample has no failure.');
    finding.message = '\u001b[2Jwiped\nforged line';
    expect(renderTable(run)).not.toContain('\u001b');
    expect(renderTable(run)).toContain('[2Jwiped forged line');
    expect(renderTable(run, { colour: true })).toContain('\u001b[31mfail\u001b[39m');
    expect(renderTable(run, { colour: true })).toContain('\u001b[33munknown\u001b[39m');
    expect(renderTable(run, { colour: true })).toContain('\u001b[32mpass\u001b[39m');
  });

  test('does not show a zero for what nobody read', () => {
    const run = sampleRun();
    for (const scenario of run.scenarios) scenario.data = { ...scenario.data, membersRead: [], lost: 0 };
    expect(
      cells(renderTable(run))
        .slice(1)
        .map((row) => row[4]),
    ).toEqual(['not read', 'not read', 'not read']);
  });

  test('of a run without scenarios says why there are none', () => {
    expect(
      renderTable(
        sampleRun({ scenarios: [], verdict: 'unknown', interrupted: 'The run was interrupted by SIGINT.' }),
      ),
    ).toBe('The run was interrupted by SIGINT.\nVerdict: unknown. 0 of 0 scenarios passed.\n');
  });

  test('says why a scenario does not apply, and does not count it', () => {
    const text = renderTable(withInapplicable());
    expect(text).toContain('not applicable  db scale-down: It only <grows>.');
    expect(text).toContain('1 of 3 scenarios passed, 1 failed, 1 unknown; 1 more not applicable.');
  });
});
