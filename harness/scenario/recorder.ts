import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InterruptedError, sentenceOf } from '../core/errors.ts';
import { redact } from '../core/redaction.ts';
import type { RunClock } from '../core/clock.ts';
import { scenarioFile } from '../model/bundle.ts';
import { writeJson } from '../model/bundle-json.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { PhaseName, PhaseRecord, ScenarioRecord } from '../model/scenario-record.ts';

/** Writes what happens in one scenario into its folder as it happens, so that a killed run leaves what was so. */
export class Recorder {
  readonly folder: string;
  readonly #clock: RunClock;
  readonly #phases: PhaseRecord[] = [];
  readonly #faults: FaultRecord[] = [];

  private constructor(folder: string, clock: RunClock) {
    this.folder = folder;
    this.#clock = clock;
  }

  static async create(folder: string, record: ScenarioRecord, clock: RunClock): Promise<Recorder> {
    await mkdir(scenarioFile(folder, 'logs'), { recursive: true });
    await mkdir(scenarioFile(folder, 'readBack'), { recursive: true });
    await writeJson(scenarioFile(folder, 'scenario'), record);
    await writeJson(scenarioFile(folder, 'faults'), []);
    return new Recorder(folder, clock);
  }

  /** Runs a phase between its two marks; an error is marked with whose trouble it was, and thrown on. */
  async phase<T>(phase: PhaseName, blame: 'stack' | 'harness', work: () => Promise<T>): Promise<T> {
    const record: PhaseRecord = { phase, startedAt: this.#clock.now() };
    this.#phases.push(record);
    await this.#writePhases();
    try {
      return await work();
    } catch (error) {
      record.error = redact(sentenceOf(error));
      record.blame = error instanceof InterruptedError ? 'interrupted' : blame;
      throw error;
    } finally {
      record.endedAt = this.#clock.now();
      await this.#writePhases();
    }
  }

  /** Adds a fault's record, or writes it anew after it was changed. */
  async fault(record: FaultRecord): Promise<void> {
    if (!this.#faults.includes(record)) this.#faults.push(record);
    await writeJson(scenarioFile(this.folder, 'faults'), this.#faults);
  }

  async event(event: unknown): Promise<void> {
    await appendFile(scenarioFile(this.folder, 'events'), `${JSON.stringify(event)}\n`);
  }

  /** The versions of server and client that really took part. */
  async versions(versions: Record<string, string>): Promise<void> {
    await writeJson(join(this.folder, 'versions.json'), versions);
  }

  async #writePhases(): Promise<void> {
    await writeJson(scenarioFile(this.folder, 'phases'), this.#phases);
  }
}
