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
  throw new HoldfastError(`${where} has another shape${mismatchOf(parsed.error)}`, { cause: parsed.error });
}

/** The end of a sentence: where a value first differs from its shape, and how. */
export function mismatchOf({ issues }: z.ZodError): string {
  const [first] = issues.map(({ path, message }) =>
    path.length === 0 ? `: ${message}.` : ` at ${path.map(String).join('.')}: ${message}.`,
  );
  return String(first);
}
