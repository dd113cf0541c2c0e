import Table from 'cli-table3';
import { styleText } from 'node:util';
import type { RunResult } from '../model/result.ts';
import type { ScenarioVerdict } from '../model/verdict.ts';
import { weakerSentence } from './contracts.ts';
import {
  anomaliesLabel,
  complaints,
  lostLabel,
  oneLine,
  reasonLabel,
  recoveryLabel,
  scenarioLabel,
  tally,
} from './labels.ts';

const COLOURS = { pass: 'green', unknown: 'yellow', fail: 'red', 'not-applicable': 'gray' } as const;

/** The table at the end of a run in a terminal, and below it, a sentence each, what counts against a pass. */
export function renderTable(run: RunResult, options: { colour?: boolean } = {}): string {
  const paint = (verdict: ScenarioVerdict, text: string): string =>
    // The caller has looked at the terminal; the stream that styleText would look at is not ours to know.
    options.colour === true ? styleText(COLOURS[verdict], text, { validateStream: false }) : text;

  const table = new Table({
    head: ['scenario', 'verdict', 'attempted', 'acknowledged', 'lost', 'other anomalies', 'recovery'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const result of run.scenarios) {
    table.push([
      scenarioLabel(result),
      paint(result.verdict, result.verdict),
      String(result.operations.attempted),
      String(result.operations.acknowledged),
      lostLabel(result),
      anomaliesLabel(result),
      recoveryLabel(result),
    ]);
  }
  const lines = run.scenarios.length === 0 ? [] : [table.toString()];
  for (const result of run.scenarios) {
    for (const finding of complaints(result)) {
      lines.push(
        `${paint(finding.effect === 'fail' ? 'fail' : 'unknown', finding.effect)}  ${scenarioLabel(result)}: ${oneLine(finding.message)}`,
      );
    }
  }
  for (const result of run.scenarios) {
    if (result.verdict !== 'not-applicable') continue;
    lines.push(
      `${paint(result.verdict, 'not applicable')}  ${scenarioLabel(result)}: ${oneLine(reasonLabel(result))}`,
    );
  }
  for (const weaker of run.weakerContracts) {
    lines.push(`Weaker than documented: ${weakerSentence(weaker)}`);
  }
  if (run.interrupted !== undefined) lines.push(oneLine(run.interrupted));
  lines.push(`Verdict: ${paint(run.verdict, run.verdict)}. ${tally(run)}`);
  return lines.join('\n') + '\n';
}
