import { HoldfastError } from '../core/errors.ts';
import { labelFilter } from './containers.ts';
import type { NodeControl } from './node-control.ts';

/** A table of its own, for IPv4 and IPv6: it is put in place, and taken away, as one piece. */
const TABLE = 'inet holdfast';
const RULES = `table ${TABLE} {
  chain incoming { type filter hook input priority raw; policy accept; iifname "lo" accept; counter drop; }
  chain outgoing { type filter hook output priority raw; policy accept; oifname "lo" accept; counter drop; }
}`;

/** How many packets were dropped on their way to a pod, and on their way from it. */
export interface Dropped {
  incoming: number;
  outgoing: number;
}

/** What became of a connection; `refused` is an answer of the machine that was asked, `unreachable` one on the way to it. */
export type Knock = 'open' | 'refused' | 'unreachable' | 'no answer';

/**
 * Cuts a pod off from everything but itself, by packet filter rules in the pod's own network namespace.
 * What comes in through the node's runtime (exec, exec probes) goes on working.
 * @throws HoldfastError where the pod has no network namespace on that node.
 */
export async function cutOff(control: NodeControl, node: string, podUid: string): Promise<void> {
  if ((await inNetworkOf(control, node, podUid, ['nft', RULES])) === undefined) {
    throw new HoldfastError(
      `The pod with UID ${podUid} has no network of its own on ${node}: no sandbox runs there.`,
    );
  }
}

/** Takes the rules of `cutOff` away; a pod without them, or one that is gone, is fine. */
export async function reconnect(control: NodeControl, node: string, podUid: string): Promise<void> {
  // Declaring a table that is there changes nothing; so deleting it never fails.
  await inNetworkOf(control, node, podUid, ['nft', `table ${TABLE}; delete table ${TABLE};`]);
}

/** The counters of the rules of `cutOff`; undefined where they are not in place. */
export async function dropped(
  control: NodeControl,
  node: string,
  podUid: string,
): Promise<Dropped | undefined> {
  const out = await inNetworkOf(control, node, podUid, ['nft', 'list', 'ruleset']);
  const table = out?.split(/^(?=table )/m).find((one) => one.startsWith(`table ${TABLE} `)) ?? '';
  const [incoming, outgoing] = [...table.matchAll(/counter packets (\d+) bytes \d+ drop/g)].map((match) =>
    Number(match[1]),
  );
  return incoming === undefined || outgoing === undefined ? undefined : { incoming, outgoing };
}

/**
 * Tries a TCP connection from a node, for two seconds. A machine that can be reached refuses a port on which
 * nothing listens; one that is cut off says nothing.
 */
export async function knock(
  control: NodeControl,
  from: string,
  address: string,
  port: number,
): Promise<Knock> {
  const script =
    'said=$(timeout 2 bash -c \'exec 3<>"/dev/tcp/$0/$1"\' "$1" "$2" 2>&1) && status=0 || status=$?; echo "$status $said"';
  const out = await control.exec(from, ['sh', '-c', script, 'sh', address, String(port)]);
  if (out.startsWith('0')) return 'open';
  if (out.startsWith('124')) return 'no answer'; // timeout(1) ended it
  return /refused/i.test(out) ? 'refused' : 'unreachable';
}

const NO_SANDBOX = 'no sandbox';

/**
 * One command on the node for it all, since it is run every second: takes the filter, then the command. A runtime
 * that does not answer is a failure (hence the assignments), never the absence of a sandbox.
 */
const ENTER = `filter="$1"; shift
ids=$(ctr -n k8s.io containers ls -q "$filter")
tasks=$(ctr -n k8s.io tasks ls)
pid=$(echo "$tasks" | awk -v ids="$ids" 'index(ids, $1) && $3 == "RUNNING" { print $2; exit }')
if [ -z "$pid" ]; then echo "${NO_SANDBOX}"; exit; fi
exec nsenter --target "$pid" --net -- "$@"`;

/** Runs a command in the network namespace of a pod, which its sandbox keeps; undefined where none runs on the node. */
async function inNetworkOf(
  control: NodeControl,
  node: string,
  podUid: string,
  command: readonly string[],
): Promise<string | undefined> {
  const filter = labelFilter({ 'io.kubernetes.pod.uid': podUid, 'io.cri-containerd.kind': 'sandbox' });
  const out = await control.exec(node, ['sh', '-ec', ENTER, 'sh', filter, ...command]);
  return out.trim() === NO_SANDBOX ? undefined : out;
}
