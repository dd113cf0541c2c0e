/** A Kubernetes object as it goes over the wire. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  generation?: number;
  deletionTimestamp?: string;
  /** How long the processes were given, as the API server recorded it. */
  deletionGracePeriodSeconds?: number;
  creationTimestamp?: string;
  ownerReferences?: { kind: string; name: string; uid: string; controller?: boolean }[];
}

export interface List<T> {
  metadata: { resourceVersion: string };
  items: T[];
}

/** The API server's answer to a request it refused. */
export interface Status {
  reason?: string;
  message?: string;
}

export interface ContainerStatus {
  name: string;
  ready: boolean;
  restartCount: number;
  containerID?: string;
  image?: string;
  /** The image that really runs, by digest or id. */
  imageID?: string;
  state?: {
    waiting?: { reason?: string; message?: string };
    running?: { startedAt?: string };
    terminated?: {
      exitCode: number;
      signal?: number;
      reason?: string;
      message?: string;
      finishedAt?: string;
    };
  };
  lastState?: {
    terminated?: {
      exitCode: number;
      reason?: string;
      message?: string;
      finishedAt?: string;
      containerID?: string;
    };
  };
}

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

export interface Container {
  name: string;
  image: string;
  ports?: { containerPort: number; protocol?: string }[];
}

export interface Pod {
  metadata: ObjectMeta;
  spec: {
    nodeName?: string;
    containers: Container[];
    initContainers?: Container[];
    volumes?: { name: string; persistentVolumeClaim?: { claimName: string } }[];
  };
  status: {
    phase?: string;
    podIP?: string;
    conditions?: Condition[];
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
  };
}

export interface Node {
  metadata: ObjectMeta;
  spec: { unschedulable?: boolean; podCIDR?: string; taints?: { key: string; effect: string }[] };
  status: {
    conditions?: Condition[];
    addresses?: { type: string; address: string }[];
    nodeInfo?: { kubeletVersion: string; containerRuntimeVersion: string };
  };
}

export interface StatefulSet {
  metadata: ObjectMeta;
  spec: {
    replicas: number;
    podManagementPolicy?: string;
    persistentVolumeClaimRetentionPolicy?: { whenDeleted?: string; whenScaled?: string };
    selector: { matchLabels?: Record<string, string> };
    template: {
      metadata: Partial<ObjectMeta>;
      spec: { containers: Container[]; initContainers?: Container[] };
    };
    volumeClaimTemplates?: { metadata: ObjectMeta }[];
  };
  status: {
    observedGeneration?: number;
    replicas: number;
    readyReplicas?: number;
    updatedReplicas?: number;
    currentRevision?: string;
    updateRevision?: string;
  };
}

/** What a component holds and renews while it is alive (coordination.k8s.io). */
export interface Lease {
  metadata: ObjectMeta;
  spec: { holderIdentity?: string; renewTime?: string };
}

export interface Claim {
  metadata: ObjectMeta;
  spec: { volumeName?: string };
  status: { phase?: string };
}

export interface Volume {
  metadata: ObjectMeta;
  spec: {
    hostPath?: { path: string };
    local?: { path: string };
    csi?: { volumeHandle: string };
    nodeAffinity?: {
      required?: { nodeSelectorTerms: { matchExpressions?: NodeMatch[]; matchFields?: NodeMatch[] }[] };
    };
  };
}

export interface NodeMatch {
  key: string;
  operator: string;
  values?: string[];
}

export function condition(
  object: { status: { conditions?: Condition[] } },
  type: string,
): Condition | undefined {
  return object.status.conditions?.find((one) => one.type === type);
}

export function isReady(object: { status: { conditions?: Condition[] } }): boolean {
  return condition(object, 'Ready')?.status === 'True';
}

/** What keeps a pod from being ready, in a few words. */
export function describePod(pod: Pod): string {
  const parts = [`phase ${pod.status.phase ?? 'unknown'}`];
  if (pod.metadata.deletionTimestamp !== undefined) parts.push('terminating');
  const scheduled = condition(pod, 'PodScheduled');
  if (scheduled?.status === 'False')
    parts.push(`not scheduled: ${scheduled.message ?? scheduled.reason ?? ''}`);
  for (const status of [
    ...(pod.status.initContainerStatuses ?? []),
    ...(pod.status.containerStatuses ?? []),
  ]) {
    const { waiting } = status.state ?? {};
    // While it waits to be started again, what it last ended with says why.
    const terminated = status.state?.terminated ?? (waiting && status.lastState?.terminated);
    if (waiting !== undefined)
      parts.push(`${status.name} waiting: ${waiting.reason ?? ''} ${waiting.message ?? ''}`.trim());
    if (terminated !== undefined && terminated.exitCode !== 0) {
      const why = [terminated.reason, terminated.message?.trim()].filter(Boolean).join(': ');
      parts.push(`${status.name} ended with ${String(terminated.exitCode)} ${why}`.trim());
    }
  }
  if (isReady(pod)) parts.push('ready');
  return parts.join(', ');
}
