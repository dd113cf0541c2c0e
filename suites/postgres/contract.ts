import { promisesOf, type Citation, type DurabilityContract } from '../../harness/model/contract.ts';

const DOCUMENTATION = 'https://www.postgresql.org/docs/17';

/** What the documentation says of a server with its defaults, fsync and synchronous_commit on. */
const SINGLE: readonly Citation[] = [
  {
    title: 'PostgreSQL 17, Write Ahead Log, synchronous_commit: on, the default, waits for the flush to disk',
    url: `${DOCUMENTATION}/runtime-config-wal.html#GUC-SYNCHRONOUS-COMMIT`,
  },
  {
    title:
      'PostgreSQL 17, Write Ahead Log, fsync: on, the default, survives an operating system or hardware crash',
    url: `${DOCUMENTATION}/runtime-config-wal.html#GUC-FSYNC`,
  },
  {
    title: 'PostgreSQL 17, Reliability: what was committed is safe from power loss',
    url: `${DOCUMENTATION}/wal-reliability.html`,
  },
];

const REPLICATED: Citation = {
  title: 'PostgreSQL 17, Synchronous Replication: a commit waits until it is flushed on the standby as well',
  url: `${DOCUMENTATION}/warm-standby.html#SYNCHRONOUS-REPLICATION`,
};

/**
 * What PostgreSQL's acknowledgement promises with so many members. The images leave fsync, full_page_writes and
 * synchronous_commit at their defaults, on, so that a commit is answered once its WAL was flushed. The primary comes back
 * on its own volume and nobody is promoted in its place: with followers and without, nothing acknowledged is lost
 * as long as that volume is there.
 */
export function contract(members: number): DurabilityContract {
  const everything = promisesOf({ keeps: 'everything' });
  return {
    members,
    summary: summary(members - 1),
    promises: everything,
    documented: { promises: everything, sources: members > 1 ? [...SINGLE, REPLICATED] : [...SINGLE] },
  };
}

function summary(followers: number): string {
  if (followers <= 0) {
    return (
      'An acknowledged write is on disk on the primary (fsync and synchronous_commit on, nobody to wait for), ' +
      'and everything is with its volume.'
    );
  }
  const one =
    followers === 1
      ? 'on its only follower, without which writes wait'
      : `on one of ${String(followers)} followers`;
  return (
    `An acknowledged write is on disk on the primary and ${one} ` +
    '(fsync and synchronous_commit on, synchronous_standby_names ANY 1).'
  );
}
