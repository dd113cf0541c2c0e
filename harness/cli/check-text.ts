import type { BundleCheck } from './check-bundle.ts';
import type { ScenarioCheck } from './check-scenario.ts';

const WIDTH = Math.max(...(['same', 'differs', 'not-judged'] as const).map((state) => state.length));

/** At most so many sentences of a kind; `--json` has them all. */
const MOST = 20;

/** A check for people: the manifest, a line for each scenario with what differs below it, and the conclusion. */
export function renderCheck(check: BundleCheck): string {
  const { bundle, run, manifest, scenarios, differences, notes, conclusion } = check;
  const lines = [
    `Bundle ${bundle} of run ${run}`,
    `Manifest: ${manifest.state}${manifest.state === 'absent' ? '' : `, ${String(manifest.files)} files listed`}`,
    ...few(manifest.problems),
    ...scenarios.flatMap(linesFor),
    ...differences,
    ...notes,
    '',
    conclusion,
  ];
  return `${lines.join('\n')}\n`;
}

function linesFor(check: ScenarioCheck): string[] {
  const { stack, scenario, variant, state, recorded, judged, differences, notes } = check;
  const name = `${stack} ${scenario}${variant === undefined ? '' : ` (${variant})`}`.trim();
  const verdict = recorded === judged ? judged : `recorded ${recorded}, judged again ${judged}`;
  return [`${state.padEnd(WIDTH)}  ${name}: ${verdict}`, ...few(differences), ...few(notes)];
}

function few(sentences: readonly string[]): string[] {
  const shown = sentences.slice(0, MOST).map((sentence) => `    ${sentence}`);
  const more = sentences.length - shown.length;
  return more === 0 ? shown : [...shown, `    and ${String(more)} more; --json shows all`];
}
