/** What is known of the containers of one node. All times are wall times in milliseconds since 1970. */
export interface NodeRecord {
  starts: Map<string, number>;
  exits: Map<string, number>;
  /** Times in which every start and exit was heard of, the last of them perhaps not over. */
  heard: { from: number; lastEventAt: number }[];
  /** Which containers ran, each time that was asked: begun before the first time, answered by the second. */
  listings: { before: number; after: number; alive: ReadonlySet<string> }[];
  /** When the whole node stopped: nothing on it lived on. */
  stops: number[];
}

export const emptyRecord = (): NodeRecord => ({
  starts: new Map(),
  exits: new Map(),
  heard: [],
  listings: [],
  stops: [],
});

/** The life of a container as far as it is known, in wall time. */
export interface Life {
  startedAt?: number;
  /** It had certainly ended by then. */
  finishedAt?: number;
  lastSeenAt: number;
  /** Whence the end is known; absent: it has not ended, as far as is known. */
  endFrom?: 'event' | 'node-stop' | 'listing';
}

/** @param id without the runtime's prefix. @returns undefined for a container that was never seen alive. */
export function lifeOf(record: NodeRecord, id: string): Life | undefined {
  const startedAt = record.starts.get(id);
  const start = startedAt === undefined ? {} : { startedAt };
  const exit = record.exits.get(id);
  if (exit !== undefined) return { ...start, finishedAt: exit, lastSeenAt: exit, endFrom: 'event' };
  const lastSeenAt = lastSeen(record, id);
  if (lastSeenAt === undefined) return undefined;
  const stop = Math.min(...record.stops.filter((at) => at >= lastSeenAt));
  const gone = Math.min(
    ...record.listings
      .filter(({ before, alive }) => before >= lastSeenAt && !alive.has(id))
      .map(({ after }) => after),
  );
  const finishedAt = Math.min(stop, gone);
  if (finishedAt === Infinity) return { ...start, lastSeenAt };
  return { ...start, lastSeenAt, finishedAt, endFrom: stop <= gone ? 'node-stop' : 'listing' };
}

/** The last time at which a container whose end was not heard of is certain to have lived. */
function lastSeen({ starts, listings, heard }: NodeRecord, id: string): number | undefined {
  const seen = listings.filter(({ alive }) => alive.has(id)).map(({ before }) => before);
  const started = starts.get(id);
  if (started !== undefined) seen.push(started);
  if (seen.length === 0) return undefined;
  const last = Math.max(...seen);
  // As long as every exit was heard of, each event is a sign of life of all that had not ended.
  const span = heard.find(({ from, lastEventAt }) => from <= last && last <= lastEventAt);
  return span?.lastEventAt ?? last;
}
