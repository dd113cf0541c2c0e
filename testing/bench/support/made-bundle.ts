import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { controlEvidence, identities, member } from '../../../harness/checks/evidence.fixture.ts';
import { writeJson } from '../../../harness/model/bundle-json.ts';
import { ReadBackEncoder } from '../../../harness/model/bundle-read-back-encoder.ts';
import { readBackFile, scenarioFile } from '../../../harness/model/bundle.ts';
import { MAGIC } from '../../../harness/model/frame.ts';
import { FrameWriter, headOf } from '../../../harness/model/frame-writer.ts';
import { HistoryEncoder } from '../../../harness/model/history-encoder.ts';
import { HISTORY_VERSION, type Operation } from '../../../harness/model/operation.ts';
import { READ_BACK_VERSION } from '../../../harness/model/read-back.ts';
import { digestOf, HELD, keyOf, MadeHistory, memberOf, MEMBERS } from './made-history.ts';

/** What is wrong with a made bundle, and has to be found: distinct keys over all members. */
export interface Planted {
  lost: number;
  duplicated: number;
  lostUpdates: number;
}

export interface MadeBundle {
  /** Records of the history. */
  records: number;
  planted: Planted;
}

/** A chunk of a file is written when it has grown to this. */
const CHUNK = 1 << 20;
/** Records that go out with one write: as many as there are processes, at the most. */
const BATCHES = [1, 2, 1, 3, 5, 1, 8, 2];

/** Writes a scenario's folder with so many operations, and a few things wrong with it. */
export async function makeBundle(folder: string, operations: number): Promise<MadeBundle> {
  const { record, phases, before, after } = controlEvidence({
    before: identities([0, 1, 2].map((n) => member(n))),
  });
  await mkdir(scenarioFile(folder, 'readBack'), { recursive: true });
  await writeJson(scenarioFile(folder, 'scenario'), record);
  for (const [name, value] of Object.entries({ before, after, faults: [], phases })) {
    await writeJson(scenarioFile(folder, name as 'before'), value);
  }
  const made = new MadeHistory(operations);
  const { run, stack, scenario, seed, originWall } = record;
  const header = {
    format: 'holdfast-history',
    version: HISTORY_VERSION,
    run,
    stack,
    scenario,
    seed,
    originWall,
  };
  const file = new ChunkedFile(scenarioFile(folder, 'history'), headOf(MAGIC.history, header));
  const encoder = new HistoryEncoder(file.frames.out);
  let records = 0;
  let inBatch = 0;
  made.make(operations, (operation: Operation) => {
    if (inBatch === 0) {
      file.endFrame();
      inBatch = BATCHES[records % BATCHES.length] ?? 1;
    }
    file.frames.begin();
    encoder.operation(operation);
    inBatch -= 1;
    records += 1;
  });
  file.close();
  return { records, planted: writeReadBacks(folder, made) };
}

/** Each member lacks some elements that the others have, holds others twice, and one of them lags in some counters. */
function writeReadBacks(folder: string, made: MadeHistory): Planted {
  const planted: Planted = { lost: 0, duplicated: 0, lostUpdates: 3 };
  const every = Math.floor(made.adds / 40);
  const certain = (n: number): boolean => made.elements[n] === HELD.certain;
  const isLost = (n: number, ordinal: number): boolean => certain(n) && n % every === 7 * (ordinal + 1);
  const isTwice = (n: number, ordinal: number): boolean => certain(n) && n % every === 101 + ordinal;
  for (let n = 0; n < made.adds; n++) {
    if ([0, 1, 2].some((ordinal) => isLost(n, ordinal))) planted.lost += 1;
    if ([0, 1, 2].some((ordinal) => isTwice(n, ordinal))) planted.duplicated += 1;
  }
  for (let ordinal = 0; ordinal < MEMBERS; ordinal++) {
    const header = {
      ...{ format: 'holdfast-read-back', version: READ_BACK_VERSION, member: memberOf(ordinal) },
      ...{ role: ordinal === 0 ? 'leader' : 'follower', startedAt: 1 },
      barrier: { wanted: '1', reached: true, saw: '1' },
    };
    const file = new ChunkedFile(readBackFile(folder, memberOf(ordinal)), headOf(MAGIC.readBack, header));
    const encoder = new ReadBackEncoder(file.frames.out);
    let elements = 0;
    const hold = (element: Parameters<ReadBackEncoder['element']>[0]): void => {
      file.frames.begin();
      encoder.element(element);
      file.written();
      elements += 1;
    };
    for (let n = 0; n < made.adds; n++) {
      if (made.elements[n] === HELD.absent || isLost(n, ordinal)) continue;
      const sha256 = digestOf(n);
      for (let copies = isTwice(n, ordinal) ? 2 : 1; copies > 0; copies--) {
        hold({ of: 'element', key: keyOf(n), sha256, stored: sha256 });
      }
    }
    made.counters.forEach((value, n) => {
      const lags = ordinal === 1 && n < planted.lostUpdates;
      // Those of unknown outcome may have counted in place of acknowledged ones: further back than all of them.
      hold({ of: 'counter', key: `c${String(n)}`, value: lags ? Math.floor(value / 2) : value });
    });
    file.frames.begin();
    encoder.footer({ end: 'complete', elements });
    file.close();
  }
  return planted;
}

/** A file of frames that is written in large chunks. */
class ChunkedFile {
  readonly frames = new FrameWriter();
  readonly #file: number;
  #waiting: Buffer[] = [];
  #bytes = 0;

  constructor(path: string, head: Buffer) {
    this.#file = openSync(path, 'wx');
    this.#keep(head);
  }

  endFrame(): void {
    this.#keep(this.frames.take());
  }

  written(): void {
    if (this.frames.out.length >= CHUNK) this.endFrame();
  }

  close(): void {
    this.endFrame();
    this.#flush();
    closeSync(this.#file);
  }

  #keep(bytes: Buffer): void {
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes >= CHUNK) this.#flush();
  }

  #flush(): void {
    const chunk = Buffer.concat(this.#waiting);
    for (let at = 0; at < chunk.length;) at += writeSync(this.#file, chunk, at);
    this.#waiting = [];
    this.#bytes = 0;
  }
}
