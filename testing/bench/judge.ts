import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { PROJECT_ROOT } from '../../harness/core/paths.ts';
import { readBackFile, scenarioFile } from '../../harness/model/bundle.ts';
import type { ScenarioResult } from '../../harness/model/result.ts';
import type { BenchOptions, ReportRow } from '../bench-row.ts';
import { makeBundle, type Planted } from './support/made-bundle.ts';
import { memberOf, MEMBERS } from './support/made-history.ts';
import { medianOf } from './support/median.ts';
import { parseLines, writeLines } from './support/ndjson.ts';
import { PeakMemory } from './support/peak-memory.ts';

const THOUSAND = 1000;
const MILLION = 1e6;
/** Up to so many operations are written as NDJSON for the peer, too; more of them would be gigabytes. */
const PEER_OPERATIONS = MILLION;

/** What the judge's process prints, and the memory that it and whoever judges beside it were seen to take at most. */
interface Judged {
  seconds: number;
  mebibytes: number;
  data: ScenarioResult['data'];
  operations: ScenarioResult['operations'];
}

/**
 * How fast a history of sets and counters, with what three members hold, is read from its files and judged, in a process of
 * its own, from a hundred thousand operations to ten million; beside it JSON.parse of the same records, a line each.
 * A few things are wrong in each history, and a judge that does not find exactly these has not judged.
 */
export async function run(report: ReportRow, { quick }: BenchOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  try {
    let perOperation: number | undefined;
    let peer: number | undefined;
    for (const operations of quick
      ? [20 * THOUSAND, 100 * THOUSAND]
      : [100 * THOUSAND, MILLION, 10 * MILLION]) {
      const bundle = join(folder, String(operations));
      const { records, planted } = await makeBundle(bundle, operations);
      // Once for the page cache, as after a run; the judge's process is a new one each time.
      const runs: Judged[] = [];
      for (let i = 0; i < (operations > MILLION ? 3 : 4); i++)
        runs.push(await judge(bundle, operations, planted));
      const seconds = medianOf(runs.slice(1).map((one) => one.seconds));
      const mebibytes = Math.max(...runs.map((one) => one.mebibytes));
      if (operations <= PEER_OPERATIONS) peer = (await secondsOfPeer(folder, bundle)) / records;
      const isLargest = operations === 10 * MILLION;
      const size = operations.toLocaleString('en');
      report({
        ...{
          bench: 'judge',
          what: `${size} operations, read and judged`,
          unit: 's',
          value: rounded(seconds),
        },
        ...(peer === undefined
          ? {}
          : { peer: { name: peerName(operations), value: rounded(peer * records) } }),
        ...(isLargest ? { limit: { value: 10, kind: 'at most' } } : {}),
      });
      report({
        ...{
          bench: 'judge',
          what: `${size} operations, peak memory`,
          unit: 'MiB',
          value: Math.round(mebibytes),
        },
        ...(isLargest ? { limit: { value: 512, kind: 'at most' } } : {}),
      });
      perOperation ??= seconds / operations;
      // A process takes its time to get going, which small histories pay for.
      report({
        ...{ bench: 'judge', what: `${size} operations, time for each beside that of the smallest history` },
        ...{ value: rounded(seconds / operations / perOperation), unit: 'times' },
        limit: { value: 1.2, kind: 'at most' },
      });
      await rm(bundle, { recursive: true });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of the same records, as lines of JSON. */
async function secondsOfPeer(folder: string, bundle: string): Promise<number> {
  const lines = join(folder, 'lines.ndjson');
  const members = Array.from({ length: MEMBERS }, (_, ordinal) => readBackFile(bundle, memberOf(ordinal)));
  await writeLines(lines, scenarioFile(bundle, 'history'), members);
  return await parseLines(lines);
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

function peerName(operations: number): string {
  const scaled = operations > PEER_OPERATIONS ? ' (from a tenth of them)' : '';
  return `JSON.parse of each line, and nothing else${scaled}`;
}

/** Judges a bundle in a process of its own. @throws Error where that did not find what is wrong with it. */
async function judge(bundle: string, operations: number, planted: Planted): Promise<Judged> {
  const child = join(PROJECT_ROOT, 'testing', 'bench', 'support', 'judge-child.ts');
  const running = execa(process.execPath, [child, bundle]);
  const memory = new PeakMemory(running.pid ?? NaN);
  const { stdout } = await running;
  const judged = { ...(JSON.parse(stdout) as Omit<Judged, 'mebibytes'>), mebibytes: await memory.end() };
  const { data, operations: seen } = judged;
  const found = { lost: data.lost, duplicated: data.duplicated, lostUpdates: data.lostUpdates };
  const others = data.unexpected + data.corrupted + data.resurrected + data.stale + data.backwards;
  const right = JSON.stringify(found) === JSON.stringify(planted) && others === 0;
  if (right && seen.attempted + seen.reads === operations && data.membersRead.length === MEMBERS)
    return judged;
  throw new Error(
    `Planted were ${JSON.stringify(planted)} in ${String(operations)} operations; the judge found ${JSON.stringify(data)} in ${JSON.stringify(seen)}.`,
  );
}
