import amqp, { type ChannelModel, type ConfirmChannel } from 'amqplib';
import { HoldfastError, sentenceOf } from '../../harness/core/errors.ts';
import { raceAbort } from '../../harness/core/wait-for.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { USER, VHOST } from './names.ts';

/** Seconds without a sign of life, twice, after which either side gives a connection up. */
const HEARTBEAT = 5;

export interface Login {
  user: string;
  vhost: string;
}

const LOAD: Login = { user: USER, vhost: VHOST };

/** One connection to one member with one channel in confirm mode: what goes wrong on it ends it. */
export class Link {
  readonly pod: string;
  readonly channel: ConfirmChannel;
  /** What the server said of itself when it was connected to. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly #connection: ChannelModel;
  readonly #abort: AbortController;
  readonly #seconds: number;
  #ended: string | undefined;
  readonly #whenEnded: (() => void)[] = [];

  private constructor(
    pod: string,
    connection: ChannelModel,
    channel: ConfirmChannel,
    abort: AbortController,
    seconds: number,
  ) {
    this.pod = pod;
    this.channel = channel;
    this.properties = { ...connection.connection.serverProperties };
    this.#connection = connection;
    this.#abort = abort;
    this.#seconds = seconds;
    const end = (why: string) => (error?: unknown) => {
      this.#end(error === undefined ? why : sentenceOf(error));
    };
    connection.on('error', end('the connection broke'));
    connection.on('close', end('the connection was closed'));
    channel.on('error', end('the channel broke'));
    channel.on('close', end('the channel was closed'));
  }

  /**
   * Connects to a member and makes sure that it is that member: a node port could lead elsewhere after a mix-up.
   * @throws HoldfastError where another member answered, or none in time; the server's own words where it refused.
   */
  static async open(access: Access, pod: string, { user, vhost }: Login = LOAD): Promise<Link> {
    const { host, port } = await access.endpoint(pod);
    const { connect, operation } = {
      connect: access.budgets.of('connect').seconds,
      operation: access.budgets.of('operation').seconds,
    };
    const abort = new AbortController();
    const deadline = AbortSignal.timeout(operation * 1000);
    try {
      const address = { protocol: 'amqp', hostname: host, port, username: user, password: access.password };
      const settings = { ...address, vhost: encodeURIComponent(vhost), heartbeat: HEARTBEAT };
      // The library passes what it does not know to the socket: aborting destroys it, however silent the server is.
      const socket = { noDelay: true, timeout: connect * 1000, signal: abort.signal };
      const connection = await raceAbort(amqp.connect(settings, socket), deadline);
      connection.on('error', () => undefined);
      requireMember(connection, pod);
      const channel = await raceAbort(connection.createConfirmChannel(), deadline);
      return new Link(pod, connection, channel, abort, operation);
    } catch (error) {
      abort.abort();
      if (!deadline.aborted) throw error;
      throw new HoldfastError(
        `${pod} did not take a connection within ${String(operation)} s (budget "operation").`,
        { cause: error },
      );
    }
  }

  /** Why the link is of no use any more; undefined while it is. */
  get ended(): string | undefined {
    return this.#ended;
  }

  onEnded(tell: () => void): void {
    if (this.#ended === undefined) this.#whenEnded.push(tell);
    else tell();
  }

  /** Waits for an answer, for no longer than the budget "operation"; without one the link is dropped. */
  async within<T>(answer: Promise<T>, deadline = this.deadline()): Promise<T> {
    try {
      return await raceAbort(answer, deadline);
    } catch (error) {
      if (!deadline.aborted) throw error;
      this.drop();
      const seconds = String(this.#seconds);
      throw new HoldfastError(`${this.pod} did not answer within ${seconds} s (budget "operation").`, {
        cause: error,
      });
    }
  }

  deadline(): AbortSignal {
    return AbortSignal.timeout(this.#seconds * 1000);
  }

  /** Ends the connection at once, without a word to the server. */
  drop(): void {
    this.#end('the harness dropped the connection');
    this.#abort.abort();
  }

  /** Closes the connection in order: the server has given back what was not acknowledged on it. */
  async close(): Promise<void> {
    if (this.#ended === undefined) {
      try {
        await raceAbort(this.#connection.close(), this.deadline());
      } catch {
        // Nothing more can be done for a connection that cannot be closed than to drop it.
      }
    }
    this.drop();
  }

  #end(why: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = why;
    for (const tell of this.#whenEnded) tell();
  }
}

function requireMember({ connection }: ChannelModel, pod: string): void {
  const { member }: Readonly<Record<string, unknown>> = { ...connection.serverProperties };
  if (member !== pod) {
    throw new HoldfastError(`The connection to ${pod} was answered by "${String(member)}".`);
  }
}
