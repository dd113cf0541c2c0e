import type { Power } from '../model/scenario-record.ts';

/** Whom a fault hits. */
export type Target = 'leader' | 'follower';

export interface FaultStep {
  /** A fault's id. */
  fault: string;
  target: Target;
}

/** A scenario as data: which faults, on whom, one after the other, each recovered from before the next. */
export interface Scenario {
  id: string;
  title: string;
  steps: readonly FaultStep[];
  power: Power;
}

const POWER: Power = { acknowledgedBefore: 100, acknowledgedAfter: 100, inFlightAtFault: 1 };

/** Every scenario there is, in the order in which a run takes them. */
export const SCENARIOS: readonly Scenario[] = [
  {
    id: 'control',
    title: 'No fault: the steady state under load',
    steps: [],
    power: { ...POWER, inFlightAtFault: 0 },
  },
  {
    id: 'pod-delete',
    title: "The leader's pod is deleted gracefully, then a follower's",
    steps: [
      { fault: 'pod-delete', target: 'leader' },
      { fault: 'pod-delete', target: 'follower' },
    ],
    power: POWER,
  },
  {
    id: 'pod-kill',
    title: "The processes of the leader's container are killed from its node",
    steps: [{ fault: 'pod-kill', target: 'leader' }],
    power: POWER,
  },
  {
    id: 'node-drain',
    title: "The leader's node is drained, and uncordoned again",
    steps: [{ fault: 'node-drain', target: 'leader' }],
    power: POWER,
  },
];
