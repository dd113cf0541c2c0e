import { HoldfastError } from '../../harness/core/errors.ts';
import { exec } from '../../harness/kube/exec.ts';
import type { Deployment } from '../../harness/stack/stack.ts';
import { NAME } from './names.ts';

/** One replica of a quorum queue, as its node describes it. */
export interface Replica {
  node: string;
  /** `leader`, `follower`, or what keeps it from being either. */
  state: string;
  /** `voter` once it has caught up. */
  membership: string;
}

/** A cluster as one of its nodes sees it. */
export interface View {
  node: string;
  /** The cluster's own id, made when it began; the nodes of one cluster share it. */
  cluster: string;
  members: string[];
  running: string[];
  /** The replicas of each quorum queue, by its name. */
  quorum: Map<string, Replica[]>;
  /** The node that each classic queue lives on, and whether it is up, by its name. */
  classic: Map<string, { node: string; alive: boolean }>;
}

/** Asks the node of one member. @throws HoldfastError where it does not answer. */
export async function look({ client, namespace }: Deployment, pod: string): Promise<View> {
  const target = { namespace, pod, container: NAME };
  const { exitCode, stdout, stderr } = await exec(client, target, ['sh', '/scripts/look.sh']);
  if (exitCode !== 0) {
    throw new HoldfastError(
      `The node of ${pod} says nothing of its cluster (status ${String(exitCode)}): ${(stderr || stdout).trim()}`,
    );
  }
  return parseView(stdout);
}

/** Parses what look.sh prints. @throws HoldfastError where it does not name the node and its cluster. */
export function parseView(text: string): View {
  const lines = text.split('\n').map((line) => line.trim().split(' '));
  const listed = (key: string): string[] =>
    lines
      .find(([first]) => first === key)
      ?.slice(1)
      .filter(Boolean) ?? [];
  const [node] = listed('node');
  const [cluster] = listed('cluster');
  if (node === undefined || cluster === undefined) {
    throw new HoldfastError(`A node described its cluster as: ${text.slice(0, 200)}`);
  }
  const view: View = {
    ...{ node, cluster, members: listed('members'), running: listed('running') },
    ...{ quorum: new Map(), classic: new Map() },
  };
  for (const [kind, name = '', ...rest] of lines) {
    // A replica that is being added may be named twice for a moment.
    if (kind === 'quorum') view.quorum.set(name, [...new Set(rest)].map(replica));
    if (kind === 'classic') {
      const [home = '', alive = ''] = (rest[0] ?? '').split('=');
      view.classic.set(name, { node: home, alive: alive === 'true' });
    }
  }
  return view;
}

function replica(text: string): Replica {
  const [node = '', how = ''] = text.split('=');
  const [state = '', membership = ''] = how.split('/');
  return { node, state, membership };
}

/** The pod of a node: `rabbit@POD.SERVICE.NAMESPACE`. */
export const podOfNode = (node: string): string => /@([^.]+)/.exec(node)?.[1] ?? node;
