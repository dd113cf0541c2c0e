import type { RunClock } from '../core/clock.ts';
import { sentenceOf } from '../core/errors.ts';
import { bareId } from './ctr.ts';
import { livesOf, type Contained, type Lives } from './lives.ts';
import type { NodeControl } from './node-control.ts';
import { NodeWatch } from './node-watch.ts';

/**
 * Follows the container runtimes of all nodes, one for a whole run: names are unique in the API, so that only
 * the runtimes can tell whether two containers of one name lived at the same time.
 */
export class RuntimeTimeline {
  readonly #watches: ReadonlyMap<string, NodeWatch>;

  constructor(control: NodeControl, nodes: readonly string[]) {
    this.#watches = new Map(nodes.map((node) => [node, new NodeWatch(control, node)]));
  }

  /** Ends all streams. */
  async stop(): Promise<void> {
    await Promise.all([...this.#watches.values()].map((watch) => watch.stop()));
  }

  /**
   * The lives of containers (by their ids as in a pod's status) as far as their runtimes tell; to be asked
   * while they may still run. Never throws: what is not known is named in `problems`, and left out.
   */
  async incarnationsOf(containers: ReadonlyMap<string, Contained>, clock: RunClock): Promise<Lives> {
    const unanswered: string[] = [];
    await Promise.all(
      [...this.#watches].map(async ([node, watch]) => {
        const ids = [...containers].filter(([, one]) => one.node === node).map(([id]) => bareId(id));
        if (ids.length === 0) return;
        await watch.look(ids).catch((error: unknown) => {
          unanswered.push(`The runtime of ${node} could not be asked at the end: ${sentenceOf(error)}`);
        });
      }),
    );
    const { incarnations, problems } = livesOf(containers, (node) => this.#watches.get(node), clock);
    return { incarnations, problems: [...unanswered, ...problems] };
  }
}
