import { join } from 'node:path';
import { EXIT, sentenceOf } from '../harness/core/errors.ts';
import { newRunId } from '../harness/core/ids.ts';
import { PROJECT_ROOT } from '../harness/core/paths.ts';
import { redact } from '../harness/core/redaction.ts';
import { LiveProgress } from '../harness/cli/live-progress.ts';
import { removeCluster as remove } from '../harness/cluster/leftovers.ts';
import { isOwned, readRecords } from '../harness/cluster/records.ts';
import { runJest } from '../harness/engine/jest-child.ts';
import { stackNames } from '../harness/engine/registry.ts';
import { EngineServer } from '../harness/engine/server.ts';
import { withEngine } from '../harness/engine/with-engine.ts';

/**
 * The project's own tests, from what needs nothing to what needs a cluster, each stage on top of the one
 * before. `npm test -- --keep` keeps the cluster for the next time.
 */
const run = newRunId();
const out = join(PROJECT_ROOT, 'reports', `test-${run}`);
const progress = new LiveProgress();
const tally = { passed: 0, failed: 0 };
/** The cluster that was made for these tests; one that was kept before stays. */
let ownCluster: string | undefined;

const options = {
  run,
  out,
  stacks: stackNames(),
  scenarios: [],
  instead: {},
  keep: true, // for the last stage, whose own engines use it one after the other
  seed: 7,
  rate: undefined,
  writers: 8,
  readRate: undefined,
  mix: undefined,
  loadSeconds: 5,
  parallel: 2,
  members: undefined,
  images: 'auto' as const,
  calibrate: false, // a stage of its own does it
  budgets: {},
  kindConfig: join(PROJECT_ROOT, 'kind-config.yaml'),
};

interface StageOptions {
  signal: AbortSignal;
  socket?: string;
  env?: Record<string, string>;
}

/** Removes the cluster of these tests, and no other. */
async function removeCluster(): Promise<void> {
  for (const record of await readRecords()) {
    if (record.name !== ownCluster || isOwned(record)) continue;
    await remove(record);
    progress.say(`Cluster ${record.name} is removed.`);
  }
}

async function stage(project: string, stageOptions: StageOptions): Promise<void> {
  if (stageOptions.signal.aborted) return;
  progress.say(`Testing: ${project}`);
  const reportFile = join(out, `jest-${project}.json`);
  const { report, ended } = await runJest({
    projects: [project],
    ...stageOptions,
    reportFile,
    output: 'terminal',
  });
  if (report === undefined) {
    progress.say(
      `Testing ${project}: Jest ${ended} and left no report, so its tests count as one that failed.`,
    );
  }
  tally.passed += report?.numPassedTests ?? 0;
  // A suite that could not even be loaded has no tests to count, but has failed.
  const unloadable = report?.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  );
  tally.failed += report === undefined ? 1 : report.numFailedTests + (unloadable?.length ?? 0);
}

try {
  const { interrupted } = await withEngine(options, progress, async (engine, signal) => {
    await stage('unit', { signal });
    await engine.prepareImages();
    // Before the cluster: a broken driver must not look like a broken stack.
    const images = JSON.stringify(engine.imageReferences());
    await stage('calibration', { signal, env: { HOLDFAST_IMAGES: images } });
    await engine.prepareCluster();
    await engine.stacksReady();
    const server = await EngineServer.listen(engine);
    try {
      const { kubeconfig, images: references } = engine.environment();
      const { cluster: used } = engine.ledger;
      if (used?.reused === false) ownCluster = used.name;
      const cluster = JSON.stringify({ kubeconfig, image: references.postgres });
      await stage('cluster', { signal, env: { HOLDFAST_CLUSTER: cluster } });
      await stage('proof', { signal, socket: server.socket });
    } finally {
      await server.close();
    }
    const { kubeconfig } = engine.environment();
    await engine.finish(signal.aborted ? 'The tests were interrupted.' : undefined);
    const cluster = JSON.stringify({ kubeconfig, image: '' });
    await stage('interruption', { signal, env: { HOLDFAST_CLUSTER: cluster, HOLDFAST_TEST_OUT: out } });
  });
  if (interrupted !== undefined) tally.failed += 1;
} catch (error) {
  tally.failed += 1;
  process.stderr.write(`${redact(sentenceOf(error))}\n`);
}
if (!process.argv.includes('--keep')) await removeCluster();
process.stdout.write(`${String(tally.passed)} passed, ${String(tally.failed)} failed\n`);
process.exitCode = tally.failed === 0 && tally.passed > 0 ? EXIT.pass : EXIT.fail;
