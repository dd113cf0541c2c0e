import { Command } from 'commander';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EXIT, errorCode, HoldfastError, sentenceOf, type ExitCode } from '../core/errors.ts';
import { openRecords } from './dump-records.ts';

/** So many characters go out at once. */
const BATCH = 1 << 16;

/**
 * `dump`: prints a history or a read-back as NDJSON on standard output, at the pace of who reads it. `done` gets 0;
 * 2 where the end of the file was cut off, which a sentence on standard error says; 1 for a file that is broken in its
 * middle, after what comes before; 254 for one that is neither.
 */
export function dumpCommand(done: (code: ExitCode) => void): Command {
  return new Command('dump')
    .description('print a history or a read-back as NDJSON: its header, then a record a line')
    .argument('<file>', 'a history or a read-back in a bundle; of a folder, they are listed')
    .action(async (file: string) => {
      done(await dump(file, process.stdout));
    });
}

/** @throws UsageError for a file that is neither; HoldfastError with exit code 1 for one that is broken. */
export async function dump(file: string, out: NodeJS.WritableStream): Promise<ExitCode> {
  const records = await openRecords(file);
  try {
    await pipeline(Readable.from(linesOf(records.values)), out, { end: false });
  } catch (error) {
    if (errorCode(error) === 'EPIPE') return EXIT.pass; // who reads has seen enough, as with "| head"
    throw new HoldfastError(`${file} is broken: ${sentenceOf(error)}`, { cause: error, exitCode: EXIT.fail });
  }
  const torn = records.torn();
  if (torn === undefined) return EXIT.pass;
  process.stderr.write(`${file} ${torn}.\n`);
  return EXIT.unknown;
}

async function* linesOf(values: AsyncIterable<unknown>): AsyncGenerator<string, void, undefined> {
  let batch = '';
  try {
    for await (const value of values) {
      batch += `${JSON.stringify(value)}\n`;
      if (batch.length < BATCH) continue;
      yield batch;
      batch = '';
    }
  } catch (error) {
    if (batch !== '') yield batch; // what comes before a broken record
    throw error;
  }
  if (batch !== '') yield batch;
}
