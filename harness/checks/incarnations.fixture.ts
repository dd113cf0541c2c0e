import type { Beat, Heartbeat, Incarnation, Incarnations, PodSighting } from '../model/incarnation.ts';

/** What a watch saw of a pod of the sample: there, running and ready, unless said otherwise. */
export function sighting(ordinal: number, time: number, changes: Partial<PodSighting> = {}): PodSighting {
  const n = String(ordinal);
  return {
    time,
    type: 'MODIFIED',
    pod: `db-${n}`,
    uid: `uid-${n}`,
    ordinal,
    phase: 'Running',
    ready: true,
    terminating: false,
    node: `worker-${n}`,
    revision: 'rev-1',
    containerId: `container-${n}`,
    ...changes,
  };
}

/** A pod from its creation until it is ready. */
export function born(
  ordinal: number,
  addedAt: number,
  readyAt: number,
  changes: Partial<PodSighting> = {},
): PodSighting[] {
  const added = { type: 'ADDED', phase: 'Pending', ready: false, node: null, containerId: null } as const;
  return [sighting(ordinal, addedAt, { ...changes, ...added }), sighting(ordinal, readyAt, changes)];
}

/** A pod from the beginning of its termination until it is gone. */
export function died(
  ordinal: number,
  from: number,
  goneAt: number,
  changes: Partial<PodSighting> = {},
): PodSighting[] {
  const going = { ...changes, terminating: true };
  return [
    sighting(ordinal, from, going),
    sighting(ordinal, goneAt, { ...going, type: 'DELETED', ready: false, phase: 'Succeeded' }),
  ];
}

export const NEW = { uid: 'uid-0-new', containerId: 'container-0-new' };

/** The sample's pods, started in order; with its fault, the first one is replaced. */
export function sampleSightings(replaced: boolean): PodSighting[] {
  return [
    ...born(0, 1_000, 3_000),
    ...born(1, 3_100, 5_000),
    ...born(2, 5_100, 7_000),
    ...(replaced ? [...died(0, 30_100, 32_000), ...born(0, 32_100, 45_000, NEW)] : []),
  ];
}

/** A container of the sample, still running when it was last looked at. */
export function container(ordinal: number, changes: Partial<Incarnation> = {}): Incarnation {
  const n = String(ordinal);
  return {
    pod: `db-${n}`,
    podUid: `uid-${n}`,
    containerId: `container-${n}`,
    node: `worker-${n}`,
    startedAt: 2_000,
    lastSeenAt: 82_000,
    ...changes,
  };
}

export const beat = (incarnation: string, firstAt: number, lastAt: number): Beat => ({
  incarnation,
  beats: Math.max(1, Math.round((lastAt - firstAt) / 500)),
  firstAt,
  lastAt,
});

/** The heartbeats on a volume of the sample. */
export function heartbeat(ordinal: number, runs: Beat[], changes: Partial<Heartbeat> = {}): Heartbeat {
  return { pod: `db-${String(ordinal)}`, runs, ...changes };
}

/** The sample's incarnations, one of each identity at a time. */
export function sampleIncarnations(replaced: boolean): Incarnations {
  const first = replaced
    ? [
        container(0, { finishedAt: 31_500, lastSeenAt: 31_000 }),
        container(0, { podUid: NEW.uid, containerId: NEW.containerId, startedAt: 33_000 }),
      ]
    : [container(0)];
  const beats = replaced
    ? [beat('uid-0', 2_500, 31_000), beat(NEW.uid, 33_500, 82_000)]
    : [beat('uid-0', 2_500, 82_000)];
  return {
    incarnations: [...first, container(1), container(2)],
    heartbeats: [
      heartbeat(0, beats),
      heartbeat(1, [beat('uid-1', 4_500, 82_000)]),
      heartbeat(2, [beat('uid-2', 6_500, 82_000)]),
    ],
    problems: [],
  };
}
