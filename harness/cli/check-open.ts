import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EXIT, errorCode, HoldfastError, sentenceOf, UsageError } from '../core/errors.ts';
import { exists } from '../core/paths.ts';
import { readJson } from '../model/bundle-json.ts';
import { MANIFEST } from '../model/bundle-manifest.ts';
import { REPORT_FILES, SCENARIO_FILES } from '../model/bundle.ts';
import { historyHeaderSchema } from '../model/operation.ts';
import { readBackHeaderSchema } from '../model/read-back.ts';
import { runResultSchema, type RunResult } from '../model/result.ts';
import { scenarioRecordSchema } from '../model/scenario-record.ts';
import { storedHead } from './stored-file.ts';

/** The folder of a bundle that holds its scenarios' folders. */
export const SCENARIOS_FOLDER = 'scenarios';

/** What a file with a format of its own says of it, and whatever else is in it. */
const headSchema = z.record(z.string(), z.unknown());

/** The formats of histories and read-backs. */
const STORED = [historyHeaderSchema, readBackHeaderSchema];

/**
 * Reads the head of a bundle.
 * @throws UsageError (exit code 254) where there is no bundle, or one of another format version; HoldfastError with
 * exit code 1 where it is one that was cut off or edited.
 */
export async function openBundle(bundle: string): Promise<RunResult> {
  const names = await namesIn(bundle);
  if (!names.includes(REPORT_FILES.results)) throw withoutResults(bundle, names);
  const path = join(bundle, REPORT_FILES.results);
  const { format, version } = await damagedUnless(readJson(path, headSchema));
  const own = runResultSchema.shape;
  if (format !== own.format.value) {
    throw new UsageError(
      `${bundle} is no bundle of Holdfast: the format of its ${REPORT_FILES.results} is ${inWords(format)}, not "${own.format.value}".`,
    );
  }
  requireVersion(REPORT_FILES.results, version, own.version.value, bundle);
  return await damagedUnless(readJson(path, runResultSchema));
}

/** The names of the scenarios' folders, relative to the bundle; sorted. @throws the file system's own error. */
export async function scenarioFolders(bundle: string): Promise<string[]> {
  const entries = await readdir(join(bundle, SCENARIOS_FOLDER), { withFileTypes: true }).catch(
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return []; // a run that ended before its first scenario
      throw error;
    },
  );
  const folders = entries.filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => `${SCENARIOS_FOLDER}/${name}`).sort();
}

/**
 * Looks at what the files in a scenario's folder say of their formats, whatever else is in them.
 * @throws UsageError where it is of another format version.
 */
export async function requireScenarioVersion(bundle: string, folder: string): Promise<void> {
  const file = `${folder}/${SCENARIO_FILES.scenario}`;
  const head = await readJson(join(bundle, file), headSchema).catch(() => undefined); // judging says what is wrong with it
  const own = scenarioRecordSchema.shape;
  if (head?.format === own.format.value) requireVersion(file, head.version, own.version.value, bundle);
  for (const name of await storedFiles(join(bundle, folder))) {
    const path = `${folder}/${name}`;
    const stored = await storedHead(join(bundle, path)).catch(() => undefined);
    const schema = STORED.find(({ shape }) => shape.format.value === stored?.format);
    if (schema !== undefined) requireVersion(path, stored?.version, schema.shape.version.value, bundle);
  }
}

/** Of the files in a scenario's folder, those that tell a version of their own. */
async function storedFiles(folder: string): Promise<string[]> {
  const members = await readdir(join(folder, SCENARIO_FILES.readBack)).catch(() => []);
  return [SCENARIO_FILES.history, ...members.map((name) => `${SCENARIO_FILES.readBack}/${name}`)];
}

function requireVersion(file: string, version: unknown, own: number, bundle: string): void {
  if (version === own) return;
  throw new UsageError(
    `${bundle} has another format: its ${file} is of version ${inWords(version)}, and this Holdfast reads version ${String(own)}. ` +
      `Check it with the ${Number(version) > own ? 'newer' : 'older'} Holdfast that wrote it.`,
  );
}

const inWords = (value: unknown): string => (value === undefined ? 'not said' : JSON.stringify(value));

async function namesIn(bundle: string): Promise<string[]> {
  try {
    return await readdir(bundle);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') throw new UsageError(`There is no bundle ${bundle}: nothing is there.`, error);
    if (code === 'ENOTDIR' && (await exists(bundle)) && (await stat(bundle)).isFile()) {
      throw new UsageError(`${bundle} is a file; a bundle is a folder, such as reports/RUN.`, error);
    }
    throw new UsageError(`The bundle ${bundle} cannot be read: ${sentenceOf(error)}`, error);
  }
}

function withoutResults(bundle: string, names: readonly string[]): HoldfastError {
  const missing = `${REPORT_FILES.results} is missing`;
  if (names.length === 0) return new UsageError(`The folder ${bundle} is empty: no bundle.`);
  if (names.includes(SCENARIO_FILES.scenario)) {
    return new UsageError(`${bundle} is one scenario's folder; name the bundle that it is in, reports/RUN.`);
  }
  if (names.includes(MANIFEST) || names.includes(SCENARIOS_FOLDER)) {
    return new HoldfastError(`The bundle ${bundle} is not whole: ${missing}.`, { exitCode: EXIT.fail });
  }
  return new UsageError(`${bundle} is no bundle of Holdfast: ${missing}.`);
}

async function damagedUnless<T>(reading: Promise<T>): Promise<T> {
  return await reading.catch((error: unknown) => {
    throw new HoldfastError(`The bundle was cut off or edited: ${sentenceOf(error)}`, {
      cause: error,
      exitCode: EXIT.fail,
    });
  });
}
