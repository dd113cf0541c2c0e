import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cp, mkdir, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleEvidence } from '../checks/evidence.fixture.ts';
import { silent } from '../core/progress.ts';
import { writeJson } from '../model/bundle-json.ts';
import { scenarioFile } from '../model/bundle.ts';
import type { RunResult } from '../model/result.ts';
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
  writeBundle,
  writeScenario,
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

describe('a bundle that was altered, and its manifest made anew', () => {
  const altered = async (change: () => Promise<unknown>): Promise<BundleCheck> => {
    await change();
    await remakeManifest(bundle);
    const result = await check();
    expect(result.manifest.state).toBe('intact');
    expect(result.exitCode).toBe(1);
    return result;
  };

  test('a verdict turned to pass in every file is found by judging again', async () => {
    await writeBundle(bundle, losing());
    const result = await altered(async () => {
      await editResults(bundle, (run) => {
        run.verdict = 'pass';
        const { data } = entryOf(run, 1);
        Object.assign(entryOf(run, 1), { verdict: 'pass', findings: [], data: { ...data, lost: 0 } });
      });
      const run = JSON.parse(await readFile(at('results.json'), 'utf8')) as RunResult;
      await writeJson(scenarioFile(at(POD_DELETE), 'result'), entryOf(run, 1));
    });
    expect(result).toMatchObject({ recorded: 'pass', judged: 'fail' });
    expect(result.differences).toEqual([
      'verdict of the run: results.json has "pass", judged again it is "fail"',
    ]);
    const { state, differences = [] } = podDelete(result) ?? {};
    expect(state).toBe('differs');
    for (const file of ['results.json', 'result.json']) {
      expect(differences).toContain(`verdict: ${file} has "pass", judged again it is "fail"`);
      expect(differences).toContain(`data.lost: ${file} has 0, judged again it is 60`);
    }
    expect(differences.join('\n')).toMatch(
      /finding lost of db-0 \(\S+\): .* has absent, judged again it is fail/,
    );
    expect(renderCheck(result)).toMatch(
      /^differs +db pod-delete \(leader\): recorded pass, judged again fail$/m,
    );
    expect(result.conclusion).toMatch(/1 of 2 scenarios differ.*either both were edited, or the judges/);
  });

  test('an edited number, and a result that its folder does not have', async () => {
    await writeBundle(bundle, passing());
    const result = await altered(async () => {
      await editResults(bundle, (run) => (entryOf(run, 1).operations.acknowledged += 1000));
      await rm(scenarioFile(at(CONTROL), 'result'));
    });
    expect(podDelete(result)?.differences).toEqual([
      'operations.acknowledged: results.json has 1060, judged again it is 60',
    ]);
    expect(result.scenarios[0]?.differences).toEqual(['result.json is missing.']);
    expect(result).toMatchObject({ judged: 'pass', differences: [] });
  });

  test('a history cut off, and a file less: no pass any more', async () => {
    await writeBundle(bundle, passing());
    const history = scenarioFile(at(POD_DELETE), 'history');
    const result = await altered(async () => {
      await truncate(history, (await readFile(history)).length - 5);
      await rm(scenarioFile(at(CONTROL), 'after'));
    });
    expect(result.scenarios.map(({ recorded }) => recorded)).toEqual(['pass', 'pass']);
    for (const { judged } of result.scenarios) expect(judged).not.toBe('pass');
    expect(podDelete(result)?.differences.join('\n')).toMatch(/finding \S*torn\S* .*has absent/);
  });

  test("another run's history, and another run's whole folder", async () => {
    await writeBundle(bundle, passing());
    const other = sampleEvidence();
    await writeScenario(join(parent, 'other'), { ...other, record: { ...other.record, run: 'run-2' } });
    const result = await altered(() =>
      cp(scenarioFile(join(parent, 'other'), 'history'), scenarioFile(at(POD_DELETE), 'history')),
    );
    expect(podDelete(result)?.differences.join('\n')).toMatch(/finding incomplete-evidence .*unknown/);
    const whole = await altered(async () => {
      const result = await readFile(scenarioFile(at(POD_DELETE), 'result'));
      await rm(at(POD_DELETE), { recursive: true });
      await rename(join(parent, 'other'), at(POD_DELETE));
      await writeFile(scenarioFile(at(POD_DELETE), 'result'), result);
    });
    expect(podDelete(whole)?.differences).toEqual(['It is of run run-2, the bundle of run run-1.']);
  });

  test('a scenario that is not listed, one without a folder, one with a folder elsewhere', async () => {
    await writeBundle(bundle, passing());
    const result = await altered(async () => {
      await cp(at(CONTROL), at('scenarios/db-extra'), { recursive: true });
      await mkdir(at('scenarios/nothing'));
      await editResults(bundle, (run) => {
        run.scenarios.push({ ...entryOf(run, 0), scenario: 'absent', folder: '' });
        run.scenarios.push({ ...entryOf(run, 0), scenario: 'outside', folder: '../elsewhere' });
        run.scenarios.push({ ...entryOf(run, 0), scenario: 'twice' });
      });
    });
    expect(result.scenarios.slice(2).map(({ state, differences }) => [state, differences.join(' ')])).toEqual(
      [
        ['differs', 'verdict: recorded is pass, without evidence it is unknown'],
        ['differs', expect.stringMatching(/^Its folder \.\.\/elsewhere is missing/)],
        ['differs', expect.stringMatching(/^Its folder scenarios\/db-control is missing, or is another/)],
        ['differs', 'results.json does not list it.'],
        ['differs', expect.stringMatching(/^It cannot be judged: .*scenario\.json cannot be read/)],
      ],
    );
    expect(result.judged).toBe('unknown');
  });

  test('a warning that was taken out of the head', async () => {
    const weak = sampleEvidence();
    const { contract } = weak.record;
    const nothing = { keeps: 'nothing', because: 'it is a cache' } as const;
    const promises = { ...contract.promises, power: nothing };
    await writeBundle(bundle, [{ ...weak, record: { ...weak.record, contract: { ...contract, promises } } }]);
    const result = await altered(() => editResults(bundle, (run) => (run.weakerContracts = [])));
    expect(result.differences.join('\n')).toMatch(
      /^weakerContracts of the run\[0\]: results\.json has absent/,
    );
  });

  test('a summary of another hand is told, and held against nobody', async () => {
    await writeBundle(bundle, passing());
    await writeFile(at('summary.md'), '# Verdict: pass, of course\n');
    await rm(at('junit.xml'));
    await remakeManifest(bundle);
    const result = await check();
    expect(result.exitCode).toBe(0);
    expect(result.notes.join('\n')).toMatch(/^summary\.md is not what .*\njunit\.xml cannot be read\.$/);
    expect(renderCheck(result)).toContain(result.notes[0]);
  });
});
