import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { Budgets } from '../core/budgets.ts';
import { HoldfastError, InterruptedError } from '../core/errors.ts';
import { keepSecret } from '../core/redaction.ts';
import { waitFor } from '../core/wait-for.ts';
import { docker } from '../host/docker.ts';
import { podOf, type Access, type Stack } from '../stack/stack.ts';
import { labelsFor, removeServers, stateOf } from './containers.ts';
import { lastWords, serves, untilServing, whyNot } from './serving.ts';

export interface SingleServerOptions {
  /** Names what uses it: what the same user left behind when it was killed is removed first. */
  user: string;
  /** On a file system in memory, which a stopped container loses. */
  onTmpfs?: boolean;
  budgets?: Budgets;
  signal?: AbortSignal;
}

/** How long a server has to end in order, as long as a pod has by default. */
const GRACE_SECONDS = 30;

/** One server of a stack, alone in a container, which takes itself for the stack's first member. */
export class RunningServer {
  /** The name of the member that it takes itself for. */
  readonly pod: string;
  readonly access: Access;
  readonly #id: string;
  readonly #ready: readonly string[];
  readonly #signal: AbortSignal | undefined;
  readonly #remove: () => Promise<void>;

  constructor(parts: {
    stack: Stack;
    access: Access;
    id: string;
    signal: AbortSignal | undefined;
    remove: () => Promise<void>;
  }) {
    this.pod = podOf(parts.stack, 0);
    this.access = parts.access;
    this.#id = parts.id;
    this.#ready = parts.stack.single.ready;
    this.#signal = parts.signal;
    this.#remove = parts.remove;
  }

  /** Stops the server in order, by the image's stop signal. @returns what shows that it ended, as a sentence. */
  async halt(): Promise<string> {
    const args = ['stop', '-t', String(GRACE_SECONDS), this.#id];
    await docker(args, { timeoutSeconds: GRACE_SECONDS + 30 });
    return await this.#ended('it was asked to stop');
  }

  /** Kills the server. @returns what shows that it ended, as a sentence. */
  async kill(): Promise<string> {
    await docker(['kill', '--signal', 'KILL', this.#id], { timeoutSeconds: 30 });
    return await this.#ended('it was killed');
  }

  /** Starts the server again on the same data, as often as it ends, until it serves. @throws BudgetExceededError within "recover". */
  async start(): Promise<void> {
    await waitFor(
      `${this.pod} to serve again in its container`,
      async () => {
        const { Running } = await stateOf(this.#id);
        if (!Running) await docker(['start', this.#id], { timeoutSeconds: 30 });
        return await serves(this.#id, this.#ready);
      },
      { budget: this.access.budgets.of('recover'), signal: this.#signal },
    );
  }

  /** The last lines of its log, as a sentence. */
  async lastWords(): Promise<string> {
    return await lastWords(this.#id);
  }

  /** Ends it at once and removes it with its data. */
  async remove(): Promise<void> {
    await this.#remove();
  }

  async #ended(why: string): Promise<string> {
    const { Running, ExitCode, FinishedAt } = await stateOf(this.#id);
    if (Running) throw new HoldfastError(`The server of ${this.pod} still runs after ${why}.`);
    return `The server of ${this.pod} ended at ${FinishedAt} with status ${String(ExitCode)} after ${why}.`;
  }
}

/**
 * Starts one server of a stack in a container, as `stack.single` says, and waits until it serves.
 * @param image the reference of the image that `stack.single.image` names.
 * @throws HoldfastError where it does not serve within the budget "deploy", with the last lines that it wrote.
 */
export async function startSingleServer(
  stack: Stack,
  image: string,
  { user, onTmpfs = false, budgets = new Budgets(), signal }: SingleServerOptions,
): Promise<RunningServer> {
  // What only a calibration needs is loaded for one.
  const { ServerContainer } = await import('./server-container.ts');
  const { single, layout } = stack;
  await removeServers(user);
  const password = randomBytes(18).toString('base64url');
  keepSecret(password);
  const hostPort = await freePort();
  const container = new ServerContainer({
    ...{ image, single, password, hostPort, onTmpfs },
    clientPort: layout.clientPort,
    labels: labelsFor(user),
    wait: untilServing(single.ready, budgets.of('deploy'), signal),
  });
  const started = await container.start().catch(async (cause: unknown) => {
    const why = cause instanceof InterruptedError ? '' : await whyNot(cause, container.id);
    await removeServers(user);
    if (cause instanceof InterruptedError) throw cause;
    throw new HoldfastError(`A server of ${stack.product} did not start in a container of ${image}. ${why}`, {
      cause,
    });
  });
  const access: Access = {
    ...{ budgets, password, members: 1 },
    endpoint: (pod) => Promise.resolve({ member: pod, host: '127.0.0.1', port: hostPort }),
  };
  const remove = async (): Promise<void> => {
    await started.stop();
  };
  return new RunningServer({ stack, access, id: started.getId(), signal, remove });
}

/** A port of this machine at which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
