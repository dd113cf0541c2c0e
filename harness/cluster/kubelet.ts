import type { NodeControl } from './node-control.ts';

/** Stops a node's kubelet; the containers that it started go on. systemd does not start it again by itself. */
export async function stopKubelet(control: NodeControl, node: string): Promise<void> {
  await control.exec(node, ['systemctl', 'stop', 'kubelet']);
}

/** Starts a node's kubelet; one that runs is left as it is. */
export async function startKubelet(control: NodeControl, node: string): Promise<void> {
  await control.exec(node, ['systemctl', 'start', 'kubelet']);
}

/** What systemd says of the kubelet: `active`, `inactive`, `failed`, `activating`. */
export async function kubeletState(control: NodeControl, node: string): Promise<string> {
  // is-active ends with another status than 0 for everything but `active`.
  return (await control.exec(node, ['sh', '-c', 'systemctl is-active kubelet || true'])).trim();
}
