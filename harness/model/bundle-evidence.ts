import { readdir } from 'node:fs/promises';
import { z } from 'zod';
import { errorCode, HoldfastError, sentenceOf } from '../core/errors.ts';
import { memberOfReadBack, readBackFile, scenarioFile, SCENARIO_FILES, type ScenarioFile } from './bundle.ts';
import { readJson } from './bundle-json.ts';
import { readPodSightings } from './bundle-pods.ts';
import { ReadBackFile } from './bundle-read-back-file.ts';
import { faultRecordSchema, type FaultRecord } from './fault-record.ts';
import { HistoryFile } from './history-file.ts';
import { identitySnapshotSchema, type IdentitySnapshot } from './identity.ts';
import { incarnationsSchema, type Incarnations, type PodSighting } from './incarnation.ts';
import type { Operation } from './operation.ts';
import type { ReadBack } from './read-back.ts';
import {
  phaseRecordSchema,
  scenarioRecordSchema,
  type PhaseRecord,
  type ScenarioRecord,
} from './scenario-record.ts';

/** Everything the judges judge, as one scenario's folder holds it. */
export interface Evidence {
  record: ScenarioRecord;
  /** Undefined: the history is missing or broken in its middle, and nothing can be said about data. */
  operations: readonly Operation[] | HistoryFile | undefined;
  /** Of a history in a file this is known once it was gone through. */
  historyTorn: boolean;
  readBacks: readonly (ReadBack | ReadBackFile)[];
  before?: IdentitySnapshot;
  after?: IdentitySnapshot;
  faults: readonly FaultRecord[];
  phases: readonly PhaseRecord[];
  /** What a watch saw of the pods, in the order in which it saw it. */
  pods?: readonly PodSighting[];
  incarnations?: Incarnations;
  /** What is missing or broken, one sentence each, naming the file. */
  problems: readonly string[];
}

/** Evidence whose data is in memory. */
export interface LoadedEvidence extends Evidence {
  operations: readonly Operation[] | undefined;
  readBacks: readonly ReadBack[];
}

/** Evidence whose data is in its files, which are gone through when it is judged. */
export interface StoredEvidence extends Evidence {
  operations: HistoryFile | undefined;
  readBacks: readonly ReadBackFile[];
}

/**
 * Finds a scenario's evidence, and loads what is small of it. What is missing or broken is named in `problems` and
 * left out; what is broken in the middle of a history or a read-back shows only when that is gone through.
 * @throws HoldfastError where scenario.json cannot be read: nothing tells what the folder is about.
 */
export async function loadEvidence(folder: string): Promise<StoredEvidence> {
  const record = await readJson(scenarioFile(folder, 'scenario'), scenarioRecordSchema);
  const problems: string[] = [];

  const attempt = async <T>(name: string, load: () => Promise<T>, due = true): Promise<T | undefined> => {
    try {
      return await load();
    } catch (error) {
      const missing = errorCode(error instanceof HoldfastError ? error.cause : error) === 'ENOENT';
      if (due || !missing) problems.push(missing ? `${name} is missing.` : sentenceOf(error));
      return undefined;
    }
  };
  const json = <T>(file: ScenarioFile, schema: z.ZodType<T>): Promise<T | undefined> =>
    attempt(SCENARIO_FILES[file], () => readJson(scenarioFile(folder, file), schema));

  const history = await attempt(SCENARIO_FILES.history, async () => {
    const found = await HistoryFile.find(scenarioFile(folder, 'history'));
    const { run, stack, scenario } = found.header;
    if (run !== record.run || stack !== record.stack || scenario !== record.scenario) {
      throw new HoldfastError(
        `${SCENARIO_FILES.history} is of ${run}, ${stack}, ${scenario}: another scenario.`,
      );
    }
    return found;
  });
  const names =
    (await attempt(SCENARIO_FILES.readBack, () => readdir(scenarioFile(folder, 'readBack')))) ?? [];
  const readBacks: ReadBackFile[] = [];
  for (const member of names.sort().flatMap((name) => memberOfReadBack(name) ?? [])) {
    const found = await attempt(`${SCENARIO_FILES.readBack}/${member}`, async () => {
      const readBack = await ReadBackFile.find(readBackFile(folder, member));
      if (readBack.header.member === member) return readBack;
      throw new HoldfastError(`The read-back filed under ${member} is of ${readBack.header.member}.`);
    });
    if (found !== undefined) readBacks.push(found);
  }
  const before = await json('before', identitySnapshotSchema);
  const after = await json('after', identitySnapshotSchema);
  const faults = (await json('faults', z.array(faultRecordSchema))) ?? [];
  const phases = (await json('phases', z.array(phaseRecordSchema))) ?? [];
  // Both are written once the members are there to be watched: before that there is nothing to be missed.
  const watched = phases.some(({ phase, endedAt }) => phase === 'baseline' && endedAt !== undefined);
  const pods = await attempt(
    SCENARIO_FILES.pods,
    () => readPodSightings(scenarioFile(folder, 'pods')),
    watched,
  );
  const incarnations = await attempt(
    SCENARIO_FILES.incarnations,
    () => readJson(scenarioFile(folder, 'incarnations'), incarnationsSchema),
    watched,
  );
  return {
    record,
    operations: history,
    historyTorn: false,
    readBacks,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    faults,
    phases,
    ...(pods === undefined ? {} : { pods }),
    ...(incarnations === undefined ? {} : { incarnations }),
    problems,
  };
}
