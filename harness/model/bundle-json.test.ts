import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { HoldfastError } from '../core/errors.ts';
import { parseAs, readJson, writeJson, writeText } from './bundle-json.ts';

const schema = z.object({ members: z.array(z.object({ pod: z.string() })) });

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-json-'));
  path = join(folder, 'value.json');
});
afterEach(() => rm(folder, { recursive: true }));

/** What a promise or a function is refused with. */
async function refusal(of: () => unknown): Promise<HoldfastError> {
  try {
    await of();
  } catch (error) {
    if (error instanceof HoldfastError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('a file that is written whole or not at all', () => {
  test('has its text, takes the place of the former one, and leaves nothing beside it', async () => {
    await writeText(path, 'first');
    await writeText(path, 'second');
    expect(await readFile(path, 'utf8')).toBe('second');
    expect(await readdir(folder)).toEqual(['value.json']);
  });

  test('leaves nothing behind where it cannot be written', async () => {
    await mkdir(path);
    await expect(writeText(path, 'text')).rejects.toMatchObject({ syscall: 'rename' });
    expect(await readdir(folder)).toEqual(['value.json']);
    await expect(writeText(join(folder, 'missing', 'x'), 'text')).rejects.toMatchObject({
      code: 'ENOENT',
      syscall: 'open',
    });
  });

  test('is never half there: what is written goes under another name beside it', async () => {
    await mkdir(path);
    const refused = await writeText(path, 'a').catch((error: unknown) => error);
    const again = await writeText(path, 'b').catch((error: unknown) => error);
    const names = [refused, again].map((error) => (error as NodeJS.ErrnoException).path ?? '');
    const pid = String(process.pid);
    const numbers = names.map((name) => {
      expect(name.startsWith(`${path}.${pid}-`) && name.endsWith('.tmp')).toBe(true);
      return Number(name.slice(`${path}.${pid}-`.length, -'.tmp'.length));
    });
    expect((numbers[1] ?? 0) - (numbers[0] ?? 0)).toBe(1);
  });

  test('holds indented JSON and a line feed', async () => {
    await writeJson(path, { a: [1] });
    expect(await readFile(path, 'utf8')).toBe('{\n  "a": [\n    1\n  ]\n}\n');
  });
});

describe('a file of JSON', () => {
  test('is read in its shape', async () => {
    await writeFile(path, '{"members":[{"pod":"db-\u00e9"}]}');
    expect(await readJson(path, schema)).toEqual({ members: [{ pod: 'db-\u00e9' }] });
  });

  test('that is not there is named', async () => {
    const error = await refusal(() => readJson(path, schema));
    expect(error.message).toBe(`${path} cannot be read: ENOENT: no such file or directory, open '${path}'`);
    expect(error.cause).toMatchObject({ code: 'ENOENT' });
  });

  test('of another shape is named, with the place', async () => {
    await writeFile(path, '{"members":[{"pod":"db-0"},{"pod":1}]}');
    const error = await refusal(() => readJson(path, schema));
    expect(error.message).toBe(
      `${path} has another shape at members.1.pod: Invalid input: expected string, received number.`,
    );
    expect(error.cause).toBeInstanceOf(z.ZodError);
  });
});

describe('a text of JSON', () => {
  test('that is none is refused with where it comes from', async () => {
    const error = await refusal(() => parseAs('{', schema, 'x.json line 3'));
    expect(error.message).toMatch(/^x\.json line 3 is not JSON: .*JSON/);
    expect(error.cause).toBeInstanceOf(SyntaxError);
  });

  test('of another shape altogether has no place to be named', async () => {
    const error = await refusal(() => parseAs('7', schema, 'x.json'));
    expect(error.message).toBe('x.json has another shape: Invalid input: expected object, received number.');
  });
});
