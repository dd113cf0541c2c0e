import { docker } from '../host/docker.ts';

/** What a fault may do to a node from outside Kubernetes. */
export interface NodeControl {
  /** Runs a command on the node itself and returns its standard output. @throws HoldfastError if it fails. */
  exec(node: string, command: readonly string[], options?: { timeoutSeconds?: number }): Promise<string>;
  /** Kills every process of a container (`containerd://ID` as in a pod's status) with SIGKILL, from the node. */
  killContainer(node: string, containerId: string): Promise<void>;
  /** Cuts the node's power: SIGKILL to everything on it at once. */
  kill(node: string): Promise<void>;
  start(node: string): Promise<void>;
  /** When the node was last started, RFC 3339: proof of a crash, where all nodes share the host's boot id. */
  startedAt(node: string): Promise<string>;
}

/** Nodes that are containers of the local Docker: kind's. */
export const dockerNodeControl: NodeControl = {
  exec: (node, command, options = {}) =>
    docker(['exec', node, ...command], { timeoutSeconds: options.timeoutSeconds ?? 20 }),
  killContainer: async (node, containerId) => {
    const id = containerId.replace(/^\w+:\/\//, '');
    await dockerNodeControl.exec(node, [
      'ctr',
      '-n',
      'k8s.io',
      'tasks',
      'kill',
      '--all',
      '--signal',
      'SIGKILL',
      id,
    ]);
  },
  kill: async (node) => {
    await docker(['kill', '--signal', 'KILL', node], { timeoutSeconds: 20 });
  },
  start: async (node) => {
    await docker(['start', node], { timeoutSeconds: 30 });
  },
  startedAt: async (node) => (await docker(['inspect', '--format', '{{.State.StartedAt}}', node])).trim(),
};
