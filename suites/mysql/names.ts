export const NAME = 'mysql';
export const LABELS = { 'app.kubernetes.io/name': NAME };

/** Holds what clients write. */
export const DATABASE = 'holdfast';

/** The member that is written to; there is no failover. */
export const PRIMARY = `${NAME}-0`;

export const podOfOrdinal = (ordinal: number): string => `${NAME}-${String(ordinal)}`;

/** The server's own id of the member of that ordinal, as the init container gives it: 100 and so on, so that none is 0. */
export const serverIdOf = (pod: string): number => 100 + Number(pod.slice(pod.lastIndexOf('-') + 1));
