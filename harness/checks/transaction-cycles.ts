import { components, edgesOf, type Edge, type EdgeKind, type Graph } from './transaction-graph.ts';

/** Adya's names: only `ww`; `ww` and `wr`; exactly one `rw`; more than one. */
export type CycleName = 'G0' | 'G1c' | 'G-single' | 'G2';

export interface Cycle {
  name: CycleName;
  /** Each edge begins where the one before it ends, and the last one ends where the first begins. */
  edges: readonly [Edge, ...Edge[]];
}

/** From so many `rw` edges of one component a way back is looked for, so that a ruined history is judged in bounded time. */
const STARTS = 1000;

/**
 * One cycle for each set of transactions that cannot be put into an order: the one of the worst kind, and
 * of that kind a short one. Edges of the `extra` kinds may occur in each.
 */
export function findCycles(graph: Graph, extra: readonly EdgeKind[] = []): Cycle[] {
  const kinds = new Set<EdgeKind>(['ww', 'wr', 'rw', ...extra]);
  return components(graph, graph.keys(), kinds).flatMap(
    (component) => worstIn(graph, component, extra) ?? [],
  );
}

function worstIn(graph: Graph, component: readonly number[], extra: readonly EdgeKind[]): Cycle | undefined {
  const written = new Set<EdgeKind>(['ww', ...extra]);
  const read = new Set<EdgeKind>(['ww', 'wr', ...extra]);
  const every = new Set<EdgeKind>(['ww', 'wr', 'rw', ...extra]);
  const inside = new Set(component);
  return (
    closed('G0', graph, edgesInFirst(graph, components(graph, inside, written), 'ww'), written) ??
    closed('G1c', graph, edgesInFirst(graph, components(graph, inside, read), 'wr'), read) ??
    closed('G-single', graph, edgesIn(graph, component, 'rw'), read) ??
    closed('G2', graph, edgesIn(graph, component, 'rw'), every)
  );
}

/** The edges of one kind that stay among some nodes. */
function edgesIn(graph: Graph, nodes: readonly number[], kind: EdgeKind): Edge[] {
  const inside = new Set(nodes);
  return nodes.flatMap((node) =>
    edgesOf(graph, node).filter((edge) => edge.kind === kind && inside.has(edge.to)),
  );
}

/** The same among the nodes of the first of some components, where there is one. */
function edgesInFirst(graph: Graph, parts: readonly number[][], kind: EdgeKind): Edge[] {
  return parts.slice(0, 1).flatMap((nodes) => edgesIn(graph, nodes, kind));
}

/** The shortest cycle that goes on from one of the edges over edges of some kinds. */
function closed(
  name: CycleName,
  graph: Graph,
  starts: readonly Edge[],
  kinds: ReadonlySet<EdgeKind>,
): Cycle | undefined {
  let best: Cycle['edges'] | undefined;
  for (const start of starts.slice(0, STARTS)) {
    const back = shortestPath(graph, start.to, start.from, kinds);
    if (back !== undefined && (best === undefined || back.length + 1 < best.length)) best = [start, ...back];
    if (best?.length === 2) break;
  }
  return best === undefined ? undefined : { name, edges: best };
}

/** Breadth first. */
function shortestPath(
  graph: Graph,
  from: number,
  to: number,
  kinds: ReadonlySet<EdgeKind>,
): Edge[] | undefined {
  const reachedBy = new Map<number, Edge>();
  const queue = [from];
  // Grows while it is gone through.
  for (const node of queue) {
    for (const edge of edgesOf(graph, node)) {
      if (!kinds.has(edge.kind) || edge.to === from || reachedBy.has(edge.to)) continue;
      reachedBy.set(edge.to, edge);
      if (edge.to === to) return pathTo(to, reachedBy);
      queue.push(edge.to);
    }
  }
  return undefined;
}

/** Back to where the search began, which nothing reached. */
function pathTo(to: number, reachedBy: ReadonlyMap<number, Edge>): Edge[] {
  const path: Edge[] = [];
  for (let edge = reachedBy.get(to); edge !== undefined; edge = reachedBy.get(edge.from)) path.unshift(edge);
  return path;
}

/** `t1 -ww a-> t2 -wr b-> t1`. */
export function cycleText({ edges }: Cycle, nameOf: (id: number) => string): string {
  const steps = edges.map(
    ({ to, kind, list }) => ` -${[kind, list].filter(Boolean).join(' ')}-> ${nameOf(to)}`,
  );
  return `${nameOf(edges[0].from)}${steps.join('')}`;
}
