import { execa } from 'execa';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT_ROOT } from '../core/paths.ts';
import { SOCKET_VARIABLE } from './protocol.ts';

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()),
          title: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()),
        }),
      ),
    }),
  ),
});

/** A test waits for the end of its scenario, which may be the last of a long plan; the budgets end it before. */
const TEST_TIMEOUT_MS = 24 * 60 * 60 * 1000;

/** What Jest says of its tests. */
export type JestReport = z.infer<typeof reportSchema>;

export interface JestEnd {
  /** Undefined: it ended without a word, as when Node itself crashes. */
  report: JestReport | undefined;
  /** How its process ended, and after how long, to follow its name in a sentence. */
  ended: string;
}

export interface JestOptions {
  /** Projects of jest.config.js. */
  projects: readonly string[];
  paths?: readonly string[];
  socket?: string;
  env?: Record<string, string>;
  /** Where its JSON report goes. */
  reportFile: string;
  /** Where its own output goes: to the terminal, or to a file. */
  output: 'terminal' | { file: string };
  signal: AbortSignal;
}

/**
 * Runs Jest as a child in a process group of its own, so that Ctrl-C reaches the engine alone, which ends Jest
 * once it has cleaned up. Jest holds nothing: it asks the engine and asserts.
 */
export async function runJest(options: JestOptions): Promise<JestEnd> {
  const { projects, paths = [], socket, env = {}, reportFile, output, signal } = options;
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const stdio = output === 'terminal' ? 'inherit' : { file: output.file };
  const child = execa(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest],
      ...['--config', join(PROJECT_ROOT, 'jest.config.js'), '--selectProjects', ...projects],
      ...['--json', `--outputFile=${reportFile}`, `--testTimeout=${String(TEST_TIMEOUT_MS)}`],
      // Suites that share a cluster, or a Docker daemon, must not disturb each other.
      ...(projects.includes('unit') ? [] : ['--runInBand']),
      ...(paths.length === 0 ? [] : ['--runTestsByPath', ...paths]),
    ],
    {
      cwd: PROJECT_ROOT,
      detached: true,
      env: { ...env, ...(socket === undefined ? {} : { [SOCKET_VARIABLE]: socket }) },
      // Jest prints its JSON to standard output as well, even with an output file.
      stdio: ['ignore', output === 'terminal' ? 'ignore' : stdio, stdio],
      reject: false,
    },
  );
  const end = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  };
  signal.addEventListener('abort', end, { once: true });
  const result = await child;
  signal.removeEventListener('abort', end);
  const text = await readFile(reportFile, 'utf8').catch(() => undefined);
  const report = text === undefined ? undefined : reportSchema.parse(JSON.parse(text));
  return { report, ended: howItEnded(result) };
}

/** Of a process that execa ran. */
export function howItEnded(process: { signal?: string; exitCode?: number; durationMs: number }): string {
  const { signal, exitCode, durationMs } = process;
  const how =
    signal === undefined ? `ended with exit code ${String(exitCode)}` : `was ended by signal ${signal}`;
  return `${how} after ${(durationMs / 1000).toFixed(1)} s`;
}
