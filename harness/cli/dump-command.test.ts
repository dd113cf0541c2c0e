import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { execa } from 'execa';
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { sampleEvidence } from '../checks/evidence.fixture.ts';
import { PROJECT_ROOT } from '../core/paths.ts';
import { readBackFile, scenarioFile } from '../model/bundle.ts';
import { HistoryWriter } from '../model/history-writer.ts';
import { historyHeaderSchema } from '../model/operation.ts';
import { writeScenario } from './check.fixture.ts';
import { dump } from './dump-command.ts';

const MAIN = join(PROJECT_ROOT, 'harness', 'cli', 'main.ts');

let folder: string;
let history: string;
let readBack: string;

/** What a dump prints, and the exit code. */
async function dumped(file: string): Promise<{ lines: unknown[]; code: number }> {
  const out = new PassThrough();
  const printed = text(out);
  const code = await dump(file, out).finally(() => out.end());
  const lines = (await printed).split('\n');
  expect(lines.pop()).toBe('');
  return { lines: lines.map((line) => JSON.parse(line) as unknown), code };
}

async function cut(path: string, by: number): Promise<void> {
  await truncate(path, (await readFile(path)).length - by);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-dump-'));
  await writeScenario(join(folder, 'scenario'), sampleEvidence());
  history = scenarioFile(join(folder, 'scenario'), 'history');
  readBack = readBackFile(join(folder, 'scenario'), 'db-1');
});
afterEach(() => rm(folder, { recursive: true }));

describe('dump', () => {
  test('prints a history as it was recorded: its header, then an operation a line', async () => {
    const { lines, code } = await dumped(history);
    expect(code).toBe(0);
    expect(lines[0]).toMatchObject({ format: 'holdfast-history', run: 'run-1', scenario: 'pod-delete' });
    expect(lines.slice(1)).toEqual(sampleEvidence().operations);
  });

  test('prints a read-back: its header, an element a line, its footer', async () => {
    const { lines, code } = await dumped(readBack);
    expect(code).toBe(0);
    expect(lines[0]).toMatchObject({ format: 'holdfast-read-back', member: 'db-1' });
    expect(lines.slice(1, -1)).toEqual(sampleEvidence().readBacks[1]?.elements);
    expect(lines.at(-1)).toEqual({ end: 'complete', elements: 60 });
  });

  test('knows a file by what is in it', async () => {
    await writeFile(join(folder, 'renamed'), await readFile(history));
    expect(await dumped(join(folder, 'renamed'))).toEqual(await dumped(history));
  });

  test.each([
    ['history', () => history, /ends in the middle of a record/],
    ['read-back', () => readBack, /has no footer: it was cut off/],
  ])('prints what there is of a torn %s, says so, and ends with 2', async (_what, file, sentence) => {
    const whole = await dumped(file());
    await cut(file(), 5);
    const said: string[] = [];
    const stderr = jest.spyOn(process.stderr, 'write').mockImplementation((line) => {
      said.push(String(line));
      return true;
    });
    const { lines, code } = await dumped(file()).finally(() => {
      stderr.mockRestore();
    });
    expect(code).toBe(2);
    expect(lines.length).toBeGreaterThan(0);
    expect(whole.lines.slice(0, lines.length)).toEqual(lines);
    expect(lines.length).toBeLessThan(whole.lines.length);
    expect(said.join('')).toMatch(sentence);
  });

  test.each([
    ['history', () => history],
    ['read-back', () => readBack],
  ])(
    'of a %s that is broken in its middle prints what comes before, and ends with 1',
    async (_what, file) => {
      const bytes = await readFile(file());
      const middle = bytes.length - 40;
      bytes[middle] = (bytes[middle] ?? 0) ^ 1;
      await writeFile(file(), bytes);
      const out = new PassThrough();
      const printed = text(out);
      const broken = await dump(file(), out).catch((error: unknown) => error);
      out.end();
      expect(broken).toMatchObject({ message: expect.stringMatching(/ is broken at byte \d+/), exitCode: 1 });
      expect(await printed).toMatch(/^\{"format":"holdfast-/);
    },
  );

  test.each<[string, () => Promise<string>, RegExp]>([
    ['nothing', () => Promise.resolve(join(folder, 'nowhere')), /^There is no file .*nowhere\.$/],
    [
      'another file',
      () => Promise.resolve(scenarioFile(join(folder, 'scenario'), 'faults')),
      /faults\.json is neither a history nor a read-back/,
    ],
    [
      'an empty file',
      () => writeFile(join(folder, 'empty'), '').then(() => join(folder, 'empty')),
      /is neither a history nor a read-back, or was cut off/,
    ],
    [
      'a history of another version',
      () =>
        writeFile(join(folder, 'old'), '{"format":"holdfast-history","version":1}\n').then(() =>
          join(folder, 'old'),
        ),
      /old is a history of version 1, and this Holdfast reads version \d+; read it with the older/,
    ],
    [
      'a read-back of another version',
      () =>
        writeFile(join(folder, 'old'), '{"format":"holdfast-read-back","version":2}\n').then(() =>
          join(folder, 'old'),
        ),
      /old is a read-back of version 2, and this Holdfast reads version \d+; read it with the older/,
    ],
    [
      'an empty folder',
      () => mkdir(join(folder, 'e')).then(() => join(folder, 'e')),
      /is a folder; .* none in it/,
    ],
    [
      "a scenario's folder",
      () => Promise.resolve(join(folder, 'scenario')),
      /is a folder; name a history or a read-back\. In it are:\n.*history\S*\n.*db-0\S*\n.*db-1\S*\n.*db-2\S*$/,
    ],
  ])('refuses %s with 254', async (_what, make, sentence) => {
    const refusal = dumped(await make()).catch((error: unknown) => error);
    expect(await refusal).toMatchObject({ message: expect.stringMatching(sentence), exitCode: 254 });
  });
});

describe('dump on the command line', () => {
  test('ends quietly when its reader has seen enough', async () => {
    const large = join(folder, 'large');
    const { run, stack, scenario, seed, originWall } = sampleEvidence().record;
    const version = historyHeaderSchema.shape.version.value;
    const header = { format: 'holdfast-history', version, run, stack, scenario, seed, originWall } as const;
    const writer = await HistoryWriter.create(large, header);
    for (let i = 0; i < 50_000; i += 1)
      void writer.append({ process: 0, type: 'invoke', f: 'increment', key: `k${String(i)}`, time: i });
    await writer.close();
    const pipe = `"${process.execPath}" "${MAIN}" dump "${large}" | head -n 2; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await execa('bash', ['-c', pipe]);
    const lines = stdout.split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('holdfast-history');
    expect(lines[2]).toBe('0');
    expect(stderr).toBe('');
  });
});
