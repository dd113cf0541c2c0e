import Table from 'cli-table3';
import { humanSeconds } from '../core/clock.ts';
import type { RunResult, ScenarioResult } from '../model/result.ts';
import type { PhaseName } from '../model/scenario-record.ts';
import { scenarioLabel, secondsLabel, totalSeconds } from './labels.ts';
import { table } from './markdown.ts';

/** Where the time of one scenario went, in seconds. */
export interface Timing {
  deploy: number;
  /** Chosen by the user, and by how many acknowledgements a pass needs. */
  load: number;
  /** Injecting, proving, and holding the fault. */
  fault: number;
  recovery: number;
  /** What the harness takes for itself: the baseline, coming to rest, reading back, judging, collecting, and what no phase accounts for, such as waiting for other stacks. */
  harness: number;
  /** All of the above. */
  all: number;
  /** Before it began; null: not known. */
  waited: number | null;
}

type Share = keyof Omit<Timing, 'waited'>;

const PHASES: Partial<Record<PhaseName, Share>> = {
  deploy: 'deploy',
  load: 'load',
  inject: 'fault',
  recover: 'recovery',
};

const HEADER = ['scenario', 'deploy', 'load', 'fault', 'recovery', 'harness', 'in all', 'waited'];
const EXPLAINED =
  'The load is chosen; the fault is injected, proven and held; the harness takes its share for baseline, rest, ' +
  'read-back, judging and collecting, and for waiting until other stacks are there or away. "Waited" is the time before a ' +
  'scenario’s turn, and not part of "in all".';

/** Where a scenario's time went; undefined for one that did not run. */
export function timingOf(result: ScenarioResult): Timing | undefined {
  const { durations, askedAt, startedAt, endedAt } = result;
  if (Object.keys(durations).length === 0) return undefined;
  const timing: Timing = { deploy: 0, load: 0, fault: 0, recovery: 0, harness: 0, all: 0, waited: null };
  for (const [phase, seconds] of Object.entries(durations) as [PhaseName, number][]) {
    timing[PHASES[phase] ?? 'harness'] += seconds;
  }
  timing.all = totalSeconds(result);
  if (startedAt !== undefined && endedAt !== undefined) {
    const between = Math.max(0, endedAt - startedAt - timing.all);
    timing.harness += between;
    timing.all += between;
  }
  if (startedAt !== undefined && askedAt !== undefined) timing.waited = startedAt - askedAt;
  return timing;
}

/** Where the time of a run went, for a terminal: a row for each scenario, their sum, and the sentences below it. */
export function renderTiming(run: RunResult): string {
  const rows = timingRows(run);
  if (rows.length === 0) return `${sentences(run).join('\n')}\n`;
  const text = new Table({
    head: HEADER,
    colAligns: ['left', ...HEADER.slice(1).map(() => 'right' as const)],
    style: { head: [], border: [] },
  });
  text.push(...rows);
  return `${[text.toString(), ...sentences(run)].join('\n')}\n`;
}

/** The same as a section of summary.md; empty where no scenario ran. */
export function timingSection(run: RunResult): string {
  const rows = timingRows(run);
  if (rows.length === 0) return '';
  const list = [...sentences(run), EXPLAINED].map((sentence) => `- ${sentence}`).join('\n');
  return ['## Where the time went', table(HEADER, rows), list].join('\n\n');
}

function timingRows(run: RunResult): string[][] {
  const timed = run.scenarios.flatMap((result) => {
    const timing = timingOf(result);
    return timing === undefined ? [] : [{ label: scenarioLabel(result), timing }];
  });
  if (timed.length === 0) return [];
  const sum = sumOf(timed.map(({ timing }) => timing));
  return [...timed, { label: 'in all', timing: sum }].map(({ label, timing }) => [
    label,
    ...([timing.deploy, timing.load, timing.fault, timing.recovery, timing.harness, timing.all] as const).map(
      secondsLabel,
    ),
    secondsLabel(timing.waited),
  ]);
}

function sumOf(timings: readonly Timing[]): Timing {
  const sum = (of: Share): number => timings.reduce((total, timing) => total + timing[of], 0);
  const waits = timings.flatMap(({ waited }) => waited ?? []);
  return {
    deploy: sum('deploy'),
    load: sum('load'),
    fault: sum('fault'),
    recovery: sum('recovery'),
    harness: sum('harness'),
    all: sum('all'),
    waited: waits.length === 0 ? null : waits.reduce((total, wait) => total + wait, 0),
  };
}

/** The harness's share, the wall time of the scenarios and what came before them. */
function sentences(run: RunResult): string[] {
  const { harness, all } = sumOf(run.scenarios.flatMap((result) => timingOf(result) ?? []));
  const starts = run.scenarios.flatMap(({ startedAt }) => startedAt ?? []);
  const ends = run.scenarios.flatMap(({ endedAt }) => endedAt ?? []);
  const result: string[] = [];
  if (all > 0) {
    const share = ((harness / all) * 100).toFixed(1);
    result.push(`The harness took ${secondsLabel(harness)} of ${secondsLabel(all)} for itself: ${share} %.`);
  }
  if (starts.length > 0 && ends.length > 0) {
    const wall = Math.max(...ends) - Math.min(...starts);
    const atOnce = `at most ${String(run.parallel)} at once`;
    result.push(`All scenarios together took ${humanSeconds(wall)} of wall time, ${atOnce}.`);
  }
  const sum = run.setup.reduce((total, { seconds }) => total + seconds, 0);
  const before = starts.length === 0 ? sum : Math.min(...starts); // some steps go on beside the first scenarios
  const steps = run.setup.map(({ step, seconds }) => `${step} ${secondsLabel(seconds)}`).join(', ');
  if (run.setup.length > 0) result.push(`What came before them took ${humanSeconds(before)}: ${steps}.`);
  return result;
}
