import { join } from 'node:path';
import { EXIT, HoldfastError, sentenceOf } from '../harness/core/errors.ts';
import { newRunId } from '../harness/core/ids.ts';
import { PROJECT_ROOT } from '../harness/core/paths.ts';
import { redact } from '../harness/core/redaction.ts';
import { LiveProgress } from '../harness/cli/live-progress.ts';
import { Engine } from '../harness/engine/engine.ts';
import { interruptible } from '../harness/engine/interrupt.ts';
import { runJest } from '../harness/engine/jest-child.ts';
import { prepareOut } from '../harness/engine/options.ts';
import { EngineServer } from '../harness/engine/server.ts';

/** The project's own tests, from what needs nothing to what needs a cluster, each stage only on top of the one before. */
const run = newRunId();
const out = join(PROJECT_ROOT, 'reports', `test-${run}`);
const progress = new LiveProgress();
const tally = { passed: 0, failed: 0 };

async function stage(
  project: string,
  signal: AbortSignal,
  options: { socket?: string; env?: Record<string, string> } = {},
): Promise<void> {
  if (signal.aborted) return;
  progress.say(`Testing: ${project}`);
  const reportFile = join(out, `jest-${project}.json`);
  const report = await runJest({ projects: [project], ...options, reportFile, output: 'terminal', signal });
  tally.passed += report?.numPassedTests ?? 0;
  // A suite that could not even be loaded has no tests to count, but has failed.
  const unloadable = report?.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  );
  tally.failed += report === undefined ? 1 : report.numFailedTests + (unloadable?.length ?? 0);
}

async function runStages(keep: boolean): Promise<void> {
  const { signal, release } = interruptible(progress);
  await prepareOut(out);
  await stage('unit', signal);
  const engine = await Engine.create(
    {
      run,
      out,
      stacks: ['postgres'],
      scenarios: [],
      keep,
      seed: 7,
      rate: 200,
      writers: 8,
      images: 'auto',
      budgets: {},
      kindConfig: join(PROJECT_ROOT, 'kind-config.yaml'),
    },
    progress,
    signal,
  );
  try {
    await engine.prepareImages();
    const env = { HOLDFAST_IMAGES: JSON.stringify(engine.imageReferences()) };
    await stage('calibration', signal, { env }); // before the cluster: a broken driver must not look like a broken stack
    await engine.prepareCluster();
    const server = await EngineServer.listen(engine);
    try {
      const { kubeconfig, images } = engine.environment();
      const cluster = { HOLDFAST_CLUSTER: JSON.stringify({ kubeconfig, image: images.postgres }) };
      await stage('cluster', signal, { env: cluster });
      await stage('proof', signal, { socket: server.socket });
    } finally {
      await server.close();
    }
  } finally {
    await engine.finish(signal.aborted ? sentenceOf(signal.reason) : undefined);
    release();
  }
  if (signal.aborted) throw signal.reason;
}

try {
  await runStages(process.argv.includes('--keep'));
} catch (error) {
  tally.failed += 1;
  process.stderr.write(
    `${redact(error instanceof HoldfastError ? error.message : String((error as Error).stack))}\n`,
  );
}
process.stdout.write(`${String(tally.passed)} passed, ${String(tally.failed)} failed\n`);
process.exitCode = tally.failed === 0 && tally.passed > 0 ? EXIT.pass : EXIT.fail;
