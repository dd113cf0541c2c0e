import { humanSeconds } from '../core/clock.ts';
import type { RunResult, ScenarioResult } from '../model/result.ts';
import { phaseNameSchema } from '../model/scenario-record.ts';
import {
  complaints,
  lostLabel,
  recoveryLabel,
  scenarioLabel,
  secondsLabel,
  tally,
  totalSeconds,
} from './labels.ts';
import { escape, table } from './markdown.ts';

/** summary.md, for people: the verdict at its head, what it rests on, and what it does not say. */
export function renderSummary(run: RunResult): string {
  const sections = [
    head(run),
    scenarioTable(run),
    ...run.scenarios.map(scenarioSection),
    durationTable(run),
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
      recoveryLabel(result),
      secondsLabel(result.availability.firstAcknowledged),
      secondsLabel(result.availability.longestGap),
    ]),
  );
}

function scenarioSection(result: ScenarioResult): string {
  const { operations } = result;
  const lines = [
    `## ${escape(scenarioLabel(result))}: ${result.verdict}`,
    '',
    escape(`${result.title}. ${result.product}. Promised: ${result.contract}`),
    '',
    `- Writes: ${String(operations.attempted)} attempted, ${String(operations.acknowledged)} acknowledged, ` +
      `${String(operations.failed)} failed, ${String(operations.indeterminate)} with an unknown outcome` +
      (operations.inFlightAtFault === null
        ? '.'
        : `; ${String(operations.inFlightAtFault)} in flight while the fault took hold.`),
    escape(`- ${dataSentence(result)}`),
    ...result.faults.map((fault) => {
      const evidence = fault.proof.evidence.length === 0 ? 'No evidence.' : fault.proof.evidence.join(' ');
      const victims = fault.victims
        .filter((victim) => victim.stack === result.stack)
        .map((victim) => victim.pod);
      const whom = victims.length === 0 ? '' : ` on ${victims.join(', ')}`;
      return escape(
        `- Fault: ${fault.fault} (${fault.target})${whom}, ${fault.proof.proven ? 'proven' : 'not proven'}. ${evidence}`,
      );
    }),
    ...complaints(result).map((finding) => {
      const examples = finding.examples.length === 0 ? '' : ` Examples: ${finding.examples.join(', ')}.`;
      return `- **${finding.effect}** ${escape(`${finding.kind}: ${finding.message}${examples}`)}`;
    }),
    ...result.findings
      .filter((finding) => finding.effect === 'note')
      .map((finding) => escape(`- note ${finding.kind}: ${finding.message}`)),
    escape(`- Evidence: ${result.folder}`),
  ];
  return lines.join('\n');
}

function dataSentence({ data }: ScenarioResult): string {
  const numbers =
    `lost ${String(data.lost)}, recovered ${String(data.recovered)}, unexpected ${String(data.unexpected)}, ` +
    `duplicated ${String(data.duplicated)}, corrupted ${String(data.corrupted)}`;
  if (data.membersRead.length > 0) return `Read back to the end: ${data.membersRead.join(', ')}; ${numbers}.`;
  return data.lost > 0
    ? `No member could be read back to its end; ${numbers}.`
    : 'No member could be read back to its end.';
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
