import type { Scope } from '../scenario/scenarios.ts';

/** Node scenarios wait longest for Kubernetes and begin first; pods ones fill up beside them; cluster ones, whose faults hit everybody, come last. */
const ORDER: readonly Scope[] = ['node', 'pods', 'cluster'];

/** What waits for its turn. */
export interface Piece {
  scope: Scope;
  /** Of what it is one of several: the stack. */
  of: string;
}

/** What has its turn. */
export interface Running extends Piece {
  /** Its faults are over, and nothing waits for its recovery any more: it came, or it failed. */
  calm: boolean;
}

/**
 * Whether a scenario of this scope may begin beside those under way: `pods` beside `pods` and `node`, `node`
 * beside `pods` alone, since there is one node for faults. `cluster` may begin, and be deployed, beside all that hits no
 * node any more; before it hits anything itself it waits until it is alone.
 */
export function mayBegin(scope: Scope, running: readonly Running[]): boolean {
  switch (scope) {
    case 'pods':
      return running.every((other) => other.scope !== 'cluster');
    case 'node':
      return running.every((other) => other.scope === 'pods');
    case 'cluster':
      return running.every((other) => other.scope === 'pods' || other.calm);
  }
}

/**
 * The index of the waiting scenario that begins next, or undefined while none may: of those of the scope whose turn it is,
 * the first one of the stack that has the fewest under way, since one stack's scenarios all want the same at
 * the same time. With one slot they begin in the order in which they were asked for. A cluster scenario waits until all
 * others that are asked for have begun, which are finitely many.
 */
export function nextOf(
  waiting: readonly Piece[],
  running: readonly Running[],
  parallel: number,
): number | undefined {
  if (running.length >= parallel || waiting.length === 0) return undefined;
  if (parallel === 1) return 0;
  const asked = ORDER.filter((one) => waiting.some((other) => other.scope === one));
  const scope = asked.find((one) => (one !== 'cluster' || asked.length === 1) && mayBegin(one, running));
  const underWay = (of: string): number => running.filter((one) => one.of === of).length;
  let next: number | undefined;
  for (const [index, piece] of waiting.entries()) {
    if (piece.scope !== scope) continue;
    const before = next === undefined ? undefined : waiting[next];
    if (before === undefined || underWay(piece.of) < underWay(before.of)) next = index;
  }
  return next;
}
