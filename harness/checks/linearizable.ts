import type { LinearModel } from './linear-model.ts';
import type { LinearHistory } from './linear-order.ts';
import { LinearSearch } from './linear-search.ts';

/** How far a search may go. The same history reaches these bounds, or does not, on every machine. */
export interface LinearLimits {
  /** How often the model may be asked, and configurations compared in vain. */
  readonly steps: number;
  /** Configurations kept at once, of about 64 bytes each. */
  readonly configurations: number;
  /** Asked now and then; true ends the search undecided. For those who would rather have an answer by a certain time. */
  readonly isOver?: () => boolean;
}

export interface LinearVerdict {
  readonly verdict: 'linearizable' | 'not-linearizable' | 'undecided';
  readonly steps: number;
  readonly configurations: number;
  /**
   * The longest prefix that was found linearizable: so many operations returned before `stuck` did, and all of them
   * can be put in order. Where the history is not linearizable, that is no longer so once `stuck` has returned.
   */
  readonly placed: number;
  /** The index of the operation that could not be placed; undefined where all were. */
  readonly stuck: number | undefined;
  /** States that those orders leave, and that refuse `stuck`, eight at most. */
  readonly states: readonly number[];
}

const OVER_EVERY = 1 << 16;

/**
 * Decides whether a history of one object is linearizable: whether its operations can be put in one order that
 * keeps every operation which returned before another was invoked before that one, and in which the model
 * gives every answer that came back. Records of one time are taken for concurrent.
 *
 * The search is Wing and Gong's ("Testing and verifying concurrent objects", 1993) as Lowe improved it
 * ("Testing for linearizability", 2016): operations are lifted out of a linked list as they are placed and
 * put back on backtracking, and a set of placed operations with the state they left is searched once only.
 * Horn and Kroening's partition ("Faster linearizability checking via P-compositionality", 2015) is the
 * caller's: a history of many objects is as many histories. Four things are left out of the search because
 * another order stands for them:
 *
 * - A read that may be placed now, and agrees with the state, is placed now: it stands in nobody's way.
 * - An operation of unknown outcome is tried after those that certainly happened, and never where it does nothing.
 * - Nor is it directly before an operation that would have left the same state without it: it might as well
 *   not have happened.
 * - Of operations of unknown outcome that do the same, the one invoked first is placed first: they may change places.
 *
 * Nothing beyond `limits` is searched: then the verdict is `undecided`, and says nothing against anybody.
 */
export class LinearChecker {
  readonly #search = new LinearSearch();

  check(history: LinearHistory, model: LinearModel, limits: LinearLimits): LinearVerdict {
    const search = this.#search;
    search.begin(history, model, limits.configurations);
    const end = (verdict: LinearVerdict['verdict']): LinearVerdict => ({
      verdict,
      steps: search.steps,
      configurations: search.cache.count,
      placed: search.furthest,
      stuck: verdict === 'linearizable' ? undefined : search.stuck,
      states: search.states,
    });
    let askAt = OVER_EVERY;
    for (;;) {
      if (search.isComplete()) return end('linearizable');
      search.placeReads();
      if (search.isComplete()) return end('linearizable');
      if (!search.placeNext()) return end('not-linearizable');
      if (search.steps >= limits.steps || search.cache.full) return end('undecided');
      if (search.steps >= askAt) {
        if (limits.isOver?.() === true) return end('undecided');
        askAt = search.steps + OVER_EVERY;
      }
    }
  }
}
