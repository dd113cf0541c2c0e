import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeJson } from '../model/bundle-json.ts';
import { openBundle, requireScenarioVersion } from './check-open.ts';
import { CONTROL, passing, writeBundle } from './check.fixture.ts';

let parent: string;
let bundle: string;
const at = (...parts: string[]): string => join(bundle, ...parts);
const check = async (): Promise<void> => {
  await openBundle(bundle);
  await requireScenarioVersion(bundle, CONTROL);
};

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'holdfast-check-'));
  bundle = join(parent, 'bundle');
});
afterEach(() => rm(parent, { recursive: true }));

describe('what is no bundle of this Holdfast', () => {
  const refused = async (): Promise<{ message: string; exitCode: number }> =>
    check().then(
      () => {
        throw new Error('It was taken for a bundle.');
      },
      (error: unknown) => error as { message: string; exitCode: number },
    );

  test.each<[string, () => Promise<unknown>, RegExp, number]>([
    ['nothing', () => Promise.resolve(), /There is no bundle .*: nothing is there\.$/, 254],
    ['an empty folder', () => mkdir(bundle), /The folder .* is empty: no bundle\.$/, 254],
    ['a file', () => writeFile(bundle, ''), /is a file; a bundle is a folder/, 254],
    [
      "somebody else's folder",
      () => mkdir(bundle).then(() => writeFile(at('README.md'), '')),
      /is no bundle of Holdfast: results\.json is missing\.$/,
      254,
    ],
    [
      "somebody else's results",
      () => mkdir(bundle).then(() => writeFile(at('results.json'), '{"ok": true}')),
      /is no bundle of Holdfast: the format of its results\.json is not said/,
      254,
    ],
    [
      "one scenario's folder",
      () => writeBundle(parent, passing()).then(() => (bundle = join(parent, CONTROL))),
      /is one scenario's folder; name the bundle/,
      254,
    ],
    [
      'an older version',
      () => writeBundle(bundle, passing()).then(() => edited('results.json', { version: 1 })),
      /its results\.json is of version 1, .* Check it with the older Holdfast/,
      254,
    ],
    [
      'a newer version',
      () => writeBundle(bundle, passing()).then(() => edited('results.json', { version: 99 })),
      /its results\.json is of version 99, .* Check it with the newer Holdfast/,
      254,
    ],
    [
      'a scenario of another version',
      () => writeBundle(bundle, passing()).then(() => edited(`${CONTROL}/scenario.json`, { version: 99 })),
      /its scenarios\/db-control\/scenario\.json is of version 99/,
      254,
    ],
    [
      'a bundle without its head',
      () => writeBundle(bundle, passing()).then(() => rm(at('results.json'))),
      /The bundle .* is not whole: results\.json is missing/,
      1,
    ],
    [
      'a bundle with its head cut off',
      () => writeBundle(bundle, passing()).then(() => truncate(at('results.json'), 1000)),
      /cut off or edited: .*results\.json is not JSON/,
      1,
    ],
    [
      'a bundle with a head of another shape',
      () => writeBundle(bundle, passing()).then(() => edited('results.json', { verdict: 'perfect' })),
      /cut off or edited: .*another shape at verdict/,
      1,
    ],
  ])('%s', async (_what, make, sentence, exitCode) => {
    await make();
    const error = await refused();
    expect(error.message).toMatch(sentence);
    expect(error.exitCode).toBe(exitCode);
  });

  async function edited(file: string, changes: Record<string, unknown>): Promise<void> {
    const value = JSON.parse(await readFile(at(file), 'utf8')) as object;
    await writeJson(at(file), { ...value, ...changes });
  }
});
