import type { KubeClient } from '../kube/client.ts';
import type { NodeControl } from './node-control.ts';

/** A cluster that a run works on, wherever it came from. */
export interface Cluster {
  name: string;
  kubeconfig: string;
  client: KubeClient;
  control: NodeControl;
  kubernetesVersion: string;
  /** Names of the nodes that faults may hit, and on which stacks run. */
  workers: string[];
  nodes: string[];
  /** It was there before this run. */
  reused: boolean;
}
