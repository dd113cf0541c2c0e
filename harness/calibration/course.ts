import type { RunClock } from '../core/clock.ts';
import { HoldfastError, sentenceOf } from '../core/errors.ts';
import { BudgetExceededError, found, notYet, waitFor } from '../core/wait-for.ts';
import type { ContractInForce, DurabilityContract } from '../model/contract.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { FunctionName } from '../model/functions.ts';
import type { HistoryWriter } from '../model/history-writer.ts';
import { NEMESIS } from '../model/operation.ts';
import type { Load } from '../stack/load.ts';
import type { Access } from '../stack/stack.ts';
import type { Declaration } from '../stack/workload.ts';
import type { Disturbance } from './disturbances.ts';
import type { CalibrationSettings, LoadStretch } from './settings.ts';

/** What a calibration's course is made of. */
export interface CourseParts {
  clock: RunClock;
  history: HistoryWriter;
  load: Load;
  access: Access;
  settings: CalibrationSettings;
  signal: AbortSignal | undefined;
}

/** What happens to one server in a calibration: load, a disturbance, load, and so on. */
export class Course {
  readonly #parts: CourseParts;

  constructor(parts: CourseParts) {
    this.#parts = parts;
  }

  /** Writes down what judges have to know before the first operation. @returns the contract, with when it came into force. */
  async declare(contract: DurabilityContract, declared: readonly Declaration[]): Promise<ContractInForce> {
    const at = await this.#note('contract', 'contract', contract);
    for (const { f, key, value } of declared) await this.#note(f, key, value);
    return { at, contract };
  }

  /** Loads, disturbs under load, loads again; a server that does not come back is disturbed no more. The load has ended after it. */
  async run(disturbances: readonly Disturbance[], inForce: ContractInForce): Promise<FaultRecord[]> {
    const { load, settings } = this.#parts;
    const faults: FaultRecord[] = [];
    load.start();
    await this.#loadFor(settings.before);
    for (const disturbance of disturbances) {
      const fault = await this.#disturb(disturbance, inForce);
      faults.push(fault);
      if (fault.wholeAt === undefined) break;
      await this.#loadFor(settings.after);
    }
    await load.stop();
    return faults;
  }

  /** @returns its run time, in milliseconds. */
  async #note(f: FunctionName, key: string, value: unknown): Promise<number> {
    const { clock, history } = this.#parts;
    const time = clock.now();
    await history.append({ process: NEMESIS, type: 'info', f, key, value, time });
    return time;
  }

  /**
   * Waits for acknowledgements, and for the fewest that say something as long as the budget "load" allows: a busy machine
   * is no broken driver. Too few are the judges' business. @throws the harness's own trouble in recording.
   */
  async #loadFor({ enough, seconds, atLeast }: LoadStretch): Promise<void> {
    const { clock, load, access, signal } = this.#parts;
    const before = load.counts().acknowledged;
    const until = clock.now() + seconds * 1000;
    try {
      await waitFor(
        `${String(atLeast)} more acknowledgements`,
        () => {
          const { acknowledged, failed } = load.counts();
          const more = acknowledged - before;
          const done = more >= enough || (more >= atLeast && clock.now() >= until);
          if (done || load.trouble() !== undefined) return found(true);
          return notYet(`${String(acknowledged)} acknowledged, ${String(failed)} refused`);
        },
        { budget: access.budgets.of('load'), signal, everyMs: 50 },
      );
    } catch (error) {
      if (!(error instanceof BudgetExceededError)) throw error;
    }
    const trouble = load.trouble();
    if (trouble === undefined) return;
    throw new HoldfastError(`The history could not be written. ${sentenceOf(trouble)}`, { cause: trouble });
  }

  /** Carries out one disturbance, and writes down when the server was back or what was missing. */
  async #disturb(disturbance: Disturbance, inForce: ContractInForce): Promise<FaultRecord> {
    const { clock, access } = this.#parts;
    const injectedAt = clock.now();
    const evidence = await disturbance.strike();
    const record: FaultRecord = {
      ...{ fault: disturbance.name, target: 'the only server', victims: [], expectation: 'unchanged' },
      ...{ class: disturbance.class, contracts: [inForce], injectedAt, effectAt: clock.now() },
      proof: { proven: evidence.length > 0, evidence },
      recoverBudgetSeconds: access.budgets.of('recover').seconds,
    };
    try {
      await disturbance.recover?.();
      record.wholeAt = clock.now();
    } catch (error) {
      if (!(error instanceof BudgetExceededError)) throw error;
      record.missing = error.lastSeen;
    }
    return record;
  }
}
