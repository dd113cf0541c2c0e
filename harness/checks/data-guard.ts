import type { Element, ReadBackFooter } from '../model/read-back.ts';
import type { Place } from './anomalies.ts';
import type { Call } from './calls.ts';
import type { DataJudge, DataJudgement, HeldSink, HistoryEnd } from './data-judge.ts';

/** A judge that is asked nothing more once it has thrown; `judgement` then throws what it threw. */
export class GuardedJudge implements Omit<DataJudge, 'keepsNothing'> {
  readonly name: string;
  readonly functions: readonly string[];
  readonly kinds: readonly Element['of'][];
  readonly keepsNothing: boolean;
  readonly #judge: DataJudge;
  #thrown: { error: unknown } | undefined;

  constructor(judge: DataJudge) {
    this.#judge = judge;
    this.name = judge.name;
    this.functions = judge.functions;
    this.kinds = judge.kinds;
    this.keepsNothing = judge.keepsNothing === true;
  }

  call(call: Call): void {
    if (this.#thrown !== undefined) return;
    try {
      this.#judge.call(call);
    } catch (error) {
      this.#thrown = { error };
    }
  }

  settled(before: number): void {
    this.#try(() => this.#judge.settled?.(before));
  }

  history(end: HistoryEnd): void {
    this.#try(() => {
      this.#judge.history(end);
    });
  }

  member(place: Place): HeldSink {
    const sink = this.#try(() => this.#judge.member(place));
    return {
      element: (element: Element) => {
        if (this.#thrown !== undefined) return;
        try {
          sink?.element(element);
        } catch (error) {
          this.#thrown = { error };
        }
      },
      end: (footer: ReadBackFooter | undefined) => {
        this.#try(() => sink?.end(footer));
      },
    };
  }

  judgement(): DataJudgement {
    if (this.#thrown !== undefined) throw this.#thrown.error;
    return this.#judge.judgement();
  }

  #try<T>(run: () => T): T | undefined {
    if (this.#thrown !== undefined) return undefined;
    try {
      return run();
    } catch (error) {
      this.#thrown = { error };
      return undefined;
    }
  }
}
