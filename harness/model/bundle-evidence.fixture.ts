import { mkdir } from 'node:fs/promises';
import { writeJson, writeText } from './bundle-json.ts';
import { ReadBackWriter } from './bundle-read-back.ts';
import { readBackFile, scenarioFile } from './bundle.ts';
import { sampleContract } from './contract.fixture.ts';
import { HistoryWriter } from './history-writer.ts';
import type { IdentitySnapshot } from './identity.ts';
import type { Incarnations, PodSighting } from './incarnation.ts';
import type { ScenarioRecord } from './scenario-record.ts';

export const record: ScenarioRecord = {
  format: 'holdfast-scenario',
  version: 2,
  run: 'r',
  stack: 's',
  product: 'p',
  scenario: 'control',
  title: 't',
  namespace: 'n',
  members: 1,
  faults: 0,
  contract: sampleContract(1),
  power: { acknowledgedBefore: 0, acknowledgedAfter: 0, inFlightAtFault: 0 },
  seed: 1,
  rate: 1,
  writers: 1,
  budgets: { deploy: 3 },
  images: {},
  originWall: '2026-11-21T12:00:00.000Z',
};
const snapshot: IdentitySnapshot = { takenAt: 1, claims: [], wanted: 1, members: [], problems: [] };
export const sighting: PodSighting = {
  time: 1,
  type: 'ADDED',
  pod: 'db-0',
  uid: 'u',
  ordinal: 0,
  phase: 'Running',
  ready: true,
  terminating: false,
  node: 'n',
  revision: 'rev-1',
  containerId: 'c',
};
export const incarnations: Incarnations = { incarnations: [], heartbeats: [], problems: ['p'] };

/** Writes a scenario's folder with everything in it that a judge needs. */
export async function writeEvidence(folder: string): Promise<void> {
  await writeJson(scenarioFile(folder, 'scenario'), record);
  await mkdir(scenarioFile(folder, 'readBack'));
  const { run, stack, scenario, seed, originWall } = record;
  const header = { format: 'holdfast-history', version: 3, run, stack, scenario, seed, originWall } as const;
  const history = await HistoryWriter.create(scenarioFile(folder, 'history'), header);
  await history.append({ process: 1, type: 'invoke', f: 'add', key: 'a', time: 1 });
  await history.close();
  for (const member of ['db-1', 'db-0']) {
    const readBack = await ReadBackWriter.create(readBackFile(folder, member), {
      format: 'holdfast-read-back',
      version: 3,
      member,
      role: 'unknown',
      startedAt: 2,
      barrier: { wanted: '1', reached: true, saw: '1' },
    });
    await readBack.close({ end: 'complete' });
  }
  await writeJson(scenarioFile(folder, 'before'), snapshot);
  await writeJson(scenarioFile(folder, 'after'), { ...snapshot, takenAt: 9 });
  await writeJson(scenarioFile(folder, 'faults'), []);
  await writeJson(scenarioFile(folder, 'phases'), [{ phase: 'deploy', startedAt: 0 }]);
  await writeText(scenarioFile(folder, 'pods'), `${JSON.stringify(sighting)}\n`);
  await writeJson(scenarioFile(folder, 'incarnations'), incarnations);
}
