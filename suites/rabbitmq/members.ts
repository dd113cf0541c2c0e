import { sentenceOf } from '../../harness/core/errors.ts';
import { podsAway } from '../../harness/stack/members.ts';
import type { Deployment, MemberView, Wholeness } from '../../harness/stack/stack.ts';
import { podsOf } from './connection.ts';
import { LABELS } from './manifests/manifests.ts';
import { ORDERS, PARCELS } from './topology.ts';
import { look, podOfNode, type View } from './view.ts';

/** Quorum queues have as many replicas as there are members, up to this many (rabbitmq.conf). */
const REPLICAS = 3;

/**
 * Every member as its own node describes it; who leads the quorum queue is the leader. The classic queue's home comes last: a
 * follower that is to lose its volume should not be the one that has a queue without replicas, as long as there is another.
 */
export async function describeMembers(deployment: Deployment): Promise<MemberView[]> {
  const seen = await Promise.all(
    podsOf(deployment).map((pod, ordinal) => describeMember(deployment, pod, ordinal)),
  );
  return seen.toSorted((a, b) => Number(a.home) - Number(b.home)).map(({ view }) => view);
}

async function describeMember(
  deployment: Deployment,
  pod: string,
  ordinal: number,
): Promise<{ view: MemberView; home: boolean }> {
  try {
    const { node, cluster, quorum, classic } = await look(deployment, pod);
    const state = quorum.get(ORDERS)?.find((one) => one.node === node)?.state;
    const role = state === 'leader' || state === 'follower' ? state : 'unknown';
    return {
      view: { ordinal, pod, role, productId: cluster },
      home: classic.get(PARCELS)?.node === node,
    };
  } catch {
    return { view: { ordinal, pod, role: 'unknown' }, home: false };
  }
}

/** Whole: every pod is ready, all are one cluster, and every queue is up, with all its replicas. */
export async function isWhole(deployment: Deployment): Promise<Wholeness> {
  const away = await podsAway(deployment, LABELS);
  if (away !== undefined) return { whole: false, missing: away };
  const [first = ''] = podsOf(deployment);
  try {
    const missing = missingIn(await look(deployment, first), podsOf(deployment));
    return missing === undefined ? { whole: true } : { whole: false, missing };
  } catch (error) {
    return { whole: false, missing: sentenceOf(error) };
  }
}

/** What a cluster of these pods still lacks, as one of its nodes sees it; undefined: nothing. */
export function missingIn(
  { members, running, quorum, classic }: View,
  pods: readonly string[],
): string | undefined {
  const same = (nodes: readonly string[]): boolean =>
    nodes.map(podOfNode).sort().join(' ') === [...pods].sort().join(' ');
  if (!same(members)) return `the cluster's members are ${members.map(podOfNode).join(', ')}`;
  if (!same(running)) return `of the cluster's nodes these run: ${running.map(podOfNode).join(', ')}`;
  const wanted = Math.min(pods.length, REPLICAS);
  for (const [queue, replicas] of quorum) {
    const voters = replicas.filter(({ membership }) => membership === 'voter');
    const leaders = voters.filter(({ state }) => state === 'leader');
    const followers = voters.filter(({ state }) => state === 'follower');
    if (replicas.length === wanted && leaders.length === 1 && followers.length === wanted - 1) continue;
    const said = replicas.map(({ node, state, membership }) => `${podOfNode(node)} ${state} ${membership}`);
    return `the quorum queue ${queue} has not ${String(wanted)} replicas that vote: ${said.join(', ')}`;
  }
  for (const [queue, { node, alive }] of classic) {
    if (!alive) return `the classic queue ${queue} on ${podOfNode(node)} is down`;
  }
  return undefined;
}
