/** containerd's own client, in the namespace in which the kubelet's containers are. */
export const CTR = ['ctr', '--namespace', 'k8s.io'];

/** The id in a container id as a pod's status has it (`containerd://ID`). */
export const bareId = (containerId: string): string => containerId.replace(/^\w+:\/\//, '');
