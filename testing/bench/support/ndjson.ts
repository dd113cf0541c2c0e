import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { HistoryReader } from '../../../harness/model/history-reader.ts';
import { readReadBack } from '../../../harness/model/bundle-read-back.ts';

const CHUNK = 1 << 20;

/** Writes the records of some histories and read-backs as NDJSON. @returns how many lines. */
export async function writeLines(
  path: string,
  history: string,
  readBacks: readonly string[],
): Promise<number> {
  const file = await open(path, 'w');
  let chunk = '';
  let lines = 0;
  const line = async (value: unknown): Promise<void> => {
    chunk += `${JSON.stringify(value)}\n`;
    lines += 1;
    if (chunk.length < CHUNK) return;
    await file.writeFile(chunk);
    chunk = '';
  };
  for await (const operation of await HistoryReader.open(history)) await line(operation);
  for (const readBack of readBacks) {
    for (const element of (await readReadBack(readBack)).elements) await line(element);
  }
  await file.writeFile(chunk);
  await file.close();
  return lines;
}

/** Reads a file line by line and gives each to JSON.parse, and does nothing else. @returns seconds. */
export async function parseLines(path: string): Promise<number> {
  const began = performance.now();
  const chunks: AsyncIterable<string> = createReadStream(path, { encoding: 'utf8', highWaterMark: CHUNK });
  let rest = '';
  let records = 0;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (JSON.parse(line) !== null) records += 1;
  }
  if (records === 0) throw new Error(`${path} has no lines`);
  return (performance.now() - began) / 1000;
}
