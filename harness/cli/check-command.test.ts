import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../core/paths.ts';
import { MANIFEST } from '../model/bundle-manifest.ts';
import type { BundleCheck } from './check-bundle.ts';
import { losing, passing, writeBundle } from './check.fixture.ts';

const MAIN = join(PROJECT_ROOT, 'harness', 'cli', 'main.ts');
const holdfast = (...args: string[]) => execa(process.execPath, [MAIN, ...args], { reject: false });

describe('check on the command line', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-check-command-'));
    await writeBundle(at('good'), passing());
    await writeBundle(at('bad'), losing());
    await writeBundle(at('killed'), passing());
    await rm(join(at('killed'), MANIFEST));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each([
    ['good', 0, /the verdict is the recorded one: pass\.$/],
    ['bad', 1, /the verdict is the recorded one: fail\.$/],
    ['killed', 2, /^There is no MANIFEST\.sha256: .* counts as unknown\.$/m],
  ])('a %s bundle ends with %i', async (name, code, sentence) => {
    const { exitCode, stdout, stderr } = await holdfast('check', at(name));
    expect(stdout).toMatch(sentence);
    expect(stdout).toMatch(/^same {8}db control: pass$/m);
    expect(stderr).toBe('');
    expect(exitCode).toBe(code);
  });

  test('--json prints the same for programs, and nothing else', async () => {
    const { exitCode, stdout } = await holdfast('check', '--json', at('bad'));
    const check = JSON.parse(stdout) as BundleCheck;
    expect(check).toMatchObject({ format: 'holdfast-check', version: 1, bundle: at('bad'), exitCode: 1 });
    expect(check.scenarios.map(({ state, recorded, judged }) => ({ state, recorded, judged }))).toEqual([
      { state: 'same', recorded: 'pass', judged: 'pass' },
      { state: 'same', recorded: 'fail', judged: 'fail' },
    ]);
    expect(exitCode).toBe(1);
  });
});
