import type { Evidence } from '../model/bundle-evidence.ts';
import type { Finding } from '../model/verdict.ts';
import type { Place } from './anomalies.ts';
import type { Call } from './calls.ts';
import type { DataJudge, DataJudgement, HeldSink, HistoryEnd } from './data-judge.ts';
import { counted, findingsBy } from './finding.ts';
import { cycleText, findCycles, type Cycle, type CycleName } from './transaction-cycles.ts';
import { buildGraph } from './transaction-graph.ts';
import { examineMember, type HeldLists } from './transaction-members.ts';
import { inferOrders } from './transaction-order.ts';
import { parseTransactions, type TransactCall } from './transaction-parse.ts';
import { examineReads, type ReadAnomalies } from './transaction-reads.ts';

const find = findingsBy('transactions');

/**
 * Judges whether the sample of `transact` calls is serializable, after the list-append checker of Elle
 * (Kingsbury and Alvaro, "Elle: Inferring Isolation Anomalies from Experimental Observations", VLDB 2020):
 * reads of append-only lists tell the order of the appends, from which the dependencies between
 * transactions follow; a cycle among them rules every serial order out. Anomalies have Adya's names.
 *
 * It can conclude that no serial order explains what was read, and that an acknowledged append is missing
 * from a member. A transaction of unknown outcome counts as committed where one of its appends was seen;
 * where a committed transaction read it, it has to be there at the end as if it had been acknowledged.
 *
 * It cannot conclude that the stack is serializable: only what was sampled is judged, appends that nobody
 * read have no place in an order, and of a list whose reads contradict each other no dependency is inferred.
 * Neither real time nor the order of one client's transactions is demanded, since serializability promises
 * neither: a stale read that fits some serial order is none of its findings, and a cycle that needs the
 * order of one client is only noted. Of several cycles through the same transactions one is named. A transaction
 * that was acknowledged in a loss window of the contract is one of unknown outcome.
 */
export class TransactionsJudge implements DataJudge {
  readonly name = 'transactions';
  readonly functions = ['transact'];
  readonly keepsNothing = true;
  readonly kinds = ['list'] as const;
  readonly #hasHistory: boolean;
  readonly #calls: TransactCall[] = [];
  readonly #members: HeldLists[] = [];
  #suspect: ReadonlySet<string> = new Set();

  constructor({ operations }: Pick<Evidence, 'operations'>) {
    this.#hasHistory = operations !== undefined;
  }

  call({ nth, process, key, sent, got, outcome }: Call): void {
    this.#calls.push({ nth, process, key, sent, got, outcome });
  }

  history({ suspect }: HistoryEnd): void {
    this.#suspect = suspect;
  }

  member({ member }: Place): HeldSink {
    const lists: HeldLists['lists'][number][] = [];
    return {
      element: (element) => {
        if (element.of === 'list') lists.push(element);
      },
      end: (footer) => {
        this.#members.push({ member, lists, footer });
      },
    };
  }

  judgement(): DataJudgement {
    const findings = this.#findings();
    const failures = findings.filter(({ effect }) => effect === 'fail');
    return {
      findings,
      data: { transactionAnomalies: failures.reduce((sum, { count }) => sum + count, 0) },
    };
  }

  #findings(): Finding[] {
    if (!this.#hasHistory) {
      return [find('no-history', 'unknown', 'There is no readable history to compare the lists with.')];
    }
    const transactions = parseTransactions(this.#calls, this.#suspect);
    const { malformed, all } = transactions;
    const { anomalies, observations, external, seen } = examineReads(transactions);
    const members = this.#members.map((held) => examineMember(held, transactions, seen));
    const inferred = inferOrders([...observations, ...members.flatMap((member) => member.observations)]);
    const graph = buildGraph(transactions, inferred.orders, external);

    const nameOf = (id: number): string => all[id]?.name ?? String(id);
    const cycles = findCycles(graph);
    const weaker = cycles.length > 0 ? [] : findCycles(graph, ['process']);
    return [
      ...reported('malformed-value', malformed, 'unknown', (n) => `${n} cannot be judged`),
      ...anomalyFindings(anomalies),
      ...members.flatMap((member) => member.findings),
      ...reported(
        'incompatible-order',
        inferred.incompatible,
        'fail',
        (n) => `${n} contradict each other about a list's order`,
      ),
      ...cycleFindings(cycles, '', 'fail', nameOf),
      ...cycleFindings(weaker, '-process', 'note', nameOf),
    ];
  }
}

/** One finding for all that is of a kind, with the first as the example in its sentence. */
function reported(
  kind: string,
  objects: readonly string[],
  effect: Finding['effect'],
  message: (places: string) => string,
): Finding[] {
  if (objects.length === 0) return [];
  const text = `${message(counted(objects.length, 'place'))}: ${objects[0] ?? ''}`;
  return [find(kind, effect, text.endsWith('.') ? text : `${text}.`, { objects })];
}

function anomalyFindings({ duplicated, unexpected, G1a, G1b, internal }: ReadAnomalies): Finding[] {
  return [
    ...reported('duplicated', duplicated, 'fail', (n) => `A read held an appended value twice in ${n}`),
    ...reported('unexpected', unexpected, 'fail', (n) => `A read held a value that nobody appended in ${n}`),
    ...reported(
      'G1a',
      G1a,
      'fail',
      (n) => `A value of a transaction that was certainly not committed was read (aborted read) in ${n}`,
    ),
    ...reported(
      'G1b',
      G1b,
      'fail',
      (n) => `A transaction read what another had not finished (intermediate read) in ${n}`,
    ),
    ...reported('internal', internal, 'fail', (n) => `A transaction contradicted its own steps in ${n}`),
  ];
}

const MEANINGS: Record<CycleName, string> = {
  G0: 'each overwrote the other (write cycle)',
  G1c: 'each depends on what the other wrote (circular information flow)',
  'G-single': 'one did not see what it follows from (read skew or lost update)',
  G2: 'each did not see what the other wrote (write skew)',
};

function cycleFindings(
  cycles: readonly Cycle[],
  suffix: string,
  effect: Finding['effect'],
  nameOf: (id: number) => string,
): Finding[] {
  return (['G0', 'G1c', 'G-single', 'G2'] as const).flatMap((name) => {
    const texts = cycles.filter((cycle) => cycle.name === name).map((cycle) => cycleText(cycle, nameOf));
    const order = suffix === '' ? 'no serial order' : "no serial order that keeps each client's own";
    return reported(
      `${name}${suffix}`,
      texts,
      effect,
      (n) => `Transactions fit ${order} in ${n}: ${MEANINGS[name]}`,
    );
  });
}
