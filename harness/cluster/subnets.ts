import type { NodeControl } from './node-control.ts';

/** The addresses that belong to a cluster alone, as CIDR. */
export interface Subnets {
  pods: string;
  services: string;
}

/** Adds what is missing; a route that the cluster's own agent has made since is left to it. Takes the two subnets. */
const SCRIPT = `#!/bin/sh -e
[ -n "$(ip route show exact "$1" type unreachable)" ] || ip route add unreachable "$1" metric 4096
ip link show no-service >/dev/null 2>&1 || ip link add no-service type bridge
ip link set no-service up
[ -n "$(ip route show exact "$2" dev no-service)" ] || ip route add "$2" dev no-service metric 4096
`;

const unit = ({ pods, services }: Subnets): string => `[Unit]
Description=Keeps packets for pods and services that are gone inside the node
Before=containerd.service kubelet.service
[Service]
Type=oneshot
ExecStart=/usr/local/bin/holdfast-close-subnets ${pods} ${services}
[Install]
WantedBy=multi-user.target
`;

const INSTALL = `printf %s "$1" >/usr/local/bin/holdfast-close-subnets
chmod 755 /usr/local/bin/holdfast-close-subnets
printf %s "$2" >/etc/systemd/system/holdfast-subnets.service
systemctl daemon-reload
systemctl enable --now holdfast-subnets.service`;

/**
 * Keeps packets for pods and services that are gone inside the node. Pod addresses become unreachable. Service
 * addresses lead to a bridge without ports instead: the kernel looks a route up before kube-proxy rewrites the
 * destination of a packet from the node itself, so an unreachable route would cut host-network pods off from every
 * service; behind the bridge nobody answers for an address that no service has (EHOSTUNREACH after 3 s).
 * A node that was off has a new network: what closes the subnets is part of its boot, before anything uses them.
 */
export async function closeSubnets(
  control: NodeControl,
  nodes: readonly string[],
  subnets: Subnets,
): Promise<void> {
  const command = ['sh', '-ec', INSTALL, 'sh', SCRIPT, unit(subnets)];
  await Promise.all(nodes.map((node) => control.exec(node, command)));
}
