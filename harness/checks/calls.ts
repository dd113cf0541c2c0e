import { showOperations } from '../model/history-file.ts';
import type { Operation } from '../model/operation.ts';
import { CallJoiner } from './call-joiner.ts';
import { LiveCall } from './live-call.ts';
import type { LossWindow } from './loss-window.ts';

/** One operation, from its invocation to what became of it. */
export interface Call {
  /** Its place in the order of invocation, from 0. */
  nth: number;
  process: number;
  f: string;
  key: string;
  member: string | undefined;
  /** What was sent: the invocation's value. */
  sent: unknown;
  /** What came back: the value of an acknowledgement, also of one that was waived. */
  got: unknown;
  invokedAt: number;
  completedAt: number | undefined;
  /** `open`: the history holds no completion. */
  outcome: 'ok' | 'fail' | 'info' | 'open';
  /**
   * It was acknowledged within a loss window: the contract lets it go, and it is an `info`, though what came back
   * did come. False for everything else.
   */
  waived: boolean;
  error: string | undefined;
}

/** What a history says, gathered in memory: for what is small. */
export interface Calls {
  /** In the order of invocation, without the nemesis. */
  calls: readonly Call[];
  /** What the harness itself did and declared. */
  nemesis: readonly Operation[];
  /** Where the history breaks its own rules, a sentence each. */
  malformed: readonly string[];
  /** Keys of which the history contradicts itself: nothing can be said about them. */
  suspect: ReadonlySet<string>;
  /** The time of the history's last record. */
  endedAt: number | undefined;
}

/** Joins invocations and completions of a history that fits into memory. */
export function joinCalls(operations: Iterable<Operation>, windows?: readonly LossWindow[]): Calls {
  const calls: Call[] = [];
  const keep = (call: Call): void => {
    calls.push(call instanceof LiveCall ? call.toCall() : call);
  };
  const joiner = new CallJoiner({ call: keep }, windows);
  showOperations(operations, (record) => {
    joiner.record(record);
  });
  joiner.end();
  const { nemesis, malformed, suspect, endedAt } = joiner;
  return { calls: calls.sort((a, b) => a.nth - b.nth), nemesis, malformed, suspect, endedAt };
}
