import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJson } from '../model/bundle-json.ts';
import { runResultSchema } from '../model/result.ts';
import { renderJunit } from './junit.ts';
import { writeReport } from './report.ts';
import { sampleRun } from './run.fixture.ts';
import { renderSummary } from './summary-md.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'holdfast-report-'));
});
afterEach(() => rm(dir, { recursive: true }));

describe('writeReport', () => {
  test('writes every file, into a folder that it makes, and nothing else', async () => {
    const target = join(dir, 'reports', 'run');
    const run = sampleRun();
    const paths = await writeReport(target, run);
    expect((await readdir(target)).sort()).toEqual(['junit.xml', 'results.json', 'summary.md']);
    expect(paths).toEqual(['results.json', 'junit.xml', 'summary.md'].map((name) => join(target, name)));
    expect(await readJson(join(target, 'results.json'), runResultSchema)).toEqual(run);
    expect(await readFile(join(target, 'junit.xml'), 'utf8')).toBe(renderJunit(run));
    expect(await readFile(join(target, 'summary.md'), 'utf8')).toBe(renderSummary(run));
  });

  test('replaces the report of an earlier moment', async () => {
    await writeReport(dir, sampleRun({ scenarios: [] }));
    await writeReport(dir, sampleRun());
    expect((await readJson(join(dir, 'results.json'), runResultSchema)).scenarios).toHaveLength(3);
    expect(await readdir(dir)).toHaveLength(3);
  });
});
