import type { Element, ReadBackFooter } from '../model/read-back.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { Finding } from '../model/verdict.ts';
import type { Place } from './anomalies.ts';
import type { Call } from './calls.ts';

/** What a judge of data found, with the numbers that it adds to the result's `data`. */
export interface DataJudgement {
  findings: Finding[];
  data: Partial<Omit<ScenarioResult['data'], 'membersRead'>>;
}

/** What a history says of itself once it was read to its end. */
export interface HistoryEnd {
  /** Keys of which the history contradicts itself: nothing can be said about them. */
  suspect: ReadonlySet<string>;
  /** Where it breaks its own rules, a sentence each; absent: nowhere. */
  malformed?: readonly string[];
  /** Whether its last record was cut off; absent: no. */
  torn?: boolean;
}

/** What one member holds at the end, shown element by element. */
export interface HeldSink {
  element(element: Element): void;
  /** Undefined: the read-back was cut off, and is no evidence of absence. */
  end(footer: ReadBackFooter | undefined): void;
}

/**
 * A judge of data at work. It is shown every call of its functions once, in the order in which they were
 * completed (those without a completion last), then each member's read-back, and is then asked. It keeps what
 * it needs and nothing else, so that a history need not fit into memory.
 */
export interface DataJudge {
  readonly name: string;
  /**
   * The functions whose calls it wants to see. Of what the nemesis declares (`accounts`, `queues`) it is shown a
   * call of the process NEMESIS with the outcome `info`, and what was declared as `sent`.
   */
  readonly functions: readonly string[];
  /** The kinds of elements that it wants to see. */
  readonly kinds: readonly Element['of'][];
  /**
   * It keeps no call and no element that it is shown, and reads of them field by field what it needs: it may then be
   * shown one object again and again, whose fields are made when they are asked for. Absent: what it is shown is its
   * own.
   */
  readonly keepsNothing?: true;
  call(call: Call): void;
  /** Of a long history, now and then: every call that is yet to come was invoked at this time or later. */
  settled?(before: number): void;
  /** The history is over; called once, before the first `member`. */
  history(end: HistoryEnd): void;
  member(place: Place): HeldSink;
  judgement(): DataJudgement;
}
