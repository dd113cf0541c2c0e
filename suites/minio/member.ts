import http from 'node:http';
import { Client } from 'minio';
import { sentenceOf, errorCode } from '../../harness/core/errors.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { Exchange, hostId } from './exchange.ts';
import { NAME, PORT } from './manifests/pools.ts';
import { ROOT_USER } from './manifests/manifests.ts';
import type { Failure } from './outcomes.ts';
import { Standing } from './standing.ts';

/** A region that is named is not asked for. */
const REGION = 'us-east-1';

/** How a server by itself names itself. */
const ALONE = `127.0.0.1:${String(PORT)}`;

export type Called<T> = { value: T; headers: http.IncomingHttpHeaders } | { failure: Failure };

export interface CallOptions {
  /** Milliseconds for all of the call; the budget "operation" by default. */
  withinMs?: number | undefined;
  /** Ends it earlier. */
  signal?: AbortSignal | undefined;
  /** That it succeeds shows that the member has write quorum. */
  proves?: boolean;
}

/** The way to one member: its connections are kept, and every answer is looked at for who gave it. */
export class Member {
  readonly pod: string;
  readonly standing = new Standing();
  readonly #access: Access;
  readonly #agent: http.Agent;
  readonly #closed = new AbortController();

  /** @param connections at most so many at a time. */
  constructor(access: Access, pod: string, connections: number) {
    this.pod = pod;
    this.#access = access;
    this.#agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  }

  /**
   * Calls the member once, with a deadline, and without the client's own retries; never throws. What is asked within one call
   * is seen as one: a failure tells of its last request.
   */
  async call<T>(
    ask: (client: Client) => Promise<T>,
    { withinMs, signal, proves = false }: CallOptions = {},
  ): Promise<Called<T>> {
    const { standing } = this;
    const ms = withinMs ?? this.#access.budgets.of('operation').seconds * 1000;
    const deadline = AbortSignal.timeout(ms);
    const ends = AbortSignal.any([deadline, this.#closed.signal, ...(signal === undefined ? [] : [signal])]);
    let exchange: Exchange | undefined;
    try {
      ends.throwIfAborted();
      exchange = this.#exchange(ends);
      const client = await this.#client(exchange);
      const value = await ask(client);
      standing.answered();
      if (proves) standing.acknowledged();
      return { value, headers: exchange.headers };
    } catch (error) {
      if (deadline.aborted) this.#dropIdle();
      const why = deadline.aborted ? `no answer after ${String(ms / 1000)} s` : undefined;
      const failure = await failureOf(error, exchange, why);
      const { status = 500 } = failure;
      if (status >= 500) {
        standing.failed();
        return { failure };
      }
      standing.answered();
      return { failure };
    }
  }

  /** Ends every connection, and what is under way on it. */
  close(): void {
    this.#closed.abort(new Error(`the connections to ${this.pod} are closed`));
    this.#agent.destroy();
  }

  #exchange(signal: AbortSignal): Exchange {
    const names = [`${this.pod}.${NAME}:${String(PORT)}`, ...(this.#access.members === 1 ? [ALONE] : [])];
    const connectMs = this.#access.budgets.of('connect').seconds * 1000;
    return new Exchange({
      ...{ pod: this.pod, hostIds: names.map(hostId), connectMs, signal },
      connected: (socket) => {
        this.standing.connected(socket);
      },
    });
  }

  async #client(exchange: Exchange): Promise<Client> {
    const { host, port } = await this.#access.endpoint(this.pod);
    // The client calls this one form of http.request alone.
    const request = exchange.request.bind(exchange) as unknown as typeof http.request;
    return new Client({
      endPoint: host,
      port,
      useSSL: false,
      pathStyle: true,
      region: REGION,
      accessKey: ROOT_USER,
      secretKey: this.#access.password,
      transport: { request },
      transportAgent: this.#agent,
      retryOptions: { disableRetry: true },
    });
  }

  /** Whoever does not answer may be gone with everything that was connected to it: what waits for use is not used again. */
  #dropIdle(): void {
    for (const sockets of Object.values(this.#agent.freeSockets)) {
      for (const socket of sockets ?? []) socket.destroy();
    }
  }
}

async function failureOf(error: unknown, exchange: Exchange | undefined, why?: string): Promise<Failure> {
  if (exchange === undefined) return { sent: false, message: why ?? sentenceOf(error) };
  const refusal = await exchange.refusal();
  return {
    sent: exchange.sent,
    status: exchange.status,
    code: refusal.code ?? errorCode(error),
    message: why ?? refusal.message ?? sentenceOf(error),
  };
}
