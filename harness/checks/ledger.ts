import type { Operation } from '../model/operation.ts';

/** The operation that writes an element to the set. */
export const ADD = 'add';

/** One write, from its invocation to what became of it. `open`: the history holds no completion. */
export interface Write {
  key: string;
  /** Undefined where the history does not say what was written. */
  sha256: string | undefined;
  invokedAt: number;
  completedAt: number | undefined;
  outcome: 'ok' | 'fail' | 'info' | 'open';
}

/** Every write of a history. */
export interface Ledger {
  /** By key, in the order of invocation. */
  writes: ReadonlyMap<string, Write>;
  /** Where the history breaks its own rules, a sentence each. */
  malformed: readonly string[];
  /** Keys of which the history contradicts itself: nothing can be said about them. */
  suspect: ReadonlySet<string>;
  /** The time of the history's last record. */
  endedAt: number | undefined;
}

/** Joins invocations and completions to writes, in one pass over the history. */
export function buildLedger(operations: Iterable<Operation>): Ledger {
  const writes = new Map<string, Write>();
  const malformed: string[] = [];
  const suspect = new Set<string>();
  const open = new Map<number, { invoke: Operation; write: Write | undefined }>();
  const retired = new Set<number>();
  let endedAt: number | undefined;

  const broken = (sentence: string, ...operationsConcerned: Operation[]): void => {
    malformed.push(sentence);
    for (const { key } of operationsConcerned) suspect.add(key);
  };

  const invoke = (operation: Operation): void => {
    const { process, key } = operation;
    const pending = open.get(process);
    if (pending !== undefined) {
      broken(
        `Process ${String(process)} invoked ${key} with ${pending.invoke.key} still open.`,
        operation,
        pending.invoke,
      );
    }
    if (retired.has(process)) {
      broken(`Process ${String(process)} invoked ${key} after an indeterminate operation.`, operation);
    }
    let write: Write | undefined;
    if (operation.f === ADD) {
      if (writes.has(key)) broken(`The key ${key} was invoked twice.`, operation);
      if (operation.value === undefined)
        broken(`The write of ${key} does not say what was written.`, operation);
      const sha256 = operation.value?.sha256;
      write = { key, sha256, invokedAt: operation.time, completedAt: undefined, outcome: 'open' };
      writes.set(key, write);
    }
    open.set(process, { invoke: operation, write });
  };

  const complete = (operation: Operation, outcome: 'ok' | 'fail' | 'info'): void => {
    const { process, key } = operation;
    const pending = open.get(process);
    open.delete(process);
    if (outcome === 'info') retired.add(process);
    if (pending === undefined) {
      broken(`The completion of ${key} by process ${String(process)} has no invocation.`, operation);
    } else if (pending.invoke.key !== key || pending.invoke.f !== operation.f) {
      broken(
        `Process ${String(process)} invoked ${pending.invoke.key} and completed ${key}.`,
        operation,
        pending.invoke,
      );
    } else {
      if (operation.time < pending.invoke.time)
        broken(`${key} was completed before it was invoked.`, operation);
      if (pending.write === undefined) return;
      pending.write.completedAt = operation.time;
      pending.write.outcome = outcome;
    }
  };

  for (const operation of operations) {
    endedAt = Math.max(endedAt ?? operation.time, operation.time);
    if (operation.type === 'invoke') invoke(operation);
    else complete(operation, operation.type);
  }
  return { writes, malformed, suspect, endedAt };
}

/** The writes that were acknowledged, in the order of their acknowledgements. */
export function acknowledged(ledger: Ledger): { write: Write; at: number }[] {
  return [...ledger.writes.values()]
    .flatMap((write) =>
      write.outcome === 'ok' && write.completedAt !== undefined ? [{ write, at: write.completedAt }] : [],
    )
    .sort((a, b) => a.at - b.at);
}
