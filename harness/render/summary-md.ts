import { humanSeconds } from '../core/clock.ts';
import type { RunResult } from '../model/result.ts';
import { phaseNameSchema } from '../model/scenario-record.ts';
import { weakerSection } from './contracts.ts';
import {
  anomaliesLabel,
  lostLabel,
  recoveryLabel,
  scenarioLabel,
  secondsLabel,
  tally,
  totalSeconds,
} from './labels.ts';
import { escape, table } from './markdown.ts';
import { scenarioSection } from './scenario-md.ts';
import { timingSection } from './timing.ts';

/** summary.md, for people: the verdict at its head, what it rests on, and what it does not say. */
export function renderSummary(run: RunResult): string {
  const sections = [
    head(run),
    weakerSection(run),
    scenarioTable(run),
    ...run.scenarios.map(scenarioSection),
    durationTable(run),
    timingSection(run),
    setting(run),
    notTested(run),
  ];
  return sections.filter((section) => section !== '').join('\n\n') + '\n';
}

function head(run: RunResult): string {
  const lines = [`# Verdict: ${run.verdict}`, '', tally(run)];
  if (run.interrupted !== undefined) lines.push('', `**${escape(run.interrupted)}**`);
  return lines.join('\n');
}

function scenarioTable(run: RunResult): string {
  if (run.scenarios.length === 0) return 'No scenario was judged.';
  return table(
    [
      'scenario',
      'verdict',
      'attempted',
      'acknowledged',
      'lost',
      'other anomalies',
      'recovery',
      'first acknowledged write',
      'longest gap',
    ],
    run.scenarios.map((result) => [
      scenarioLabel(result),
      result.verdict,
      String(result.operations.attempted),
      String(result.operations.acknowledged),
      lostLabel(result),
      anomaliesLabel(result),
      recoveryLabel(result),
      secondsLabel(result.availability.firstAcknowledged),
      secondsLabel(result.availability.longestGap),
    ]),
  );
}

function durationTable(run: RunResult): string {
  const phases = phaseNameSchema.options.filter((phase) =>
    run.scenarios.some((result) => result.durations[phase] !== undefined),
  );
  const parts: string[] = [];
  if (run.setup.length > 0) {
    parts.push(
      table(
        ['before the first scenario', 'time'],
        run.setup.map(({ step, seconds }) => [step, secondsLabel(seconds)]),
      ),
    );
  }
  if (phases.length > 0) {
    const rows = run.scenarios.map((result) => [
      scenarioLabel(result),
      ...phases.map((phase) => secondsLabel(result.durations[phase] ?? null)),
      humanSeconds(totalSeconds(result)),
    ]);
    parts.push(table(['scenario', ...phases, 'in all'], rows));
  }
  return parts.length === 0 ? '' : ['## Durations', ...parts].join('\n\n');
}

function setting(run: RunResult): string {
  const { cluster } = run;
  const lines = [
    '## Setting',
    '',
    `- Run ${escape(run.run)}, from ${run.startedAt} to ${run.endedAt}.`,
    `- Seed ${String(run.seed)}, ${String(run.rate)} operations a second.`,
    cluster === undefined
      ? '- There was no cluster.'
      : escape(
          `- Cluster ${cluster.name}: Kubernetes ${cluster.kubernetes}, ${String(cluster.nodes)} nodes, ${cluster.reused ? 'reused' : 'created for this run'}.`,
        ),
    ...run.images.map((image) =>
      escape(`- Image ${image.name}: ${image.reference}, from ${image.source}, ${image.id}.`),
    ),
  ];
  return lines.join('\n');
}

function notTested(run: RunResult): string {
  if (run.notTested.length === 0) return '';
  return ['## Not tested', '', ...run.notTested.map((sentence) => escape(`- ${sentence}`))].join('\n');
}
