import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sentenceOf } from '../core/errors.ts';
import type { Engine } from './engine.ts';
import { scenarioRequestSchema } from './protocol.ts';

/** The engine's ear: suites ask for scenarios here, and get their results when these have been judged. */
export class EngineServer {
  readonly socket: string;
  readonly #server: Server;

  private constructor(socket: string, server: Server) {
    this.socket = socket;
    this.#server = server;
  }

  static async listen(engine: Engine): Promise<EngineServer> {
    const socket = join(tmpdir(), `holdfast-${engine.options.run}.sock`); // a socket's path is at most 108 bytes long
    const server = createServer(
      { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 },
      (request, response) => {
        void respond(engine, request, response);
      },
    );
    server.timeout = 0; // a scenario takes minutes
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socket, resolve);
    });
    return new EngineServer(socket, server);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
    await rm(this.socket, { force: true });
  }
}

async function respond(engine: Engine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const answer = await route(engine, request);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  } catch (error) {
    response
      .writeHead(500, { 'content-type': 'application/json' })
      .end(JSON.stringify({ message: sentenceOf(error) }));
  }
}

async function route(engine: Engine, request: IncomingMessage): Promise<unknown> {
  const url = new URL(request.url ?? '/', 'http://engine');
  switch (`${request.method ?? ''} ${url.pathname}`) {
    case 'GET /plan':
      return engine.plan().filter((item) => item.stack === url.searchParams.get('stack'));
    case 'GET /environment':
      return engine.environment();
    case 'POST /scenario':
      return await engine.runScenario(scenarioRequestSchema.parse(JSON.parse(await text(request))));
    default:
      throw new Error(`The engine has no ${url.pathname}.`);
  }
}
