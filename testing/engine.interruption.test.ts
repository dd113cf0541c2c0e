import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeFolder } from '../harness/checks/judge.ts';
import { checkBundle } from '../harness/cli/check-bundle.ts';
import { EXIT } from '../harness/core/errors.ts';
import { silent } from '../harness/core/progress.ts';
import { clusterUnderTest } from '../harness/kube/cluster.fixture.ts';
import { apply } from '../harness/kube/apply.ts';
import type { KubeClient } from '../harness/kube/client.ts';
import { getOrUndefined } from '../harness/kube/resources.ts';
import { loadEvidence } from '../harness/model/bundle-evidence.ts';
import { readJson } from '../harness/model/bundle-json.ts';
import { runResultSchema, type RunResult } from '../harness/model/result.ts';
import { phaseNameSchema, type PhaseName } from '../harness/model/scenario-record.ts';
import { end, interruptIn, namespacesOf, startRun, type Ended } from './interruption.fixture.ts';

const OUT = join(process.env.HOLDFAST_TEST_OUT ?? '', 'interruption');
const FOREIGN = 'somebody-elses';

/** When everything that judging needs is in the folder already, judging it again may well give a pass. */
const COMPLETE: readonly PhaseName[] = ['collect', 'judge'];

let client: KubeClient;

async function reportOf({ out }: Ended): Promise<RunResult> {
  expect(await readFile(join(out, 'summary.md'), 'utf8')).toMatch(/^# Verdict: unknown/);
  expect(await readFile(join(out, 'junit.xml'), 'utf8')).toMatch(/<error/);
  return await readJson(join(out, 'results.json'), runResultSchema);
}

beforeAll(async () => {
  if (process.env.HOLDFAST_TEST_OUT === undefined) {
    throw new Error('HOLDFAST_TEST_OUT names no folder; start this with "npm test".');
  }
  client = clusterUnderTest().client;
  // Neither labelled nor named as a run's own: nothing may touch it.
  await apply(client, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: FOREIGN } });
});

afterAll(async () => {
  await client.text('DELETE', `/api/v1/namespaces/${FOREIGN}`);
  await rm(OUT, { recursive: true, force: true });
});

describe.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)('an engine that gets %s', (signal) => {
  test.each(phaseNameSchema.options)('in the phase %s leaves a readable and true report', async (phase) => {
    const ended = await interruptIn(phase, signal, join(OUT, `${signal}-${phase}`));
    const report = await reportOf(ended);
    expect(report.verdict).toBe('unknown');
    expect(report.interrupted).toMatch(signal === 'SIGKILL' ? /has not ended, or was killed/ : signal);
    expect(report.scenarios).toHaveLength(1);
    expect(report.scenarios[0]?.verdict).toBe(
      // A signal that came when the scenario was judged leaves its verdict alone; the run's is unknown all the same.
      report.scenarios[0]?.verdict === 'pass' && COMPLETE.includes(phase) ? 'pass' : 'unknown',
    );

    const { problems, phases } = await loadEvidence(ended.scenario);
    expect(problems.filter((problem) => !problem.endsWith('is missing.'))).toEqual([]);
    expect(phases.map((one) => one.phase)).toContain(phase === 'judge' ? 'collect' : phase);
    const again = await judgeFolder(ended.scenario);
    expect(COMPLETE.includes(phase) ? ['pass', 'unknown'] : ['unknown']).toContain(again.verdict);

    // A killed run cannot say that it ended; either way what it recorded is what its files give.
    const check = await checkBundle(ended.out, silent);
    expect(check.manifest).toMatchObject({ state: signal === 'SIGKILL' ? 'absent' : 'intact', problems: [] });
    expect(check.scenarios.flatMap(({ differences }) => differences)).toEqual([]);
    expect(check).toMatchObject({ judged: 'unknown', exitCode: EXIT.unknown, differences: [] });

    const left = await namespacesOf(client, report.run);
    if (signal === 'SIGKILL') expect(ended.signal).toBe('SIGKILL');
    else {
      expect(ended.exitCode).toBe(EXIT.unknown);
      expect(ended.output).not.toMatch(/^\s+at /m); // no stack trace
      expect(left).toEqual([]);
    }
  });
});

describe('the run after interrupted ones', () => {
  test('removes what a killed run left, and nothing else, and passes', async () => {
    const killed = await interruptIn('load', 'SIGKILL', join(OUT, 'killed'));
    const { run } = await reportOf(killed);
    const left = await namespacesOf(client, run);
    expect(left).toHaveLength(1);

    const next = await end(startRun(join(OUT, 'next'), 'control'), join(OUT, 'next'));
    expect(next.output).toContain(`Removing namespace ${left[0] ?? ''}, left behind by run ${run}.`);
    expect(next.exitCode).toBe(EXIT.pass);
    expect(await namespacesOf(client, run)).toEqual([]);
    const foreign = await getOrUndefined<{ status: { phase: string } }>(
      client,
      `/api/v1/namespaces/${FOREIGN}`,
    );
    expect(foreign?.status.phase).toBe('Active');
  });
});
