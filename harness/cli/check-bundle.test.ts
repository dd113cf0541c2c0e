import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent } from '../core/progress.ts';
import { MANIFEST } from '../model/bundle-manifest.ts';
import { readBackFile, scenarioFile } from '../model/bundle.ts';
import { checkBundle, type BundleCheck } from './check-bundle.ts';
import { renderCheck } from './check-text.ts';
import {
  CONTROL,
  editResults,
  entryOf,
  losing,
  passing,
  POD_DELETE,
  remakeManifest,
  RUN,
  writeBundle,
} from './check.fixture.ts';

let parent: string;
let bundle: string;
const at = (...parts: string[]): string => join(bundle, ...parts);
const check = (): Promise<BundleCheck> => checkBundle(bundle, silent);
const podDelete = (result: BundleCheck) => result.scenarios.find((one) => one.folder === POD_DELETE);

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'holdfast-check-'));
  bundle = join(parent, 'bundle');
});
afterEach(() => rm(parent, { recursive: true }));

describe('a bundle as its run left it', () => {
  test('is the same, and passes', async () => {
    await writeBundle(bundle, passing());
    const result = await check();
    expect(result).toMatchObject({
      ...{ format: 'holdfast-check', version: 1, run: RUN, recorded: 'pass', judged: 'pass', exitCode: 0 },
      ...{ manifest: { state: 'intact', problems: [] }, differences: [], notes: [] },
    });
    expect(result.scenarios.map(({ state, differences, notes }) => ({ state, differences, notes }))).toEqual([
      { state: 'same', differences: [], notes: [] },
      { state: 'same', differences: [], notes: [] },
    ]);
    expect(renderCheck(result)).toMatch(/^same +db pod-delete \(leader\): pass$/m);
    expect(renderCheck(result)).toMatch(/as the run left it\. .* the verdict is the recorded one: pass\.\n$/);
  });

  test('that failed is the same, and the exit code is that of a fail', async () => {
    await writeBundle(bundle, losing());
    expect(await check()).toMatchObject({ recorded: 'fail', judged: 'fail', exitCode: 1, differences: [] });
    expect(podDelete(await check())).toMatchObject({ state: 'same', judged: 'fail' });
  });

  test('that was interrupted is unknown, what it had not judged is judged, and what it had not begun is not', async () => {
    await writeBundle(bundle, passing());
    await rm(scenarioFile(at(POD_DELETE), 'result'));
    await truncate(scenarioFile(at(POD_DELETE), 'history'), 0);
    const notRun = { judge: 'engine', kind: 'not-run', effect: 'unknown' as const, message: 'no', count: 1 };
    await editResults(bundle, (run) => {
      run.interrupted = 'The run was interrupted by SIGINT.';
      run.verdict = 'unknown';
      const halfDone = entryOf(run, 1);
      Object.assign(halfDone, { folder: '', verdict: 'unknown', findings: [{ ...notRun, examples: [] }] });
      run.scenarios.push({ ...halfDone, scenario: 'overlap' });
    });
    await remakeManifest(bundle);
    const result = await check();
    expect(result).toMatchObject({ judged: 'unknown', exitCode: 2, differences: [] });
    expect(result.scenarios.map(({ state, judged, folder }) => ({ state, judged, folder }))).toEqual([
      { state: 'same', judged: 'pass', folder: CONTROL },
      { state: 'not-judged', judged: 'unknown', folder: POD_DELETE },
      { state: 'not-judged', judged: 'unknown', folder: '' },
    ]);
  });

  test("keeps what a suite found, which is not in the judges' evidence", async () => {
    await writeBundle(bundle, passing());
    await editResults(bundle, (run) => {
      const finding = { judge: 'suite', kind: 'assertion', effect: 'fail' as const, message: 'no', count: 1 };
      entryOf(run, 1).findings.push({ ...finding, examples: [] });
      entryOf(run, 1).verdict = run.verdict = 'fail';
    });
    await remakeManifest(bundle);
    const result = await check();
    expect(result).toMatchObject({ judged: 'fail', exitCode: 1, differences: [] });
    expect(podDelete(result)).toMatchObject({ state: 'same', notes: [expect.stringMatching(/assertion/)] });
  });

  test('without its manifest is unknown at best, and a fail stays one', async () => {
    await writeBundle(bundle, passing());
    await rm(at(MANIFEST));
    const result = await check();
    expect(result).toMatchObject({ manifest: { state: 'absent' }, judged: 'pass', exitCode: 2 });
    expect(result.conclusion).toMatch(/There is no MANIFEST\.sha256: the run did not end by itself/);
    await rm(bundle, { recursive: true });
    await writeBundle(bundle, losing());
    await rm(at(MANIFEST));
    expect(await check()).toMatchObject({ judged: 'fail', exitCode: 1 });
  });
});

describe('a bundle that was altered after its run', () => {
  const flipByte = async (path: string): Promise<void> => {
    const bytes = await readFile(path);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(path, bytes);
  };
  const cut = async (path: string, by: number): Promise<void> =>
    truncate(path, (await readFile(path)).length - by);

  test.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'one bit of a history',
      () => flipByte(scenarioFile(at(POD_DELETE), 'history')),
      /history\S* was altered/,
    ],
    ['a history cut off', () => cut(scenarioFile(at(POD_DELETE), 'history'), 30), /history\S* was altered/],
    ['a read-back cut off', () => cut(readBackFile(at(POD_DELETE), 'db-1'), 5), /db-1\S* was altered/],
    ['results.json', () => editResults(bundle, (run) => (run.seed = 8)), /results\.json was altered/],
    ['summary.md', () => writeFile(at('summary.md'), '# Verdict: pass\n'), /summary\.md was altered/],
    ['a file less', () => rm(scenarioFile(at(CONTROL), 'after')), /identity-after\.json is missing/],
    ['a scenario less', () => rm(at(CONTROL), { recursive: true }), /db-control\/phases\.json is missing/],
    ['a file more', () => writeFile(at('notes.txt'), ''), /notes\.txt is not listed/],
  ])('%s', async (_what, change, sentence) => {
    await writeBundle(bundle, passing());
    await change();
    const result = await check();
    expect(result.manifest.state).toBe('broken');
    expect(result.manifest.problems.join('\n')).toMatch(sentence);
    expect(result.exitCode).toBe(1);
    expect(result.conclusion).toMatch(/not as the run left it/);
  });
});
