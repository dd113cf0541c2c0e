import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import { writeJson } from '../model/bundle-json.ts';
import { ReadBackWriter } from '../model/bundle-read-back.ts';
import { readBackFile, scenarioFile } from '../model/bundle.ts';
import { HistoryWriter } from '../model/history-writer.ts';

/** Writes evidence as a run would, each record with a write of its own. */
export async function writeBundle(folder: string, evidence: LoadedEvidence): Promise<void> {
  const { record } = evidence;
  await writeJson(scenarioFile(folder, 'scenario'), record);
  const { run, stack, scenario, seed, originWall } = record;
  const header = { format: 'holdfast-history', version: 3, run, stack, scenario, seed, originWall } as const;
  const history = await HistoryWriter.create(scenarioFile(folder, 'history'), header);
  for (const operation of evidence.operations ?? []) await history.append(operation);
  await history.close();
  await mkdir(scenarioFile(folder, 'readBack'));
  for (const { header: head, elements, footer } of evidence.readBacks) {
    const writer = await ReadBackWriter.create(readBackFile(folder, head.member), head);
    for (const element of elements) await writer.element(element);
    if (footer === undefined) await writer.abandon();
    else await writer.close({ end: footer.end });
  }
  for (const name of ['before', 'after', 'faults', 'phases', 'incarnations'] as const) {
    await writeJson(scenarioFile(folder, name), evidence[name]);
  }
  const sightings = (evidence.pods ?? []).map((one) => `${JSON.stringify(one)}\n`).join('');
  await writeFile(scenarioFile(folder, 'pods'), sightings);
}

/** Turns one bit around, in the middle of the history. */
export async function breakHistory(folder: string): Promise<void> {
  const path = scenarioFile(folder, 'history');
  const bytes = await readFile(path);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  await writeFile(path, bytes);
}
