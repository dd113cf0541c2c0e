import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { loadEvidence } from './bundle-evidence.ts';
import { incarnations, record, sighting, writeEvidence } from './bundle-evidence.fixture.ts';
import { readJson, writeJson, writeText } from './bundle-json.ts';
import { logFile, readBackFile, scenarioFile } from './bundle.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-bundle-'));
  await writeEvidence(folder);
});
afterEach(() => rm(folder, { recursive: true }));

describe('loadEvidence', () => {
  test('loads everything that was written', async () => {
    const evidence = await loadEvidence(folder);
    expect(evidence.problems).toEqual([]);
    expect(evidence.record).toEqual(record);
    const shown: unknown[] = [];
    expect(await evidence.operations?.each((one) => shown.push(one.operation()))).toBe(false);
    expect(shown).toEqual([{ process: 1, type: 'invoke', f: 'add', key: 'a', time: 1 }]);
    expect(evidence.historyTorn).toBe(false);
    expect(evidence.readBacks.map((readBack) => readBack.header.member)).toEqual(['db-0', 'db-1']);
    expect(evidence.before?.takenAt).toBe(1);
    expect(evidence.after?.takenAt).toBe(9);
    expect(evidence.faults).toEqual([]);
    expect(evidence.phases).toEqual([{ phase: 'deploy', startedAt: 0 }]);
    expect(evidence.pods).toEqual([sighting]);
    expect(evidence.incarnations).toEqual(incarnations);
  });

  test('finds a history with a torn end, which says so once it was gone through', async () => {
    await appendFile(scenarioFile(folder, 'history'), '\x5a');
    const { operations, problems } = await loadEvidence(folder);
    let shown = 0;
    expect(await operations?.each(() => (shown += 1))).toBe(true);
    expect(shown).toBe(1);
    expect(problems).toEqual([]);
  });

  test('goes through a history and a read-back as often as it is asked', async () => {
    const { operations, readBacks } = await loadEvidence(folder);
    for (let i = 0; i < 2; i++) {
      let shown = 0;
      await operations?.each(() => (shown += 1));
      expect(shown).toBe(1);
      expect(await readBacks[0]?.each(() => undefined)).toEqual({ end: 'complete', elements: 0 });
    }
  });

  test('names every file that is missing', async () => {
    for (const name of await readdir(folder)) {
      if (name !== 'scenario.json') await rm(join(folder, name), { recursive: true });
    }
    const evidence = await loadEvidence(folder);
    expect(evidence.problems).toEqual([
      'history.hfh is missing.',
      'read-back is missing.',
      'identity-before.json is missing.',
      'identity-after.json is missing.',
      'faults.json is missing.',
      'phases.json is missing.',
    ]);
    expect(evidence.operations).toBeUndefined();
    expect(evidence.readBacks).toEqual([]);
    expect([evidence.faults, evidence.phases]).toEqual([[], []]);
    for (const part of ['before', 'after', 'pods', 'incarnations']) expect(part in evidence).toBe(false);
  });

  test('loads the faults that there were', async () => {
    const fault = {
      ...{ fault: 'pod-kill', target: 'any', victims: [], expectation: 'new-pod', class: 'pod' },
      ...{ contracts: [], injectedAt: 1, recoverBudgetSeconds: 1 },
      proof: { proven: true, evidence: [] },
    };
    await writeJson(scenarioFile(folder, 'faults'), [fault]);
    expect((await loadEvidence(folder)).faults).toEqual([fault]);
  });

  test.each(['history', 'before', 'after', 'faults', 'phases', 'pods', 'incarnations'] as const)(
    'names a broken %s',
    async (file) => {
      const path = scenarioFile(folder, file);
      await writeFile(path, 'half\n');
      const { problems } = await loadEvidence(folder);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(path);
    },
  );

  test.each<[string, object, string[]]>([
    ['an ended baseline', { endedAt: 1 }, ['pods.ndjson is missing.', 'incarnations.json is missing.']],
    ['a baseline that never ended', {}, []],
    ['an ended phase that is not the baseline', { phase: 'deploy', endedAt: 1 }, []],
  ])('misses what was watched after %s', async (_what, end, missing) => {
    await writeJson(scenarioFile(folder, 'phases'), [{ phase: 'baseline', startedAt: 0, ...end }]);
    for (const file of ['pods', 'incarnations'] as const) await rm(scenarioFile(folder, file));
    const evidence = await loadEvidence(folder);
    expect(evidence.problems).toEqual(missing);
    expect([evidence.pods, evidence.incarnations]).toEqual([undefined, undefined]);
  });

  test('reads what was seen of pods up to a torn end', async () => {
    await appendFile(scenarioFile(folder, 'pods'), '{"time":2');
    const evidence = await loadEvidence(folder);
    expect(evidence.pods).toHaveLength(1);
    expect(evidence.problems).toEqual([]);
  });

  test('says where a history is broken in its middle when it is gone through', async () => {
    await appendFile(scenarioFile(folder, 'history'), 'broken, no frame');
    const { operations } = await loadEvidence(folder);
    await expect(operations?.each(() => undefined)).rejects.toThrow(/history\.hfh is broken at byte \d+: /);
  });

  test.each(['run', 'stack', 'scenario'])('uses no history of another %s', async (part) => {
    await writeJson(scenarioFile(folder, 'scenario'), { ...record, [part]: 'another' });
    const evidence = await loadEvidence(folder);
    expect(evidence.operations).toBeUndefined();
    expect(evidence.problems).toEqual(['history.hfh is of r, s, control: another scenario.']);
  });

  test('uses no read-back that is broken or filed under another member', async () => {
    await rename(readBackFile(folder, 'db-0'), readBackFile(folder, 'db-2'));
    await writeFile(readBackFile(folder, 'db-1'), 'x\n');
    const evidence = await loadEvidence(folder);
    expect(evidence.readBacks).toEqual([]);
    expect(evidence.problems[0]).toMatch(/db-1\.hfr is no read-back/);
    expect(evidence.problems[1]).toBe('The read-back filed under db-2 is of db-0.');
  });

  test('names a read-back that is listed and not there, and leaves out what is none', async () => {
    await symlink('nowhere', readBackFile(folder, 'db-2'));
    await writeFile(join(scenarioFile(folder, 'readBack'), 'notes.txt'), '');
    const evidence = await loadEvidence(folder);
    expect(evidence.readBacks.map((readBack) => readBack.header.member)).toEqual(['db-0', 'db-1']);
    expect(evidence.problems).toEqual(['read-back/db-2 is missing.']);
  });

  test('refuses a folder without a readable scenario.json', async () => {
    await rm(scenarioFile(folder, 'scenario'));
    await expect(loadEvidence(folder)).rejects.toThrow(/scenario\.json cannot be read/);
  });
});

describe('writing whole files', () => {
  test('replaces what was there and leaves nothing else', async () => {
    const path = join(folder, 'x.json');
    await writeJson(path, { a: 1 });
    await writeJson(path, { a: 2 });
    expect(await readJson(path, z.object({ a: z.number() }))).toEqual({ a: 2 });
    expect((await readdir(folder)).filter((name) => name.startsWith('x.json'))).toEqual(['x.json']);
  });

  test('leaves the old file alone when it fails, and no temporary one', async () => {
    const path = join(folder, 'logs');
    await mkdir(path);
    await writeFile(logFile(folder, 'db-0', 'server'), 'line');
    await expect(writeText(path, 'text')).rejects.toThrow();
    expect(await readFile(join(path, 'db-0.server.log'), 'utf8')).toBe('line');
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
