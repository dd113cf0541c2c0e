import { createHash } from 'node:crypto';
import http, { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { HoldfastError } from '../../harness/core/errors.ts';

/** Statuses on which the client does not look at the body, which says why: it takes them for a reason to try again. */
const UNREAD: ReadonlySet<number> = new Set([408, 429, 499, 500, 502, 503, 504, 520]);

const CODE = /<Code>([^<]*)<\/Code>/;
const MESSAGE = /<Message>([^<]*)<\/Message>/;

/** How each server names itself in its answers: as the SHA-256 of the name and port that the others know it by. */
export const hostId = (name: string): string => createHash('sha256').update(name).digest('hex');

export interface ExchangeOptions {
  /** The member that has to answer. */
  pod: string;
  /** How that member may name itself (`hostId`). */
  hostIds: readonly string[];
  /** Milliseconds until a connection has to be there. */
  connectMs: number;
  /** Ends the request. */
  signal: AbortSignal;
  /** Told of every connection that is made. */
  connected: (socket: Socket) => void;
}

/**
 * What is seen of the requests of one call, beneath the client: whether anything was sent, what was answered, and by whom.
 * `request` takes the place of the client's own way to the network.
 */
export class Exchange {
  /** Whether the last request had a connection: from then on something of it may have arrived. */
  sent = false;
  /** Of the last answer. */
  status: number | undefined;
  headers: IncomingHttpHeaders = {};
  readonly #options: ExchangeOptions;
  #unread: Promise<string> | undefined;

  constructor(options: ExchangeOptions) {
    this.#options = options;
  }

  request(options: http.RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest {
    this.sent = false;
    this.status = undefined;
    this.headers = {};
    this.#unread = undefined;
    const request = http.request({ ...options, signal: this.#options.signal }, (response) => {
      const { statusCode: status = 0, headers } = response;
      const stranger = this.#stranger(status, headers);
      if (stranger !== undefined) {
        request.destroy(stranger);
        return;
      }
      this.status = status;
      this.headers = headers;
      if (UNREAD.has(status)) this.#unread = textOf(response);
      onResponse(response);
    });
    this.#watch(request);
    return request;
  }

  /** The code and the message in a body that the client has not looked at. */
  async refusal(): Promise<{ code?: string; message?: string }> {
    const text = (await this.#unread) ?? '';
    const [code, message] = [CODE.exec(text)?.[1], MESSAGE.exec(text)?.[1]];
    return { ...(code === undefined ? {} : { code }), ...(message === undefined ? {} : { message }) };
  }

  /** Notes that there is a connection, or ends the request where there is none in time. */
  #watch(request: ClientRequest): void {
    const { pod, connectMs, connected } = this.#options;
    request.once('socket', (socket) => {
      if (!socket.connecting) {
        this.sent = true; // one that was used before
        return;
      }
      const late = setTimeout(() => {
        const seconds = String(connectMs / 1000);
        request.destroy(new HoldfastError(`No connection to ${pod} after ${seconds} s (budget "connect").`));
      }, connectMs);
      const settled = (): void => {
        clearTimeout(late);
      };
      socket.once('connect', () => {
        settled();
        this.sent = true;
        connected(socket);
      });
      request.once('close', settled);
    });
  }

  /** An answer of somebody else says nothing of this member. A refusal may come before a server knows its own name. */
  #stranger(status: number, headers: IncomingHttpHeaders): HoldfastError | undefined {
    const { pod, hostIds } = this.#options;
    const host = headers['x-amz-id-2'];
    const isNamed = typeof host === 'string' && host !== '';
    if (isNamed ? hostIds.includes(host) : status >= 300) return undefined;
    return new HoldfastError(`The connection to ${pod} was answered by another server.`);
  }
}

/** What is left of a body; as much as came of one that broke off. */
async function textOf(response: IncomingMessage): Promise<string> {
  return await buffer(response).then(
    (body) => body.toString('utf8', 0, 4096),
    () => '',
  );
}
