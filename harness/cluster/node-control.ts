import { docker } from '../host/docker.ts';
import { bareId, CTR } from './ctr.ts';
import { followInContainer, type Following } from './follow.ts';

/** Whether a node runs, and since when, or since when not; times are RFC 3339. */
export interface NodeState {
  running: boolean;
  startedAt: string;
  /** The end of its last run; of no meaning while it runs for the first time. */
  finishedAt: string;
}

/** What a fault may do to a node from outside Kubernetes. */
export interface NodeControl {
  /** Runs a command on the node itself and returns its standard output. @throws HoldfastError if it fails. */
  exec(node: string, command: readonly string[], options?: { timeoutSeconds?: number }): Promise<string>;
  /** Kills every process of a container (`containerd://ID` as in a pod's status) with SIGKILL, from the node. */
  killContainer(node: string, containerId: string): Promise<void>;
  /** Cuts the node's power: SIGKILL to everything on it at once. */
  kill(node: string): Promise<void>;
  /** Switches a node on; one that runs is left as it is. */
  start(node: string): Promise<void>;
  /** Proof of a crash where all nodes share the host's boot id. */
  state(node: string): Promise<NodeState>;
  /** Runs a command on the node until it is stopped, telling of each line; `onEnd` is told why it ended by itself. */
  follow(
    node: string,
    command: readonly string[],
    onLine: (line: string) => void,
    onEnd: (reason: string) => void,
  ): Following;
}

/** Nodes that are containers of the local Docker: kind's. */
export const dockerNodeControl: NodeControl = {
  exec: (node, command, options = {}) =>
    docker(['exec', node, ...command], { timeoutSeconds: options.timeoutSeconds ?? 20 }),
  killContainer: async (node, containerId) => {
    await dockerNodeControl.exec(node, [
      ...CTR,
      'tasks',
      'kill',
      '--all',
      '--signal',
      'KILL',
      bareId(containerId),
    ]);
  },
  kill: async (node) => {
    await docker(['kill', '--signal', 'KILL', node], { timeoutSeconds: 20 });
  },
  start: async (node) => {
    await docker(['start', node], { timeoutSeconds: 30 });
  },
  state: async (node) => {
    const fields = ['Running', 'StartedAt', 'FinishedAt'].map((field) => `{{.State.${field}}}`).join(' ');
    const out = await docker(['inspect', '--format', fields, node], { timeoutSeconds: 20 });
    const [running, startedAt = '', finishedAt = ''] = out.trim().split(' ');
    return { running: running === 'true', startedAt, finishedAt };
  },
  follow: followInContainer,
};
