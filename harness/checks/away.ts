import { HoldfastError } from '../core/errors.ts';
import type { DataJudge, DataJudgement, HeldSink } from './data-judge.ts';

/** What judges found that were at work elsewhere, by their names; one that crashed says with what. */
export type Found = Record<string, DataJudgement | { crashed: string }>;

const NOBODY: HeldSink = {
  element: () => undefined,
  end: () => undefined,
};

/** Stands in for a judge that is shown everything elsewhere: it wants to see nothing, and says what was found there. */
export class AwayJudge implements DataJudge {
  readonly name: string;
  readonly functions = [];
  readonly kinds = [];
  readonly #found: () => Found | undefined;

  /** @param found asked once everything is over. */
  constructor(name: string, found: () => Found | undefined) {
    this.name = name;
    this.#found = found;
  }

  call(): void {
    // Nobody shows it a call.
  }

  history(): void {
    // It is told where the judge is at work.
  }

  member(): HeldSink {
    return NOBODY;
  }

  /** @throws HoldfastError with the sentence of the judge that crashed. */
  judgement(): DataJudgement {
    const judgement = this.#found()?.[this.name];
    if (judgement === undefined) throw new HoldfastError('Where it was at work nothing was heard of it.');
    if ('crashed' in judgement) throw new HoldfastError(judgement.crashed);
    return judgement;
  }
}
