import { promisesOf, type Citation, type DurabilityContract } from '../../harness/model/contract.ts';

const COMMUNITY = 'https://docs.min.io/community/minio-object-store';
const SOURCE = 'https://github.com/minio/minio/blob/RELEASE.2025-09-07T16-13-09Z/docs';

/** What the documentation says of any deployment. */
const ANY: readonly Citation[] = [
  {
    title:
      'MinIO, Distributed MinIO, Consistency Guarantees: strict read-after-write and list-after-write, on file systems that ' +
      'honour O_DIRECT and fdatasync (it names xfs, zfs and btrfs, and advises against ext4)',
    url: `${SOURCE}/distributed/README.md#consistency-guarantees`,
  },
  {
    title:
      'MinIO, Erasure Coding: what is written is kept as data and parity shards on the drives of an erasure set',
    url: `${COMMUNITY}/operations/concepts/erasure-coding.html`,
  },
];

const DISTRIBUTED: Citation = {
  title:
    'MinIO, Availability and Resiliency: an erasure set keeps its objects as long as it has not lost more drives than parity; ' +
    'with half of the drives parity, it writes with one more than half, and reads with half of them',
  url: `${COMMUNITY}/operations/concepts/availability-and-resiliency.html`,
};

/** What was seen (README): a drive that missed a write counts like any other to a server that does not reach the rest. */
const READS = {
  current: 'while-whole',
  because: 'a server that is starting, or whose peers are, may read what was current before',
} as const;

/**
 * What MinIO's acknowledgement promises with so many servers. An erasure set has four drives and parity 2, the default for
 * as many: a write is acknowledged once three drives have flushed and named it, and is read as long as two of these are there. Every server comes
 * back on its own volume, or is rebuilt from the others, so that nothing acknowledged is lost under any fault that leaves
 * two drives of each set.
 */
export function contract(members: number): DurabilityContract {
  const everything = promisesOf({ keeps: 'everything' });
  return {
    members,
    summary: summary(members),
    promises: everything,
    ...(members > 1 ? { reads: READS } : {}),
    documented: {
      promises: everything,
      reads: { current: 'always' },
      sources: members > 1 ? [...ANY, DISTRIBUTED] : [...ANY],
    },
  };
}

function summary(members: number): string {
  if (members <= 1) {
    return 'An acknowledged write is on three of four drives (EC:2), all on the volume of the only server, and is kept with it.';
  }
  const pools = members > 4 ? ` of one of ${String(members / 4)} pools` : '';
  return (
    `An acknowledged write is on three of the four drives${pools}, each on a server of its own (EC:2, write quorum 3, read ` +
    'quorum 2). With one server away reads and writes go on; with two away reads do, and writes are refused.'
  );
}
