import { HttpMethod, KubeConfig, RequestContext } from '@kubernetes/client-node';
import { request, type Dispatcher } from 'undici';
import type { Budgets } from '../core/budgets.ts';
import { HoldfastError, sentenceOf } from '../core/errors.ts';
import { redact } from '../core/redaction.ts';
import type { Status } from './objects.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RequestOptions {
  query?: Record<string, string>;
  body?: unknown;
  contentType?: string;
  signal?: AbortSignal | undefined;
}

/** The API server's own refusal, in its own words. */
export class KubeApiError extends HoldfastError {
  readonly status: number;
  readonly reason: string;

  constructor(what: string, status: number, body: string) {
    const answer = parseStatus(body);
    super(
      redact(
        `The API server refused to ${what} (HTTP ${String(status)}): ${answer.message ?? body.slice(0, 300)}`,
      ),
    );
    this.name = 'KubeApiError';
    this.status = status;
    this.reason = answer.reason ?? '';
  }
}

/**
 * Plain requests with a kubeconfig's credentials. Objects go out and come back as they are: the generated
 * client's serialiser drops unknown fields, which would defeat strict field validation. Every call has a deadline.
 */
export class KubeClient {
  readonly config: KubeConfig;
  readonly budgets: Budgets;
  #credentials: Promise<{ dispatcher: Dispatcher | undefined; headers: Record<string, string> }> | undefined;

  constructor(config: KubeConfig, budgets: Budgets) {
    this.config = config;
    this.budgets = budgets;
  }

  static fromFile(path: string, budgets: Budgets): KubeClient {
    const config = new KubeConfig();
    try {
      config.loadFromFile(path);
    } catch (error) {
      throw new HoldfastError(`The kubeconfig ${path} cannot be read: ${sentenceOf(error)}`, {
        cause: error,
      });
    }
    return new KubeClient(config, budgets);
  }

  /** @throws KubeApiError for an answer of 300 or more; HoldfastError when no answer came within the budget "api-call". */
  async call<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
    const text = await this.text(method, path, options);
    return JSON.parse(text) as T;
  }

  async text(method: Method, path: string, options: RequestOptions = {}): Promise<string> {
    const budget = this.budgets.of('api-call');
    const deadline = AbortSignal.timeout(budget.seconds * 1000);
    const url = new URL(this.server() + path);
    for (const [name, value] of Object.entries(options.query ?? {})) url.searchParams.set(name, value);
    const { dispatcher, headers } = await this.credentials();
    const what = `${method} ${path}`;
    try {
      const response = await request(url, {
        method,
        ...(dispatcher === undefined ? {} : { dispatcher }),
        headers: {
          ...headers,
          accept: 'application/json',
          ...(options.body === undefined
            ? {}
            : { 'content-type': options.contentType ?? 'application/json' }),
        },
        body: options.body === undefined ? null : JSON.stringify(options.body),
        signal: options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal]),
      });
      const text = await response.body.text();
      if (response.statusCode === 401) this.#credentials = undefined; // a token may have been renewed
      if (response.statusCode >= 300) throw new KubeApiError(what, response.statusCode, text);
      return text;
    } catch (error) {
      if (error instanceof HoldfastError || options.signal?.aborted === true) throw error;
      const why = deadline.aborted ? `no answer within ${String(budget.seconds)} s` : sentenceOf(error);
      throw new HoldfastError(`The API server did not answer ${what}: ${why}`, { cause: error });
    }
  }

  server(): string {
    const cluster = this.config.getCurrentCluster();
    if (cluster === null)
      throw new HoldfastError('The kubeconfig names no current cluster; set its current-context.');
    return cluster.server.replace(/\/$/, '');
  }

  /** The transport and headers that authenticate a request; made once, so that connections are reused. */
  credentials(): Promise<{ dispatcher: Dispatcher | undefined; headers: Record<string, string> }> {
    this.#credentials ??= (async () => {
      const context = new RequestContext(this.server(), HttpMethod.GET);
      await this.config.applySecurityAuthentication(context);
      return { dispatcher: context.getDispatcher(), headers: context.getHeaders() };
    })();
    return this.#credentials;
  }
}

/** True for an API error with this HTTP status. */
export function isStatus(error: unknown, status: number): boolean {
  return error instanceof KubeApiError && error.status === status;
}

function parseStatus(body: string): Status {
  try {
    return JSON.parse(body) as Status;
  } catch {
    return {};
  }
}
