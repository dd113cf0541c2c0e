import type { Evidence } from '../model/bundle-evidence.ts';
import type { HistoryRecord } from '../model/history-record.ts';
import { NEMESIS } from '../model/operation.ts';
import type { ReadBackHeader } from '../model/read-back.ts';
import { CallJoiner, type CallAudience } from './call-joiner.ts';
import type { DataJudges } from './data.ts';
import type { HeldSink } from './data-judge.ts';
import { lossWindows } from './loss-window.ts';

/** Shows judges of data a scenario as it goes by: first the records of its history, then the members' read-backs. */
export class HistoryWalk {
  readonly joiner: CallJoiner;
  readonly #data: DataJudges;
  readonly #only: ReadonlySet<string> | undefined;
  #crashed: { error: unknown } | undefined;

  /**
   * @param show who is shown the calls; what it is shown, it has to show to the judges.
   * @param only of which functions; absent: all. Where the history breaks its own rules, that is then not all that it breaks.
   */
  constructor(
    evidence: Evidence,
    data: DataJudges,
    { show = data, only }: { show?: CallAudience; only?: ReadonlySet<string> } = {},
  ) {
    this.#data = data;
    this.#only = only;
    this.joiner = new CallJoiner(show, lossWindows(evidence));
  }

  /** Why the history could not be gone through; undefined: it could. */
  get crashed(): { error: unknown } | undefined {
    return this.#crashed;
  }

  record(record: HistoryRecord): void {
    if (this.#crashed !== undefined) return;
    try {
      const isNemesis = record.process === NEMESIS;
      if (this.#only !== undefined && !isNemesis && !this.#only.has(record.f)) return;
      this.joiner.record(record);
      if (isNemesis) this.#data.declared(record.operation());
    } catch (error) {
      this.#crashed = { error };
    }
  }

  /** The history cannot be gone through any further, for a reason that is not its own. */
  giveUp(error: unknown): void {
    this.#crashed ??= { error };
  }

  /** The history is over, or there is none. */
  endHistory(torn: boolean): void {
    if (this.#crashed !== undefined) return;
    this.joiner.end();
    const { suspect, malformed } = this.joiner;
    this.#data.history({ suspect, malformed, torn });
  }

  /** Takes the elements of a member's read-back, and its end. */
  readBack({ member, role }: ReadBackHeader): HeldSink {
    return this.#data.member({ member, role });
  }
}
