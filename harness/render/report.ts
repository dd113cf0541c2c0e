import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { REPORT_FILES } from '../model/bundle.ts';
import { writeText } from '../model/bundle-json.ts';
import type { RunResult } from '../model/result.ts';
import { renderJunit } from './junit.ts';
import { renderResultsJson } from './results-json.ts';
import { renderSummary } from './summary-md.ts';

const RENDERERS: readonly [file: string, render: (run: RunResult) => string][] = [
  [REPORT_FILES.results, renderResultsJson],
  [REPORT_FILES.junit, renderJunit],
  [REPORT_FILES.summary, renderSummary],
];

/**
 * Writes every file at the head of a report, each whole or not at all; what was there is replaced.
 * @returns the paths written. @throws the file system's own error.
 */
export async function writeReport(dir: string, run: RunResult): Promise<string[]> {
  await mkdir(dir, { recursive: true });
  const paths: string[] = [];
  for (const [file, render] of RENDERERS) {
    const path = join(dir, file);
    await writeText(path, render(run));
    paths.push(path);
  }
  return paths;
}
