import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MANIFEST, sha256OfFile, verifyManifest, writeManifest } from './bundle-manifest.ts';

const run = promisify(execFile);
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

let bundle: string;
const at = (path: string): string => join(bundle, path);
const problems = async (): Promise<string[] | undefined> => (await verifyManifest(bundle))?.problems;

async function rewritten(change: (text: string) => string): Promise<void> {
  await writeFile(at(MANIFEST), change(await readFile(at(MANIFEST), 'utf8')));
}

beforeEach(async () => {
  bundle = await mkdtemp(join(tmpdir(), 'holdfast-manifest-'));
  await mkdir(at('scenarios/db-control/logs'), { recursive: true });
  await writeFile(at('results.json'), '{}\n');
  await writeFile(at('scenarios/db-control/history.bin'), Buffer.from([0, 1, 2, 255]));
  await writeFile(at('scenarios/db-control/logs/db-0.log'), '');
});
afterEach(() => rm(bundle, { recursive: true }));

describe('MANIFEST.sha256', () => {
  test('lists every file but itself, sorted, in the format of sha256sum, which accepts it', async () => {
    await writeManifest(bundle);
    const lines = (await readFile(at(MANIFEST), 'utf8')).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines.map((line) => line.slice(66))).toEqual([
      'results.json',
      'scenarios/db-control/history.bin',
      'scenarios/db-control/logs/db-0.log',
      '',
    ]);
    expect(lines[2]).toBe(`${EMPTY}  scenarios/db-control/logs/db-0.log`);
    const { stdout } = await run('sha256sum', ['--check', '--strict', MANIFEST], { cwd: bundle });
    expect(stdout).toMatch(/^results\.json: OK$/m);
    expect(await readdir(bundle)).toEqual([MANIFEST, 'results.json', 'scenarios']);
  });

  test('is read again as it was written, and as sha256sum itself writes it', async () => {
    await writeManifest(bundle);
    expect(await verifyManifest(bundle)).toEqual({ files: 3, problems: [] });
    await rm(at(MANIFEST));
    await run('sh', ['-c', `find . -type f ! -name ${MANIFEST} -exec sha256sum -b {} + > ${MANIFEST}`], {
      cwd: bundle,
    });
    expect(await verifyManifest(bundle)).toEqual({ files: 3, problems: [] });
  });

  test('is sorted as a whole, and not folder by folder', async () => {
    await mkdir(at('a'));
    for (const name of ['a/x', 'a-b', 'a.txt']) await writeFile(at(name), '');
    await writeManifest(bundle);
    const lines = (await readFile(at(MANIFEST), 'utf8')).split('\n').map((line) => line.slice(66));
    expect(lines.slice(0, 3)).toEqual(['a-b', 'a.txt', 'a/x']);
    for (const name of ['a/y', 'a-c']) await symlink('/etc/hostname', at(name));
    const outside = (await problems())?.map((sentence) => sentence.split(' ')[0]);
    expect(outside).toEqual(['a-c', 'a/y']);
  });

  test('takes a backslash in a name as it is, where its line does not begin with one', async () => {
    await writeFile(at('a\\n'), '');
    await writeFile(at(MANIFEST), `${EMPTY}  a\\n\n`);
    expect((await problems())?.filter((sentence) => sentence.startsWith('a'))).toEqual([]);
  });

  test('replaces an older one and does not list it', async () => {
    await writeManifest(bundle);
    await writeFile(at('later.txt'), 'x');
    await writeManifest(bundle);
    expect(await verifyManifest(bundle)).toEqual({ files: 4, problems: [] });
  });

  test('keeps names with line breaks and backslashes apart, as sha256sum does', async () => {
    await writeFile(at('a\nb\\n\r'), 'x');
    await writeManifest(bundle);
    expect(await verifyManifest(bundle)).toEqual({ files: 4, problems: [] });
    await run('sha256sum', ['--check', '--strict', MANIFEST], { cwd: bundle });
  });

  test('tells each file while it is read', async () => {
    await writeManifest(bundle);
    const told: string[] = [];
    await verifyManifest(bundle, (path, index, count) =>
      told.push(`${String(index)}/${String(count)} ${path}`),
    );
    expect(told[0]).toBe('1/3 results.json');
    expect(told).toHaveLength(3);
  });

  test('hashes a file that is larger than what is read at once', async () => {
    await writeFile(at('large'), Buffer.alloc(3_000_000, 7));
    const { stdout } = await run('sha256sum', [at('large')]);
    expect(stdout.startsWith(await sha256OfFile(at('large')))).toBe(true);
  });
});

