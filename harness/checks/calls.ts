import { NEMESIS, type Operation } from '../model/operation.ts';

/** One operation, from its invocation to what became of it. */
export interface Call {
  process: number;
  f: string;
  key: string;
  member: string | undefined;
  /** What was sent: the invocation's value. */
  sent: unknown;
  /** What came back: the value of an `ok`. */
  got: unknown;
  invokedAt: number;
  completedAt: number | undefined;
  /** `open`: the history holds no completion. */
  outcome: 'ok' | 'fail' | 'info' | 'open';
  error: string | undefined;
}

/** Every operation of a history. */
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

/** Joins invocations and completions, in one pass over the history. */
export function joinCalls(operations: Iterable<Operation>): Calls {
  const calls: Call[] = [];
  const nemesis: Operation[] = [];
  const malformed: string[] = [];
  const suspect = new Set<string>();
  const open = new Map<number, Call>();
  const retired = new Set<number>();
  let endedAt: number | undefined;

  const broken = (sentence: string, ...keys: string[]): void => {
    malformed.push(sentence);
    for (const key of keys) suspect.add(key);
  };

  const invoke = ({ process, f, key, member, value, time }: Operation): void => {
    const pending = open.get(process);
    if (pending !== undefined) {
      broken(`Process ${String(process)} invoked ${key} with ${pending.key} still open.`, key, pending.key);
    }
    if (retired.has(process)) {
      broken(`Process ${String(process)} invoked ${key} after an indeterminate operation.`, key);
    }
    const call: Call = {
      ...{ process, f, key, member, sent: value, got: undefined },
      ...{ invokedAt: time, completedAt: undefined, outcome: 'open', error: undefined },
    };
    calls.push(call);
    open.set(process, call);
  };

  const complete = (operation: Operation, outcome: 'ok' | 'fail' | 'info'): void => {
    const { process, f, key, time } = operation;
    const call = open.get(process);
    open.delete(process);
    if (outcome === 'info') retired.add(process);
    if (call === undefined) {
      broken(`The completion of ${key} by process ${String(process)} has no invocation.`, key);
    } else if (call.key !== key || call.f !== f) {
      broken(`Process ${String(process)} invoked ${call.key} and completed ${key}.`, key, call.key);
    } else {
      if (time < call.invokedAt) broken(`${key} was completed before it was invoked.`, key);
      call.completedAt = time;
      call.outcome = outcome;
      call.error = operation.error;
      if (outcome === 'ok') call.got = operation.value;
    }
  };

  for (const operation of operations) {
    endedAt = Math.max(endedAt ?? operation.time, operation.time);
    if (operation.process === NEMESIS) nemesis.push(operation);
    else if (operation.type === 'invoke') invoke(operation);
    else complete(operation, operation.type);
  }
  return { calls, nemesis, malformed, suspect, endedAt };
}
