import type { Power } from '../model/scenario-record.ts';

/** Whom a fault hits: one member by its role, every member, or the leader and one follower, the follower first. */
export type Target = 'leader' | 'follower' | 'all' | 'follower-then-leader';

export interface FaultStep {
  /** A fault's id. */
  fault: string;
  target: Target;
  /** Injected while the step before is still being recovered from; both are then recovered from together. */
  overlapping?: boolean;
}

/**
 * What a scenario touches, which decides what may run beside it: `pods` its own pods and nothing else;
 * `node` also the node of its leader; `cluster` several nodes or the control plane.
 */
export type Scope = 'pods' | 'node' | 'cluster';

/** A scenario as data: which faults, on whom, one after the other. */
export interface Scenario {
  id: string;
  title: string;
  scope: Scope;
  /** Members to begin with, where it is not what the stack has by default. */
  members?: number;
  /** Begins on the stack's previous version, where there is one to upgrade from. */
  begins?: 'previous-version';
  steps: readonly FaultStep[];
  power: Power;
}

const POWER: Power = { acknowledgedBefore: 100, acknowledgedAfter: 100, inFlightAtFault: 1 };

function scenario(
  id: string,
  title: string,
  steps: readonly FaultStep[],
  rest: Pick<Partial<Scenario>, 'scope' | 'members' | 'begins'> = {},
): Scenario {
  return { id, title, steps, scope: 'pods', power: POWER, ...rest };
}

const leader = (fault: string): FaultStep => ({ fault, target: 'leader' });
const follower = (fault: string): FaultStep => ({ fault, target: 'follower' });
const all = (fault: string): FaultStep => ({ fault, target: 'all' });

/** Every scenario there is, in the order in which they are listed. */
export const SCENARIOS: readonly Scenario[] = [
  {
    ...scenario('control', 'No fault: the steady state under load', []),
    power: { ...POWER, inFlightAtFault: 0 },
  },
  scenario('pod-delete', "The leader's pod is deleted gracefully, then a follower's", [
    leader('pod-delete'),
    follower('pod-delete'),
  ]),
  scenario('pod-delete-grace-1', "The leader's pod is deleted with a grace period of one second", [
    leader('pod-delete-grace-1'),
  ]),
  scenario(
    'pod-delete-grace-0',
    "The leader's pod is deleted by force: its name is free before its processes have ended",
    [leader('pod-delete-grace-0')],
  ),
  scenario('pod-delete-all', 'All pods are deleted at once', [all('pod-delete-all')]),
  scenario('pod-kill', "The processes of the leader's container are killed from its node", [
    leader('pod-kill'),
  ]),
  scenario('pod-freeze', 'The leader is frozen for longer than its clients wait', [leader('pod-freeze')]),
  scenario('rolling-restart', 'All pods are replaced one after the other', [all('rolling-restart')]),
  scenario('bad-image', 'An image that does not exist is rolled out, and rolled back', [all('bad-image')]),
  scenario('upgrade', 'Another patch version is rolled out', [all('upgrade')], {
    begins: 'previous-version',
  }),
  scenario('scale-up', 'A third member is added to two', [all('scale-to-3')], { members: 2 }),
  scenario('scale-down', 'Two of three members are removed', [all('scale-to-1')]),
  scenario('scale-down-up', 'Two members are removed, and come back on their old claims', [
    all('scale-to-1'),
    all('scale-to-3'),
  ]),
  scenario('scale-to-zero', 'Every member is removed, and all come back', [all('scale-to-zero')]),
  scenario('orphan', 'The StatefulSet is deleted without its pods, and made again', [
    all('statefulset-orphan'),
  ]),
  scenario('cascade', 'The StatefulSet is deleted with its pods, and made again on the old claims', [
    all('statefulset-delete'),
  ]),
  scenario('claim-lost', "A follower's claim and pod are deleted: it is rebuilt from its peers", [
    follower('claim-lost'),
  ]),
  scenario('partition-follower', 'A follower is cut off from its peers and from clients', [
    follower('partition'),
  ]),
  scenario('partition-leader', 'The leader is cut off from its peers and from clients', [
    leader('partition'),
  ]),
  scenario('overlap', 'A follower is killed while the deletion of the leader is being recovered from', [
    leader('pod-delete'),
    { ...follower('pod-kill'), overlapping: true },
  ]),
  scenario('node-drain', "The leader's node is drained, and uncordoned again", [leader('node-drain')], {
    scope: 'node',
  }),
  scenario(
    'node-crash',
    "The leader's node loses its power, is seen not ready, and returns",
    [leader('node-crash')],
    {
      scope: 'node',
    },
  ),
  scenario(
    'kubelet-stop',
    "The kubelet of the leader's node stops, is seen not ready, and returns",
    [leader('kubelet-stop')],
    { scope: 'node' },
  ),
  scenario(
    'drain-held',
    'With a follower drained away, a second drain is held back by the disruption budget',
    [{ fault: 'drain-held', target: 'follower-then-leader' }],
    { scope: 'cluster' },
  ),
  scenario(
    'drain-two',
    "The leader's node is drained and uncordoned, then a follower's",
    [leader('node-drain'), follower('node-drain')],
    { scope: 'cluster' },
  ),
  // Last: provisioner and DNS take up to a minute after it to serve again, which the next one would wait for.
  scenario('control-plane-stop', 'The control plane stops for a minute', [all('control-plane-stop')], {
    scope: 'cluster',
  }),
];
