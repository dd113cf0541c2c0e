import type { RunResult } from '../model/result.ts';

/** results.json: the result tree as it is, for programs; its shape is `runResultSchema`. */
export function renderResultsJson(run: RunResult): string {
  return `${JSON.stringify(run, null, 2)}\n`;
}
