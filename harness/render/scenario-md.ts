import type { ScenarioResult } from '../model/result.ts';
import { contractLines, heldToWords } from './contracts.ts';
import { anomaliesLabel, complaints, millisecondsLabel, reasonLabel, scenarioLabel } from './labels.ts';
import { escape, table } from './markdown.ts';

/** How many of a stretch's errors the summary shows, and how much of each; results.json has the rest. */
const ERRORS = 2;
const ERROR_LENGTH = 80;

/** A scenario's section of summary.md: its verdict, and what that rests on. */
export function scenarioSection(result: ScenarioResult): string {
  if (result.verdict === 'not-applicable') {
    return `## ${escape(scenarioLabel(result))}: not applicable\n\n${escape(`${result.title}. ${reasonLabel(result)}`)}`;
  }
  const lines = [
    `## ${escape(scenarioLabel(result))}: ${result.verdict}`,
    '',
    escape(`${result.title}. ${result.product}. Promised: ${result.contract.summary}`),
    '',
    ...contractLines(result),
    `- ${operationsSentence(result)}`,
    escape(`- ${dataSentence(result)}`),
    ...result.faults.map((fault, i) => {
      const evidence = fault.proof.evidence.length === 0 ? 'No evidence.' : fault.proof.evidence.join(' ');
      const victims = fault.victims
        .filter((victim) => victim.stack === result.stack)
        .map((victim) => victim.pod);
      const whom = victims.length === 0 ? '' : ` on ${victims.join(', ')}`;
      return escape(
        `- Fault: ${fault.fault} (${fault.target})${whom}, ${fault.proof.proven ? 'proven' : 'not proven'}. ${evidence}${versionsOf(fault)} ${heldToWords(result.heldTo[i])}`.trim(),
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
  const stretches = stretchTable(result);
  return [lines.join('\n'), ...(stretches === undefined ? [] : [stretches])].join('\n\n');
}

/** The versions before and after a fault that has to change them. */
function versionsOf({ versionsBefore, versionsAfter }: ScenarioResult['faults'][number]): string {
  if (versionsBefore === undefined) return '';
  const named = (versions: Record<string, string> = {}): string =>
    Object.values(versions).join(', ') || 'unknown';
  return ` From ${named(versionsBefore)} to ${named(versionsAfter)}.`;
}

function operationsSentence({ operations }: ScenarioResult): string {
  const { attempted, acknowledged, failed, indeterminate, reads, inFlightAtFaults: inFlight } = operations;
  const writes =
    `Writes: ${String(attempted)} attempted, ${String(acknowledged)} acknowledged, ` +
    `${String(failed)} failed, ${String(indeterminate)} with an unknown outcome`;
  const faults =
    inFlight.length === 0
      ? ''
      : `; ${inFlight.join(', ')} in flight while ${inFlight.length === 1 ? 'the fault' : 'each fault'} took hold`;
  return `${writes}${faults}.${reads === 0 ? '' : ` Reads answered under load: ${String(reads)}.`}`;
}

function dataSentence(result: ScenarioResult): string {
  const { lost, lostInWindow, recovered, membersRead } = result.data;
  const others = anomaliesLabel(result);
  const allowed =
    lostInWindow === 0 ? '' : `, lost in a window that the contract allows ${String(lostInWindow)}`;
  const numbers = `lost ${String(lost)}${allowed}, recovered ${String(recovered)}, ${others === '0' ? 'no other anomaly' : others}`;
  if (membersRead.length > 0) return `Read back to the end: ${membersRead.join(', ')}; ${numbers}.`;
  return lost + lostInWindow > 0 || others !== '0'
    ? `No member could be read back to its end; ${numbers}.`
    : 'No member could be read back to its end.';
}

function stretchTable({ availability: { stretches }, faults }: ScenarioResult): string | undefined {
  if (stretches.length === 0) return undefined;
  return table(
    ['writes', 'acknowledged', 'failed', 'unknown outcome', 'p50', 'p95', 'p99', 'max', 'commonest errors'],
    stretches.map(({ stretch, acknowledged, failed, indeterminate, latencyMs, errors }) => [
      faults.length === 0 ? 'all' : `${stretch} the ${faults.length === 1 ? 'fault' : 'faults'}`,
      String(acknowledged),
      String(failed),
      String(indeterminate),
      ...(['p50', 'p95', 'p99', 'max'] as const).map((quantile) => millisecondsLabel(latencyMs?.[quantile])),
      errors
        .slice(0, ERRORS)
        .map(({ error, count }) => `${String(count)} × ${shortened(error)}`)
        .join('; ') || '–',
    ]),
  );
}

function shortened(text: string): string {
  return text.length <= ERROR_LENGTH ? text : `${text.slice(0, ERROR_LENGTH - 1)}…`;
}
