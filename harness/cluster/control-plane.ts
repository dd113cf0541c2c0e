import { containersWith, tasksOn } from './containers.ts';
import type { NodeControl } from './node-control.ts';

/** What kubeadm runs as static pods: the kubelet starts and stops them as their manifests come and go, with no API server. */
export const CONTROL_PLANE_PARTS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'];

const MANIFESTS = '/etc/kubernetes/manifests';
const AWAY = '/etc/kubernetes/holdfast-stopped';

/** Moves those of the files that are there; the script takes the two folders, then the names. */
const MOVE = `from="$1"; to="$2"; shift 2; mkdir -p "$to"
for part; do if [ -e "$from/$part.yaml" ]; then mv "$from/$part.yaml" "$to/$part.yaml"; fi; done`;

/** Takes the manifests of the control plane away from a node's kubelet, which then ends its containers. */
export async function stopControlPlane(control: NodeControl, node: string): Promise<void> {
  await move(control, node, MANIFESTS, AWAY);
}

/** Puts the manifests back, those that were taken away; returns before anything runs. */
export async function startControlPlane(control: NodeControl, node: string): Promise<void> {
  await move(control, node, AWAY, MANIFESTS);
}

/** Whether `stopControlPlane` was done and not undone. */
export async function controlPlaneStopped(control: NodeControl, node: string): Promise<boolean> {
  const script = 'if [ -d "$1" ]; then ls -A "$1"; fi';
  return (await control.exec(node, ['sh', '-c', script, 'sh', AWAY])).trim() !== '';
}

/** The parts of the control plane that have a running container on a node. */
export async function runningParts(control: NodeControl, node: string): Promise<string[]> {
  const tasks = await tasksOn(control, node);
  const running: string[] = [];
  for (const part of CONTROL_PLANE_PARTS) {
    const ids = await containersWith(control, node, { 'io.kubernetes.container.name': part });
    if (ids.some((id) => tasks.get(id)?.status === 'RUNNING')) running.push(part);
  }
  return running;
}

async function move(control: NodeControl, node: string, from: string, to: string): Promise<void> {
  await control.exec(node, ['sh', '-ec', MOVE, 'sh', from, to, ...CONTROL_PLANE_PARTS]);
}
