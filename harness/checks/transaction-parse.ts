import { transactionSchema, type MicroOperation } from '../model/functions.ts';
import type { Call } from './calls.ts';

/** One `transact` of a history. */
export interface Transaction {
  /** Its place among the transactions, in the order of invocation. */
  id: number;
  /** The call's key. */
  name: string;
  process: number;
  /** `unknown`: it may or may not have been committed. */
  outcome: 'committed' | 'aborted' | 'unknown';
  /** What came back where it was committed, else what was sent: reads then hold `null`. */
  steps: readonly MicroOperation[];
}

/** Who appended a value. */
export interface Writer {
  transaction: Transaction;
  /** Whether it is the last value that this transaction appended to this list. */
  last: boolean;
}

/** The transactions of a history. */
export interface Transactions {
  all: readonly Transaction[];
  /** By list, then by value. */
  writers: ReadonlyMap<string, ReadonlyMap<number, Writer>>;
  /** Calls whose values have another shape, a sentence each. */
  malformed: readonly string[];
  /** Some invocation does not say what was appended: a value without a writer may be its. */
  incomplete: boolean;
  /** Lists to which a value was appended twice: what they hold cannot be told apart, and is not judged. */
  ambiguous: ReadonlySet<string>;
}

/** What a transaction is made of. */
export type TransactCall = Pick<Call, 'nth' | 'process' | 'key' | 'sent' | 'got' | 'outcome'>;

/**
 * Reads `transact` calls, in the order of their invocations, and finds the writer of every value.
 * @param suspect keys of which the history contradicts itself.
 */
export function parseTransactions(
  calls: readonly TransactCall[],
  suspect: ReadonlySet<string>,
): Transactions {
  const all: Transaction[] = [];
  const writers = new Map<string, Map<number, Writer>>();
  const malformed: string[] = [];
  const ambiguous = new Set<string>();
  let incomplete = false;

  for (const call of calls.toSorted((a, b) => a.nth - b.nth)) {
    const sent = transactionSchema.safeParse(call.sent);
    if (!sent.success) {
      malformed.push(`What the transaction ${call.key} was sent as is no list of appends and reads.`);
      incomplete = true;
      continue;
    }
    // Of a call that the history contradicts, neither the outcome nor the answer can be relied on.
    const outcome = suspect.has(call.key) ? 'unknown' : OUTCOMES[call.outcome];
    const got = outcome === 'committed' ? answerTo(sent.data, call) : undefined;
    if (outcome === 'committed' && got === undefined) {
      malformed.push(`What the transaction ${call.key} was answered with does not fit what was sent.`);
    }
    const transaction: Transaction = {
      id: all.length,
      name: call.key,
      process: call.process,
      outcome,
      steps: got ?? sent.data,
    };
    all.push(transaction);
    const last = lastAppends(sent.data);
    for (const [kind, list, value] of sent.data) {
      if (kind !== 'append') continue;
      const ofList = writers.get(list) ?? new Map<number, Writer>();
      writers.set(list, ofList);
      if (ofList.has(value)) {
        malformed.push(`${String(value)} was appended to the list ${list} twice; the list is not judged.`);
        ambiguous.add(list);
      }
      ofList.set(value, { transaction, last: last.get(list) === value });
    }
  }
  return { all, writers, malformed, incomplete, ambiguous };
}

/** Who appended a value to a list; undefined: nobody did, or there is no value. */
export function writerOf(
  { writers }: Pick<Transactions, 'writers'>,
  list: string,
  value: number | undefined,
): Writer | undefined {
  return value === undefined ? undefined : writers.get(list)?.get(value);
}

const OUTCOMES = { ok: 'committed', fail: 'aborted', info: 'unknown', open: 'unknown' } as const;

/** The answer, where it repeats what was sent with every read filled in. */
function answerTo(sent: readonly MicroOperation[], call: TransactCall): MicroOperation[] | undefined {
  const got = transactionSchema.safeParse(call.got);
  if (!got.success || got.data.length !== sent.length) return undefined;
  const fits = got.data.every(([kind, list, value], i) => {
    const [sentKind, sentList, sentValue] = sent[i] ?? [];
    if (kind !== sentKind || list !== sentList) return false;
    return kind === 'read' ? value !== null : value === sentValue;
  });
  return fits ? got.data : undefined;
}

function lastAppends(steps: readonly MicroOperation[]): Map<string, number> {
  const last = new Map<string, number>();
  for (const [kind, list, value] of steps) if (kind === 'append') last.set(list, value);
  return last;
}
