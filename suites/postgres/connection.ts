import pg from 'pg';
import { HoldfastError } from '../../harness/core/errors.ts';
import type { Access } from '../../harness/stack/stack.ts';

export const LOAD_APPLICATION = 'holdfast-load';

/** Connection settings for one member: every step has a deadline, since pg has none of its own on a dead network. */
export async function configFor(access: Access, pod: string, application: string): Promise<pg.ClientConfig> {
  const { host, port } = await access.endpoint(pod);
  return {
    host,
    port,
    user: 'postgres',
    password: access.password,
    database: 'holdfast',
    application_name: application,
    connectionTimeoutMillis: access.budgets.of('connect').seconds * 1000,
    query_timeout: access.budgets.of('operation').seconds * 1000,
    keepAlive: true,
  };
}

/** Asks one question, with a deadline of its own in milliseconds. */
export async function askWithin<R extends pg.QueryResultRow>(
  client: pg.ClientBase,
  ms: number,
  text: string,
  values: unknown[] = [],
): Promise<pg.QueryResult<R>> {
  // pg takes the time-out of a single query here; its types do not know that.
  const query: pg.QueryConfig & { query_timeout: number } = { text, values, query_timeout: ms };
  return await client.query<R>(query);
}

/** A member's node port could lead elsewhere after a mix-up: the server itself says who it is. */
export async function requireMember(access: Access, client: pg.ClientBase, pod: string): Promise<void> {
  const ms = access.budgets.of('operation').seconds * 1000;
  const { rows } = await askWithin<{ cluster_name: string }>(client, ms, 'SHOW cluster_name');
  const answered = rows[0]?.cluster_name ?? '';
  if (answered !== pod) throw new HoldfastError(`The connection to ${pod} was answered by "${answered}".`);
}

/** Opens a connection to one member, and makes sure that it is that member. */
export async function openMember(access: Access, pod: string): Promise<pg.Client> {
  return await open(access, pod, await configFor(access, pod, 'holdfast-admin'));
}

/**
 * Opens a connection for cursors. pg takes a query's deadline for that of all that a cursor reads, so that no
 * query has one here unless it brings its own.
 */
export async function openMemberForCursors(access: Access, pod: string): Promise<pg.Client> {
  const config = await configFor(access, pod, 'holdfast-admin');
  return await open(access, pod, { ...config, query_timeout: 0 });
}

async function open(access: Access, pod: string, config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config);
  client.on('error', () => undefined); // a connection that breaks fails the query under way
  try {
    await client.connect();
    await requireMember(access, client, pod);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/** Opens a connection to one member for a few questions, and closes it whatever happens. */
export async function withMember<T>(
  access: Access,
  pod: string,
  ask: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await openMember(access, pod);
  try {
    return await ask(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
