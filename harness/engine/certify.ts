import { join } from 'node:path';
import type { Progress } from '../core/progress.ts';
import type { RunResult } from '../model/result.ts';
import type { Engine } from './engine.ts';
import { type JestEnd, runJest } from './jest-child.ts';
import type { RunOptions } from './options.ts';
import { certSpec } from './registry.ts';
import { EngineServer } from './server.ts';
import { withEngine } from './with-engine.ts';

/** Certifies: prepares what is missing, runs the suites of all stacks, and leaves a report. */
export async function certify(options: RunOptions, progress: Progress): Promise<RunResult> {
  return await withEngine(options, progress, async (engine, signal) => {
    await engine.beginImages();
    await engine.prepareCluster();
    engine.startPlan();
    await runSuites(engine, signal);
  });
}

async function runSuites(engine: Engine, signal: AbortSignal): Promise<void> {
  const { out, stacks } = engine.options;
  const plan = engine.plan();
  // A spec without a test is an error to Jest.
  const planned = stacks.filter((stack) => plan.some((item) => item.stack === stack));
  if (planned.length === 0) return;
  const server = await EngineServer.listen(engine);
  try {
    const jest = await runJest({
      projects: ['cert'],
      paths: planned.map(certSpec),
      socket: server.socket,
      reportFile: join(out, 'jest.json'),
      output: { file: join(out, 'jest.log') },
      signal,
    });
    // A suite that ended early has not waited for all of its scenarios.
    await engine.settled();
    if (!signal.aborted) holdAssertions(engine, jest);
  } finally {
    await server.close();
  }
}

/** A suite asserts more than the judges know: what it found wrong counts against the scenario of that name. */
function holdAssertions(engine: Engine, { report, ended }: JestEnd): void {
  const tests = report?.testResults.flatMap((suite) => suite.assertionResults) ?? [];
  for (const result of engine.ledger.results().filter(({ verdict }) => verdict !== 'not-applicable')) {
    const test = tests.find(
      (one) => one.title === result.scenario && one.ancestorTitles.includes(result.stack),
    );
    if (test?.status === 'passed' || (test !== undefined && result.verdict !== 'pass')) continue;
    const message =
      test === undefined
        ? `Jest ${ended}, without a test of this scenario; jest.log in the report says why.`
        : `The suite's own assertion failed: ${test.failureMessages[0]?.split('\n')[0] ?? ''}`;
    const effect = test === undefined ? 'unknown' : 'fail';
    engine.ledger.addFinding(result, {
      judge: 'suite',
      kind: 'assertion',
      effect,
      message,
      count: 1,
      examples: [],
    });
  }
}
