import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../core/paths.ts';

interface Ended {
  code: number | undefined;
  out: string;
  err: string;
}

async function holdfast(...args: string[]): Promise<Ended> {
  const main = join(PROJECT_ROOT, 'harness', 'cli', 'main.ts');
  const { exitCode, stdout, stderr } = await execa(process.execPath, [main, ...args], { reject: false });
  return { code: exitCode, out: stdout, err: stderr };
}

describe('the command line', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-cli-'));
    await writeFile(join(folder, 'something'), '');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('lists stacks and scenarios', async () => {
    const { code, out } = await holdfast('certify', '--list');
    expect(code).toBe(0);
    for (const word of ['postgres', 'control', 'pod-delete', 'pod-kill', 'node-drain', 'empty-dir'])
      expect(out).toContain(word);
  });

  test.each([
    [['certify', '--stack', 'oracle'], /There is no stack "oracle"; there are: .*postgres/],
    [['certify', '--stack', 'oracle', '--stack', 'postgres'], /There is no stack "oracle"/],
    [['certify', '--scenario', 'earthquake'], /There is no scenario "earthquake"; there are: control, /],
    [['certify', '--rate', 'fast'], /--rate needs a whole number from 1 to 10000, not "fast"/],
    [['certify', '--rate', '0'], /--rate needs a whole number/],
    [['certify', '--seed', '1.5'], /--seed needs a whole number/],
    [['certify', '--stack', ','], /--stack needs at least one name/],
    [['certify', '--parallel', '0'], /--parallel needs a whole number from 1 to 8, not "0"/],
    [['certify', '--parallel', '9'], /--parallel needs a whole number from 1 to 8/],
    [['certify', '--read-rate', '-1'], /--read-rate needs a whole number from 1 to 10000/],
    [['certify', '--load', '601'], /--load needs a whole number from 1 to 600/],
    [['certify', '--mix', 'add=1,chaos=2'], /There is no operation "chaos"; there are: add, /],
    [['certify', '--mix', 'add=lots'], /The operation "add" needs a weight/],
    [
      ['certify', '--stack', 'postgres', '--mix', 'cas=0'],
      /A mix without a write leaves postgres nothing to lose/,
    ],
    [['prove', '--variant', 'immortal'], /There is no known-bad variant "immortal" of .*empty-dir/],
    [['prove', '--variant', ','], /--variant needs at least one name/],
    [['prove', '--stack', 'oracle'], /There is no stack "oracle"/],
    [['prove', '--scenario', 'earthquake'], /There is no scenario "earthquake"/],
    [['prove', '--parallel', 'many'], /--parallel needs a whole number/],
    [['certify', '--images', 'magic'], /'--images <source>' argument 'magic' is invalid/],
    [['certify', '--budget', 'recover=never'], /The budget "recover" needs a number of seconds/],
    [['certify', '--fast'], /Unknown option '--fast'/],
    [['certify', 'postgres'], /Too many arguments|Error/i],
    [['certificate'], /Unknown command 'certificate'/],
    [['check'], /Missing required argument 'bundle'/],
    [['check', '/nowhere/at/all'], /There is no bundle \/nowhere\/at\/all/],
    [['dump', '/nowhere/at/all'], /There is no file \/nowhere\/at\/all/],
    [['schema', 'everything'], /There is no schema "everything"; there are: results, /],
  ])('%j is answered with one sentence and exit code 254', async (args, sentence) => {
    const { code, out, err } = await holdfast(...args);
    expect(err).toMatch(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).not.toMatch(/\n\s+at /);
    expect(out).toBe('');
    expect(code).toBe(254);
  });

  test('a report folder that holds something already is not written into', async () => {
    const { code, err } = await holdfast('certify', '--out', folder);
    expect(err).toMatch(/The folder .* is not empty/);
    expect(code).toBe(254);
  });

  test.each([
    [['--kind-config', 'nowhere.yaml'], /cluster configuration .*nowhere\.yaml cannot be read/],
    [['--out', '/proc/report'], /The report's folder \/proc\/report cannot be made/],
    [['--out', '/dev/null/report'], /The report's folder \/dev\/null\/report cannot be made/],
  ])('%j ends with a sentence and exit code 255 before anything is done', async (args, sentence) => {
    const { code, err } = await holdfast('certify', '--out', join(folder, 'new'), ...args);
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/\n\s+at /);
    expect(code).toBe(255);
  });

  test('help is no error', async () => {
    const { code, out } = await holdfast('certify', '--help');
    expect(code).toBe(0);
    expect(out).toMatch(/--keep/);
    expect(out).toMatch(/--mix <kind=weight,\.\.\.>\s+kinds of operations; [^(]*\(default:\s+each\s/);
  });
});
