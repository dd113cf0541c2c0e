import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { appendFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import { readBackFile, scenarioFile } from '../model/bundle.ts';
import { controlEvidence, readBack, sampleEvidence, write } from './evidence.fixture.ts';
import { judgeFolder, judgeScenario } from './judge.ts';
import { breakHistory, writeBundle } from './judge-folder.fixture.ts';
import { HistoryWalk } from './history-walk.ts';
import { recordsOf, world } from './world.fixture.ts';

const ACKNOWLEDGED_BUT = 5;

describe('judging what lies in files', () => {
  let folder: string;
  const fresh = async (evidence: LoadedEvidence): Promise<void> => {
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await writeBundle(folder, evidence);
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-stored-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('gives what judging the same in memory gives, in one process and in two', async () => {
    let inTwo = 0;
    await fc.assert(
      fc.asyncProperty(world, async (made) => {
        const evidence = controlEvidence({
          operations: recordsOf(made),
          readBacks: made.held.map((elements, n) => ({
            ...readBack(`db-${String(n)}`, []),
            ...{ elements, footer: { end: 'complete', elements: elements.length } },
          })),
        });
        await fresh(evidence);
        const wanted = judgeScenario(evidence, 'x');
        expect(await judgeFolder(folder, 'x')).toEqual(wanted);
        if (inTwo++ < 8) expect(await judgeFolder(folder, 'x', 0)).toEqual(wanted); // a process takes its time to start
      }),
      { numRuns: 25 },
    );
  });

  test('uses no history that is broken in its middle, and says where it is', async () => {
    await fresh(sampleEvidence());
    await breakHistory(folder);
    const result = await judgeFolder(folder, 'x');
    expect(result.verdict).toBe('unknown');
    expect(result.findings[0]).toMatchObject({ kind: 'incomplete-evidence', effect: 'unknown' });
    expect(result.findings[0]?.examples[0]).toMatch(/history\.hfh is broken at byte \d+: /);
    expect(result.operations.attempted).toBe(0);
    expect(result.findings.map(({ judge, kind }) => `${judge} ${kind}`)).toEqual(
      expect.arrayContaining(['set no-history', 'transactions no-history']),
    );
  });

  test('uses no history of which one letter is another one, and could be read all the same', async () => {
    await fresh(sampleEvidence());
    const path = scenarioFile(folder, 'history');
    const bytes = await readFile(path);
    bytes.write('j', bytes.indexOf('k0'));
    await writeFile(path, bytes);
    const { findings, operations } = await judgeFolder(folder, 'x');
    expect(findings[0]).toMatchObject({ kind: 'incomplete-evidence', effect: 'unknown' });
    expect(operations.attempted).toBe(0);
  });

  test('does not take what is no trouble of a file for one', async () => {
    await fresh(sampleEvidence());
    const trouble = new TypeError('a fault of its own');
    const { prototype } = HistoryWalk;
    const endHistory = Object.getOwnPropertyDescriptor(prototype, 'endHistory') ?? {};
    Object.defineProperty(prototype, 'endHistory', {
      configurable: true,
      value: () => {
        Object.defineProperty(prototype, 'endHistory', endHistory); // once, or it could go on for ever
        throw trouble;
      },
    });
    await expect(judgeFolder(folder, 'x')).rejects.toBe(trouble);
  });

  test('says that a history was cut off', async () => {
    await fresh(controlEvidence({ operations: write('a', 'ok', { from: 10_000 }), readBacks: [] }));
    const path = scenarioFile(folder, 'history');
    await truncate(path, (await readFile(path)).length - 1);
    const kinds = (await judgeFolder(folder, 'x')).findings.map(({ judge, kind }) => `${judge} ${kind}`);
    expect(kinds).toContain('set torn-history');
  });

  test('uses no read-back that is broken in its middle, and what the others hold counts', async () => {
    const evidence = sampleEvidence();
    const [whole] = evidence.readBacks;
    const lacking = { ...readBack('db-1', []), elements: whole?.elements.slice(ACKNOWLEDGED_BUT) ?? [] };
    await fresh({ ...evidence, readBacks: [whole ?? lacking, lacking, readBack('db-2', [])] });
    await appendFile(readBackFile(folder, 'db-2'), 'no frame at all');
    const result = await judgeFolder(folder, 'x');
    expect(result.findings[0]?.examples).toEqual([
      expect.stringMatching(/db-2\.hfr is broken at byte \d+: no frame begins there\.$/),
    ]);
    expect(result.data).toMatchObject({ membersRead: ['db-0', 'db-1'], lost: ACKNOWLEDGED_BUT });
    const found = result.findings.map(({ kind, effect, member }) => [kind, effect, member]);
    expect(found).toContainEqual(['lost', 'fail', 'db-1']);
    expect(found).toContainEqual(['no-read-back', 'unknown', undefined]);
  });

  test('says of which version a history is that it cannot read', async () => {
    await fresh(sampleEvidence());
    const old = `{"format":"holdfast-history","version":2,"run":"run-1"}\n`;
    await writeFile(scenarioFile(folder, 'history'), old);
    const { verdict, findings } = await judgeFolder(folder, 'x');
    expect(verdict).toBe('unknown');
    expect(findings[0]?.message).toMatch(/is a history of version 2, and this Holdfast reads version 3/);
  });
});
