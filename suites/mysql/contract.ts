import { promisesOf, type Citation, type DurabilityContract } from '../../harness/model/contract.ts';

const MANUAL = 'https://dev.mysql.com/doc/refman/9.7/en';

/** What the manual says of a server with its defaults, which the manifests spell out. */
const SINGLE: readonly Citation[] = [
  {
    title:
      'MySQL 9.7, innodb_flush_log_at_trx_commit: 1, the default, is required for full ACID compliance; logs are flushed to disk at each commit',
    url: `${MANUAL}/innodb-parameters.html#sysvar_innodb_flush_log_at_trx_commit`,
  },
  {
    title:
      'MySQL 9.7, sync_binlog: 1, the default, is the safest; no transaction is lost from the binary log',
    url: `${MANUAL}/replication-options-binary-log.html#sysvar_sync_binlog`,
  },
  {
    title: 'MySQL 9.7, InnoDB Recovery: what was committed before a crash is made final, at the next start',
    url: `${MANUAL}/innodb-recovery.html`,
  },
];

const REPLICATED: Citation = {
  title:
    'MySQL 9.7, Semisynchronous Replication: a commit waits until a replica has it in its relay log, or until the time-out',
  url: `${MANUAL}/replication-semisync.html`,
};

/**
 * What MySQL's acknowledgement promises with so many members. A commit is answered once redo log and binary log were
 * flushed. The primary comes back on its own volume and nobody is promoted in its place: with followers and without,
 * and whether or not replication has fallen back to asynchronous, nothing acknowledged is lost as long as that
 * volume is there.
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
  const primary = 'on disk on the primary (sync_binlog and innodb_flush_log_at_trx_commit 1';
  if (followers <= 0) {
    return `An acknowledged write is ${primary}, nobody to wait for), and everything is with its volume.`;
  }
  const one = followers === 1 ? 'its only follower' : `one of ${String(followers)} followers`;
  return (
    `An acknowledged write is ${primary}) and in the relay log of ${one} (semi-synchronous, AFTER_SYNC), ` +
    'but for commits that waited 90 s for a follower, or while the primary was shut down: they are answered all the same, ' +
    'without a word to the client. How many there were is with the versions.'
  );
}
