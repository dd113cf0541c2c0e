import { HoldfastError } from '../../../harness/core/errors.ts';

export const NAME = 'minio';
export const PORT = 9000;

/** A pool is never changed once it was made: a larger deployment has more of them. */
export const SERVERS_PER_POOL = 4;

/** Where the volume is mounted. The drive is a folder in it, which nobody but MinIO writes to. */
export const MOUNT = '/data';
export const DRIVE = `${MOUNT}/drive`;

/**
 * The pools of so many servers, as every server is told them: all must be told the same. One server by itself has four
 * drives on its volume; else there are four servers to a pool, with a drive each.
 * @throws HoldfastError where the servers make no whole pools.
 */
export function poolsOf(members: number): string[] {
  if (members === 1) return [`${MOUNT}/drive{1...4}`];
  if (members <= 0 || members % SERVERS_PER_POOL !== 0) {
    throw new HoldfastError(
      `MinIO cannot be deployed on ${String(members)} servers: its pools have ${String(SERVERS_PER_POOL)} servers here, so that ` +
        'there have to be 4, 8, 12 or so, or a single one.',
    );
  }
  return Array.from({ length: members / SERVERS_PER_POOL }, (_, pool) => {
    const first = pool * SERVERS_PER_POOL;
    const last = first + SERVERS_PER_POOL - 1;
    return `http://${NAME}-{${String(first)}...${String(last)}}.${NAME}:${String(PORT)}${DRIVE}`;
  });
}

/** The command of every server. */
export function argumentsOf(members: number): string[] {
  return ['minio', 'server', '--address', `:${String(PORT)}`, ...poolsOf(members)];
}
