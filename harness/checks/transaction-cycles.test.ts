import { describe, expect, test } from '@jest/globals';
import { components, type Edge, type EdgeKind, type Graph } from './transaction-graph.ts';
import { cycleText, findCycles } from './transaction-cycles.ts';

/** A graph of so many transactions from its edges in short: `0 ww 1`. */
function graphOf(nodes: number, ...edges: string[]): Graph {
  const graph: Edge[][] = Array.from({ length: nodes }, () => []);
  for (const edge of edges) {
    const [from = '', kind = '', to = ''] = edge.split(' ');
    graph[Number(from)]?.push({ from: Number(from), to: Number(to), kind: kind as EdgeKind, list: 'a' });
  }
  return graph;
}
const found = (graph: Graph, ...extra: EdgeKind[]): string[] =>
  findCycles(graph, extra).map((cycle) => `${cycle.name} ${cycleText(cycle, String)}`);

describe('strongly connected components', () => {
  const every = new Set<EdgeKind>(['ww', 'wr', 'rw']);
  const sorted = (parts: number[][]): number[][] =>
    parts.map((part) => part.toSorted((a, b) => a - b)).sort(([a = 0], [b = 0]) => a - b);

  test('are of more than one node', () => {
    expect(components(graphOf(3, '0 ww 1', '1 ww 2'), [0, 1, 2], every)).toEqual([]);
    expect(sorted(components(graphOf(3, '0 ww 1', '1 ww 0', '1 ww 2'), [0, 1, 2], every))).toEqual([[0, 1]]);
  });

  test('are joined by what closes late, and not by what leads into one that is closed', () => {
    const ring = graphOf(7, '0 ww 1', '1 ww 2', '2 ww 0', '3 ww 2', '3 ww 4', '4 ww 5', '5 ww 3', '6 ww 3');
    expect(sorted(components(ring, [0, 1, 2, 3, 4, 5, 6], every))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    expect(sorted(components(ring, [6, 5, 4, 3, 2, 1, 0], every))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    const eight = graphOf(5, '0 ww 1', '1 ww 2', '2 ww 1', '2 ww 3', '3 ww 4', '4 ww 0');
    expect(sorted(components(eight, [0, 1, 2, 3, 4], every))).toEqual([[0, 1, 2, 3, 4]]);
  });

  test('are over edges of some kinds, and between some nodes', () => {
    const graph = graphOf(4, '0 ww 1', '1 rw 0', '1 ww 2', '2 ww 3', '3 ww 1');
    expect(sorted(components(graph, [0, 1, 2, 3], new Set(['ww'])))).toEqual([[1, 2, 3]]);
    expect(sorted(components(graph, [0, 1, 2], every))).toEqual([[0, 1]]);
    expect(components(graph, [0, 2, 3], every)).toEqual([]);
  });
});

describe('the cycle that is named', () => {
  test('is of the worst kind, whatever else there is', () => {
    const g2 = ['0 rw 1', '1 rw 0'];
    expect(found(graphOf(2, ...g2))).toEqual(['G2 0 -rw a-> 1 -rw a-> 0']);
    expect(found(graphOf(2, ...g2, '1 ww 0'))).toEqual(['G-single 0 -rw a-> 1 -ww a-> 0']);
    expect(found(graphOf(2, ...g2, '1 ww 0', '0 wr 1'))).toEqual(['G1c 0 -wr a-> 1 -ww a-> 0']);
    expect(found(graphOf(2, ...g2, '1 ww 0', '0 wr 1', '0 ww 1'))).toEqual(['G0 0 -ww a-> 1 -ww a-> 0']);
  });

  test('is the shortest of its kind, and in the order of its steps', () => {
    expect(found(graphOf(4, '0 ww 1', '1 ww 2', '2 ww 3', '3 ww 0'))).toEqual([
      'G0 0 -ww a-> 1 -ww a-> 2 -ww a-> 3 -ww a-> 0',
    ]);
    const chord = ['0 ww 1', '1 ww 2', '2 ww 3', '3 ww 0', '2 ww 0'];
    expect(found(graphOf(4, ...chord))).toEqual(['G0 0 -ww a-> 1 -ww a-> 2 -ww a-> 0']);
    const later = graphOf(5, '0 ww 1', '1 ww 2', '2 ww 0', '2 ww 3', '3 ww 4', '4 ww 3', '4 ww 0');
    expect(found(later)).toEqual(['G0 3 -ww a-> 4 -ww a-> 3']);
  });

  test('goes on over edges of every kind that it may have', () => {
    expect(found(graphOf(3, '0 rw 1', '1 ww 2', '2 rw 0'))).toEqual(['G2 0 -rw a-> 1 -ww a-> 2 -rw a-> 0']);
    expect(found(graphOf(3, '0 rw 1', '1 wr 2', '2 rw 0'))).toEqual(['G2 0 -rw a-> 1 -wr a-> 2 -rw a-> 0']);
    expect(found(graphOf(3, '0 rw 1', '1 wr 2', '2 ww 0'))).toEqual([
      'G-single 0 -rw a-> 1 -wr a-> 2 -ww a-> 0',
    ]);
  });

  test('is in the first part of those that its kind alone holds together', () => {
    // Two cycles of writes, which reads join: the longer one is found first.
    const [long, short] = [
      ['0 ww 1', '1 ww 2', '2 ww 0'],
      ['3 ww 4', '4 ww 3'],
    ];
    expect(found(graphOf(5, ...long, ...short, '0 rw 3', '3 rw 0'))).toEqual([
      'G0 0 -ww a-> 1 -ww a-> 2 -ww a-> 0',
    ]);
  });

  test('is looked for from the first thousand edges, so that a ruined history is judged in bounded time', () => {
    // From each of so many edges a way back of two more; from the one after them a shorter one.
    const ways = (count: number): Graph =>
      graphOf(
        count + 3,
        ...Array.from({ length: count }, (_, i) => [`0 rw ${String(i + 3)}`, `${String(i + 3)} ww 1`]).flat(),
        ...['1 ww 0', '0 rw 2', '2 ww 0'],
      );
    expect(found(ways(999))).toEqual(['G-single 0 -rw a-> 2 -ww a-> 0']);
    expect(found(ways(1000))).toEqual(['G-single 0 -rw a-> 3 -ww a-> 1 -ww a-> 0']);
  });

  test('is one for each set of transactions, and of the edges that stay in it', () => {
    const two = graphOf(5, '0 ww 1', '1 ww 0', '1 ww 2', '2 rw 3', '3 wr 2', '3 ww 4');
    expect(found(two).sort()).toEqual(['G-single 2 -rw a-> 3 -wr a-> 2', 'G0 0 -ww a-> 1 -ww a-> 0']);
  });

  test('may go over what one client did, where that is asked for, and begins with what is not', () => {
    const graph = graphOf(2, '0 rw 1', '1 process 0');
    expect(found(graph)).toEqual([]);
    expect(found(graph, 'process')).toEqual(['G-single 0 -rw a-> 1 -process a-> 0']);
    expect(found(graphOf(2, '0 ww 1', '1 process 0'), 'process')).toEqual(['G0 0 -ww a-> 1 -process a-> 0']);
    expect(found(graphOf(2, '0 wr 1', '1 process 0'), 'process')).toEqual(['G1c 0 -wr a-> 1 -process a-> 0']);
    const skew = graphOf(3, '0 rw 1', '1 process 2', '2 rw 0');
    expect(found(skew, 'process')).toEqual(['G2 0 -rw a-> 1 -process a-> 2 -rw a-> 0']);
  });
});
