import { writerOf, type Transaction, type Transactions } from './transaction-parse.ts';

/** What somebody saw of a list, without values that must not be there. */
export interface Observation {
  list: string;
  values: readonly number[];
  /** The reader, in words. */
  by: string;
  /** Acknowledged values that a member's list lacks: they are missing, not out of order. */
  lacking: ReadonlySet<number>;
}

/** What a transaction saw of a list before its own appends to it. */
export interface ExternalRead {
  transaction: Transaction;
  list: string;
  values: readonly number[];
}

/** The anomalies that one read shows by itself, a sentence each. */
export interface ReadAnomalies {
  duplicated: string[];
  unexpected: string[];
  /** Aborted reads. */
  G1a: string[];
  /** Intermediate reads. */
  G1b: string[];
  internal: string[];
}

/** What the committed transactions read. */
export interface Reads {
  anomalies: ReadAnomalies;
  observations: Observation[];
  external: ExternalRead[];
  /** The ids of the transactions of which one of these reads saw an append: they were committed, whatever the client knows. */
  seen: Set<number>;
}

export const NO_ANOMALIES = (): ReadAnomalies => ({
  duplicated: [],
  unexpected: [],
  G1a: [],
  G1b: [],
  internal: [],
});

/** Goes through every read of every committed transaction; a read with `null` was never answered. */
export function examineReads(transactions: Transactions): Reads {
  const reads: Reads = { anomalies: NO_ANOMALIES(), observations: [], external: [], seen: new Set() };
  for (const transaction of transactions.all) {
    if (transaction.outcome === 'committed') examine(transaction, transactions, reads);
  }
  return reads;
}

/** What a transaction must see of a list from now on, as far as that follows from itself. */
interface Expected {
  /** What it read before; undefined: nothing yet. */
  read: readonly number[] | undefined;
  /** Its own appends since. */
  own: number[];
  /** An earlier read was unusable, and so is what follows from it. */
  spoilt: boolean;
}

function examine(transaction: Transaction, transactions: Transactions, reads: Reads): void {
  const { anomalies } = reads;
  const lists = new Map<string, Expected>();
  for (const [kind, list, value] of transaction.steps) {
    if (transactions.ambiguous.has(list)) continue;
    const expected = lists.get(list) ?? { read: undefined, own: [], spoilt: false };
    lists.set(list, expected);
    if (kind === 'append') {
      expected.own.push(value);
      continue;
    }
    if (value === null) continue;
    const by = `the transaction ${transaction.name}`;
    const values = acceptable({ list, values: value, by }, transactions, anomalies, reads.seen);
    if (values === undefined || expected.spoilt) {
      expected.spoilt = true;
      continue;
    }
    const external = beforeOwn(transaction, list, values, expected, transactions);
    if (external === undefined) {
      const due = [...(expected.read ?? ['...']), ...expected.own].join(', ');
      anomalies.internal.push(
        `${transaction.name} read [${values.join(', ')}] of ${list}, and by its own steps it had to be [${due}]`,
      );
      expected.spoilt = true;
      continue;
    }
    reads.observations.push({ list, values, by, lacking: new Set() });
    if (expected.read === undefined) {
      reads.external.push({ transaction, list, values: external });
      const end = external.at(-1);
      const writer = writerOf(transactions, list, end);
      if (writer?.last === false) {
        anomalies.G1b.push(
          `${transaction.name} read ${list} up to ${String(end)}, after which ${writer.transaction.name} appended more`,
        );
      }
    }
    expected.read = values;
    expected.own = [];
  }
}

/** The part of a read that others appended; undefined where the read contradicts the transaction's own steps. */
function beforeOwn(
  transaction: Transaction,
  list: string,
  values: readonly number[],
  { read, own }: Expected,
  transactions: Transactions,
): readonly number[] | undefined {
  const external = values.slice(0, values.length - own.length);
  if (own.some((value, i) => values[external.length + i] !== value)) return undefined;
  if (read === undefined) {
    const ownTooEarly = external.some(
      (value) => writerOf(transactions, list, value)?.transaction === transaction,
    );
    return ownTooEarly ? undefined : external;
  }
  return external.length === read.length && read.every((value, i) => external[i] === value)
    ? external
    : undefined;
}

/**
 * The values of a read without those that must not be there, which are named; undefined where a value
 * occurs twice, since nothing can be said about the order of such a list. Whose appends they are goes into `seen`.
 */
export function acceptable(
  { list, values, by }: Pick<Observation, 'list' | 'values' | 'by'>,
  transactions: Transactions,
  anomalies: Pick<ReadAnomalies, 'duplicated' | 'unexpected' | 'G1a'>,
  seen?: Set<number>,
): number[] | undefined {
  const accepted: number[] = [];
  const present = new Set<number>();
  const twice = new Set<number>();
  const at = (value: number): string => `${String(value)} in ${list}, as ${by} has it`;
  for (const value of values) {
    if (present.has(value)) {
      twice.add(value);
      continue;
    }
    present.add(value);
    const writer = writerOf(transactions, list, value)?.transaction;
    if (writer !== undefined) seen?.add(writer.id);
    if (writer?.outcome === 'aborted') anomalies.G1a.push(`${at(value)}, of ${writer.name}`);
    else if (writer !== undefined) accepted.push(value);
    else if (!transactions.incomplete) anomalies.unexpected.push(at(value));
  }
  for (const value of twice) anomalies.duplicated.push(at(value));
  return twice.size > 0 ? undefined : accepted;
}
