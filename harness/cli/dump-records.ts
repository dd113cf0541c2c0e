import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, sentenceOf, UsageError } from '../core/errors.ts';
import { ElementView, ReadBackDecoder } from '../model/bundle-read-back-decoder.ts';
import { memberOfReadBack, SCENARIO_FILES } from '../model/bundle.ts';
import { DamagedRecord } from '../model/damaged-record.ts';
import { MAGIC } from '../model/frame.ts';
import { HistoryReader } from '../model/history-reader.ts';
import { historyHeaderSchema } from '../model/operation.ts';
import { readBackHeaderSchema, type Element } from '../model/read-back.ts';
import { openStored } from '../model/stored-head.ts';
import { storedHead } from './stored-file.ts';

/** The records of one file of a bundle. */
export interface Records {
  /** The header first, then a record each; of a read-back that was not cut off, the footer last. */
  values: AsyncIterable<unknown>;
  /** Once all were read: how the file ends, where it was cut off, as a sentence. */
  torn: () => string | undefined;
}

/**
 * Opens a history or a read-back, whatever its name is.
 * @throws UsageError (exit code 254) where it is neither, or of another version; for a folder it names the files
 * that are.
 */
export async function openRecords(path: string): Promise<Records> {
  await requireFile(path);
  try {
    const format = (await storedHead(path))?.format;
    if (format === readBackHeaderSchema.shape.format.value) return await readBackRecords(path);
    if (format === historyHeaderSchema.shape.format.value) return await historyRecords(path);
  } catch (error) {
    throw new UsageError(sentenceOf(error), error);
  }
  throw new UsageError(`${path} is neither a history nor a read-back, or was cut off in its header.`);
}

async function historyRecords(path: string): Promise<Records> {
  const reader = await HistoryReader.open(path);
  return {
    values: headed(reader.header, reader),
    torn: () =>
      reader.torn ? 'ends in the middle of a record, which is left out: its recorder was cut off' : undefined,
  };
}

async function readBackRecords(path: string): Promise<Records> {
  const { format, version } = readBackHeaderSchema.shape;
  const { frames, header } = await openStored(path, {
    ...{ what: 'a read-back', magic: MAGIC.readBack, schema: readBackHeaderSchema },
    ...{ format: format.value, version: version.value },
  });
  const decoder = new ReadBackDecoder();
  async function* records(): AsyncGenerator<unknown, void, undefined> {
    try {
      while (await frames.next()) {
        const elements: Element[] = [];
        decoder.decode(frames.bytes, frames.from, frames.to, (element) =>
          elements.push(element instanceof ElementView ? element.toElement() : element),
        );
        yield* elements;
      }
    } catch (error) {
      throw error instanceof DamagedRecord ? frames.broken(error.message, error) : error;
    } finally {
      await frames.close();
    }
    if (decoder.footer !== undefined) yield decoder.footer;
  }
  return {
    values: headed(header, records()),
    torn: () =>
      decoder.footer === undefined
        ? 'has no footer: it was cut off, and is no evidence of absence'
        : undefined,
  };
}

async function* headed(
  header: unknown,
  rest: AsyncIterable<unknown>,
): AsyncGenerator<unknown, void, undefined> {
  yield header;
  yield* rest;
}

async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    const why =
      errorCode(error) === 'ENOENT'
        ? `There is no file ${path}.`
        : `${path} cannot be read: ${sentenceOf(error)}`;
    throw new UsageError(why, error);
  });
  if (!found.isDirectory()) return;
  const files = await filesToDump(path);
  const which = files.length === 0 ? ' There is none in it.' : ` In it are:\n${files.join('\n')}`;
  throw new UsageError(`${path} is a folder; name a history or a read-back.${which}`);
}

/** The histories and read-backs somewhere under a folder, as paths that can be given back. */
async function filesToDump(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(
    ({ name }) => name === SCENARIO_FILES.history || memberOfReadBack(name) !== undefined,
  );
  return files.map(({ parentPath, name }) => join(parentPath, name)).sort();
}
