import { execa } from 'execa';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Budgets } from '../harness/core/budgets.ts';
import { PROJECT_ROOT } from '../harness/core/paths.ts';
import { found, notYet, waitFor } from '../harness/core/wait-for.ts';
import { runNamespaces } from '../harness/kube/namespaces.ts';
import type { KubeClient } from '../harness/kube/client.ts';
import { scenarioFile } from '../harness/model/bundle.ts';
import type { PhaseName, PhaseRecord } from '../harness/model/scenario-record.ts';

/** The scenario that is interrupted: every phase is in it, and each takes long enough to be hit. */
export const SCENARIO = 'pod-kill';

/** How a run ended, and what it printed. */
export interface Ended {
  out: string;
  scenario: string;
  exitCode: number | undefined;
  signal: string | undefined;
  output: string;
}

/** Starts a run on the kept cluster with the least that the scenario takes. */
export function startRun(out: string, scenario = SCENARIO) {
  const flags = [
    '--keep',
    '--stack',
    'postgres',
    '--scenario',
    scenario,
    '--members',
    '1',
    '--load',
    '1',
    '--no-calibration',
  ];
  return execa(
    process.execPath,
    [join(PROJECT_ROOT, 'harness/cli/main.ts'), 'certify', ...flags, '--out', out],
    {
      all: true,
      reject: false,
      forceKillAfterDelay: false, // else SIGTERM would be followed by SIGKILL
      detached: true, // as in a terminal of its own: the signal goes to the engine alone
    },
  );
}

/** Starts a run and sends it a signal as soon as its scenario is in the phase. */
export async function interruptIn(phase: PhaseName, signal: NodeJS.Signals, out: string): Promise<Ended> {
  const child = startRun(out);
  const scenario = join(out, 'scenarios', `postgres-${SCENARIO}`);
  let over = false;
  void child.then(() => {
    over = true;
  });
  await waitFor(
    `the run to be in the phase ${phase}`,
    async () => {
      if (over) throw new Error(`the run ended before it was in ${phase}: ${(await child).all}`);
      const phases = await readPhases(scenario);
      const last = phases.at(-1);
      if (isIn(phase, last)) return found(true);
      return notYet(last === undefined ? 'it has not begun' : `it is in ${last.phase}`);
    },
    { budget: new Budgets({ deploy: 150 }).of('deploy'), everyMs: 10 },
  );
  child.kill(signal);
  return await end(child, out, scenario);
}

export async function end(child: ReturnType<typeof startRun>, out: string, scenario = ''): Promise<Ended> {
  const { exitCode, signal, all } = await child;
  return { out, scenario, exitCode, signal, output: all };
}

/** Judging follows when collecting has ended, and leaves no mark of its own before its result. */
function isIn(phase: PhaseName, last: PhaseRecord | undefined): boolean {
  if (phase === 'judge') return last?.phase === 'collect' && last.endedAt !== undefined;
  return last?.phase === phase && last.endedAt === undefined;
}

async function readPhases(scenario: string): Promise<PhaseRecord[]> {
  const text = await readFile(scenarioFile(scenario, 'phases'), 'utf8').catch(() => '[]');
  return JSON.parse(text) as PhaseRecord[];
}

/** The namespaces of a run that are still there. */
export async function namespacesOf(client: KubeClient, run: string): Promise<string[]> {
  return (await runNamespaces(client)).filter((one) => one.run === run).map((one) => one.name);
}
