import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { z } from 'zod';
import { HoldfastError, sentenceOf } from '../core/errors.ts';

let writes = 0;

/**
 * Writes a whole file or none of it: under a temporary name first, then renamed, so that a reader (or a
 * run that is killed) never sees half a file. Two writes of the same path must not overlap.
 * @throws the file system's own error; the temporary file is removed.
 */
export async function writeText(path: string, text: string): Promise<void> {
  writes += 1;
  const temporary = `${path}.${String(process.pid)}-${String(writes)}.tmp`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Writes a value as indented JSON, whole or not at all. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeText(path, `${JSON.stringify(value, null, 2)}\n`);
}

/**
 * Reads a JSON file and checks its shape.
 * @throws HoldfastError that names the file, and the place in it where its shape is wrong.
 */
export async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new HoldfastError(`${path} cannot be read: ${sentenceOf(error)}`, { cause: error });
  });
  return parseAs(text, schema, path);
}

/** Parses JSON text of a given shape. @throws HoldfastError naming `where` it comes from. */
export function parseAs<T>(text: string, schema: z.ZodType<T>, where: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new HoldfastError(`${where} is not JSON: ${sentenceOf(error)}`, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new HoldfastError(`${where} has another shape${place}: ${issue?.message ?? 'unknown'}.`, {
    cause: parsed.error,
  });
}
