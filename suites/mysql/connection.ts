import mysql, { type QueryResult, type RowDataPacket } from 'mysql2';
import type { Connection } from 'mysql2/promise';
import { HoldfastError } from '../../harness/core/errors.ts';
import { raceAbort } from '../../harness/core/wait-for.ts';
import type { Budget } from '../../harness/core/budgets.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { DATABASE, serverIdOf } from './names.ts';

/** How the load's sessions name themselves to the server. */
export const LOAD_PROGRAM = 'holdfast-load';

/** A value of a statement's parameter. */
export type Value = string | number | Buffer;

/** Rows as they are asked for. */
export type Rows<Row extends object> = (RowDataPacket & Row)[];

/** Connection settings for one member. */
export async function configFor(access: Access, pod: string, program: string): Promise<mysql.PoolOptions> {
  const { host, port } = await access.endpoint(pod);
  return {
    ...{ host, port, user: 'root', password: access.password, database: DATABASE },
    connectTimeout: access.budgets.of('connect').seconds * 1000,
    connectAttributes: { program_name: program },
  };
}

/**
 * Asks one question within so many milliseconds. mysql2's own time-out of a query does not free its connection: the
 * answer, when it comes, would be taken for the next question's. So a connection that is late is ended.
 */
export async function askWithin<T extends QueryResult>(
  connection: Connection,
  ms: number,
  text: string,
  values?: readonly Value[],
): Promise<T> {
  const deadline = AbortSignal.timeout(ms);
  const asked = values === undefined ? connection.query<T>(text) : connection.execute<T>(text, [...values]);
  try {
    const [answer] = await raceAbort(asked, deadline);
    return answer;
  } catch (cause) {
    if (!deadline.aborted) throw cause;
    connection.destroy();
    throw new HoldfastError(`The server gave no answer within ${String(ms / 1000)} s (budget "operation").`, {
      cause,
    });
  }
}

/** Asks for rows within the budget of an operation. */
export async function rowsOf<Row extends object>(
  access: Access,
  connection: Connection,
  text: string,
  values?: readonly Value[],
): Promise<Row[]> {
  return await askWithin<Rows<Row>>(connection, operationMs(access), text, values);
}

export const operationMs = (access: Access): number => access.budgets.of('operation').seconds * 1000;

/** A member's node port could lead elsewhere after a mix-up: the server itself says who it is, by its host and by its server id. */
export async function requireMember(access: Access, connection: Connection, pod: string): Promise<void> {
  const text = 'SELECT @@hostname AS host, @@server_id AS id';
  const [row] = await rowsOf<{ host: string; id: number }>(access, connection, text);
  const answered = `"${row?.host ?? ''}" with server id ${String(row?.id)}`;
  if (row?.host !== pod || row.id !== serverIdOf(pod)) {
    throw new HoldfastError(`The connection to ${pod} was answered by ${answered}.`);
  }
}

/** Opens a connection to one member, and makes sure that it is that member. */
export async function openMember(
  access: Access,
  pod: string,
  program = 'holdfast-admin',
): Promise<Connection> {
  const core = mysql.createConnection(await configFor(access, pod, program));
  core.on('error', () => undefined); // a connection that breaks fails the query under way
  const connection = core.promise();
  try {
    await connectWithin(access.budgets.of('connect'), connection.connect(), pod);
    await requireMember(access, connection, pod);
    return connection;
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

/** A server that takes a connection and says nothing is given up as well. */
export async function connectWithin<T>(budget: Budget, connecting: Promise<T>, pod: string): Promise<T> {
  const deadline = AbortSignal.timeout(budget.seconds * 1000);
  return await raceAbort(connecting, deadline).catch((cause: unknown) => {
    if (!deadline.aborted) throw cause;
    const message = `${pod} did not let the client in within ${String(budget.seconds)} s (budget "connect").`;
    throw new HoldfastError(message, { cause });
  });
}

/** Opens a connection to one member for a few questions, and closes it whatever happens. */
export async function withMember<T>(
  access: Access,
  pod: string,
  ask: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await openMember(access, pod);
  try {
    return await ask(connection);
  } finally {
    connection.destroy();
  }
}