describe('a bundle that is not as it was', () => {
  beforeEach(() => writeManifest(bundle));

  test('has no manifest', async () => {
    await rm(at(MANIFEST));
    expect(await verifyManifest(bundle)).toBeUndefined();
  });

  test.each<[string, () => Promise<unknown>, RegExp[]]>([
    ['edited', () => writeFile(at('results.json'), '{ }\n'), [/^results\.json was altered/]],
    ['truncated', () => truncate(at('scenarios/db-control/history.bin'), 3), [/history\.bin was altered/]],
    ['a file less', () => rm(at('results.json')), [/^results\.json is missing/]],
    [
      'a folder less',
      () => rm(at('scenarios/db-control/logs'), { recursive: true }),
      [/db-0\.log is missing/],
    ],
    ['a file more', () => writeFile(at('scenarios/new'), ''), [/^scenarios\/new is not listed/]],
    ['a link', () => symlink('/etc/hostname', at('link')), [/^link is neither a file nor a folder/]],
    [
      'a link in the place of a file',
      () => rm(at('results.json')).then(() => symlink('/etc/hostname', at('results.json'))),
      [/^results\.json is missing/, /^results\.json is neither/],
    ],
    [
      'a manifest with a line of its own',
      () => appendFile(at(MANIFEST), 'hello\n'),
      [/line 4 is no line of sha256sum/],
    ],
    [
      'a manifest with other line ends',
      () => rewritten((text) => text.replaceAll('\n', '\r\n')),
      [/line 1 is no line of sha256sum/, /^results\.json is not listed/],
    ],
    [
      'a manifest with something before a digest',
      () => rewritten((text) => `x${text}`),
      [/line 1 is no line of sha256sum/],
    ],
    ['a manifest cut off', () => truncate(at(MANIFEST), 90), [/was cut off/, /line 2|is not listed/]],
    ['an empty manifest', () => writeFile(at(MANIFEST), ''), [/lists nothing/, /not listed/]],
    [
      'a manifest that lists a file twice',
      () => appendFile(at(MANIFEST), `${EMPTY}  results.json\n`),
      [/lists results\.json twice/],
    ],
    [
      'a manifest that points outside',
      () => appendFile(at(MANIFEST), `${EMPTY}  ../../dev/null\n`),
      [/^\.\.\/\.\.\/dev\/null is missing/],
    ],
  ])('%s', async (_name, change, sentences) => {
    await change();
    const found = await problems();
    for (const sentence of sentences) expect(found?.join('\n')).toMatch(new RegExp(sentence.source, 'm'));
  });

  test('a file that is gone when it is its turn', async () => {
    const found = await verifyManifest(bundle, (path) => {
      if (path === 'results.json') rmSync(at(path));
    });
    expect(found?.problems).toEqual([expect.stringMatching(/^results\.json cannot be read: ENOENT/)]);
  });

  test('all problems of one bundle are told', async () => {
    await symlink('/etc/hostname', at('b'));
    await symlink('/etc/hostname', at('a'));
    await writeFile(at('scenarios/more'), '');
    expect(await problems()).toEqual([
      'scenarios/more is not listed: it was not there when the run ended.',
      'a is neither a file nor a folder.',
      'b is neither a file nor a folder.',
    ]);
  });

  test('cannot have its manifest read: a sentence', async () => {
    await rm(at(MANIFEST));
    await mkdir(at(MANIFEST));
    const refused = await verifyManifest(bundle).catch((error: unknown) => error);
    expect((refused as Error).message).toMatch(/^MANIFEST\.sha256 cannot be read: /);
    expect((refused as Error).cause).toMatchObject({ code: 'EISDIR' });
  });
});
