import { writerOf, type Transaction, type Transactions } from './transaction-parse.ts';
import type { ExternalRead } from './transaction-reads.ts';

/**
 * Why one transaction must come before another in every serial order (Adya's dependencies):
 * `ww` the other appended after it, `wr` the other read what it appended, `rw` the other appended what it
 * did not see yet; `process` the same client sent the other one later.
 */
export type EdgeKind = 'ww' | 'wr' | 'rw' | 'process';

export interface Edge {
  from: number;
  to: number;
  kind: EdgeKind;
  /** The list concerned; empty for `process`. */
  list: string;
}

/** The edges that leave each transaction, by its id. */
export type Graph = readonly (readonly Edge[])[];

export function edgesOf(graph: Graph, node: number): readonly Edge[] {
  return graph[node] ?? [];
}

/**
 * Builds the dependencies of the committed transactions. One whose outcome is unknown takes part where
 * one of its appends was seen: the orders then hold its values.
 */
export function buildGraph(
  transactions: Transactions,
  orders: ReadonlyMap<string, readonly number[]>,
  reads: readonly ExternalRead[],
): Graph {
  const graph: Edge[][] = transactions.all.map(() => []);
  const join = (from: number | undefined, to: number | undefined, kind: EdgeKind, list: string): void => {
    if (from !== undefined && to !== undefined && from !== to) graph[from]?.push({ from, to, kind, list });
  };
  const writing = (list: string, value: number | undefined): number | undefined =>
    writerOf(transactions, list, value)?.transaction.id;

  for (const [list, order] of orders) {
    order.forEach((value, i) => {
      join(writing(list, order[i - 1]), writing(list, value), 'ww', list);
    });
  }
  for (const { transaction, list, values } of reads) {
    const order = orders.get(list);
    if (order === undefined) continue;
    join(writing(list, values.at(-1)), transaction.id, 'wr', list);
    join(transaction.id, writing(list, order[values.length]), 'rw', list);
  }
  for (const [from, to] of successions(transactions.all)) join(from.id, to.id, 'process', '');
  return graph;
}

/** Each committed transaction with the next one of the same process. */
function successions(all: readonly Transaction[]): [Transaction, Transaction][] {
  const latest = new Map<number, Transaction>();
  const pairs: [Transaction, Transaction][] = [];
  for (const transaction of all) {
    if (transaction.outcome !== 'committed') continue;
    const former = latest.get(transaction.process);
    if (former !== undefined) pairs.push([former, transaction]);
    latest.set(transaction.process, transaction);
  }
  return pairs;
}

/**
 * The strongly connected components of more than one node, over edges of some kinds and between some
 * nodes only (Tarjan's algorithm, without recursion; time linear in nodes and edges).
 */
export function components(graph: Graph, nodes: Iterable<number>, kinds: ReadonlySet<EdgeKind>): number[][] {
  const within = new Set(nodes);
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const open: number[] = [];
  const isOpen = new Set<number>();
  const found: number[][] = [];

  const enter = (node: number): Visit => {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    open.push(node);
    isOpen.add(node);
    return { node, next: 0 };
  };
  const lower = (node: number, to: number | undefined): void => {
    low.set(node, Math.min(low.get(node) ?? 0, to ?? 0));
  };
  const close = (node: number): void => {
    if (low.get(node) !== index.get(node)) return;
    const component = open.splice(open.lastIndexOf(node));
    for (const member of component) isOpen.delete(member);
    if (component.length > 1) found.push(component);
  };

  for (const root of within) {
    if (index.has(root)) continue;
    const path = [enter(root)];
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const edge = edgesOf(graph, visit.node)[visit.next];
      visit.next += 1;
      if (edge === undefined) {
        path.pop();
        const parent = path.at(-1);
        if (parent !== undefined) lower(parent.node, low.get(visit.node));
        close(visit.node);
      } else if (kinds.has(edge.kind) && within.has(edge.to)) {
        if (!index.has(edge.to)) path.push(enter(edge.to));
        else if (isOpen.has(edge.to)) lower(visit.node, index.get(edge.to));
      }
    }
  }
  return found;
}

interface Visit {
  node: number;
  /** Which of its edges comes next. */
  next: number;
}
